const KEY = 'yiwang-token';
let onSignedOut = () => {};

/** @param {() => void} listener */
export const whenSignedOut = (listener) => {
  onSignedOut = listener;
};
export const token = () => sessionStorage.getItem(KEY);

/** A problem+json answer as an error with its Chinese title. */
export class Problem extends Error {}

/** @param {string} method @param {string} path @param {unknown} [body] */
export const call = async (method, path, body) => {
  // The board speaks Chinese, whatever the browser prefers.
  const headers = new Headers({ 'accept-language': 'zh' });
  if (token()) headers.set('authorization', `Bearer ${token()}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (response.status === 204) return {};
  const answer = await response.json();
  if (response.ok) return answer;
  if (response.status === 401 && token()) {
    sessionStorage.removeItem(KEY);
    onSignedOut();
  }
  throw new Problem(answer.detail || answer.titleZh || '请求失败');
};

/** @param {string} name @param {string} password @param {string} code of the second factor; empty without one */
export const signIn = async (name, password, code) => {
  const answer = await call('POST', '/session', { name, password, ...(code === '' ? {} : { code }) });
  sessionStorage.setItem(KEY, answer.token);
  return answer.user;
};

export const signOut = async () => {
  await call('DELETE', '/session').catch(() => {});
  sessionStorage.removeItem(KEY);
  onSignedOut();
};

/** Every page of a list. @param {string} path with a query */
export const listAll = async (path) => {
  const items = [];
  let cursor = '';
  do {
    const page = await call(
      'GET',
      `${path}&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
};
