export const PASSWORD = 'bench-password-of-the-pages';

/** The API as a person of the bench. */
export interface Person {
  readonly baseUrl: string;
  /** For a browser of theirs. */
  readonly cookie: { readonly name: string; readonly value: string; readonly url: string };
  call<Answer = Record<string, unknown>>(method: string, path: string, body?: object): Promise<Answer>;
}

export const signIn = async (baseUrl: string, name: string): Promise<Person> => {
  const session = async (body: object): Promise<Response> => {
    const response = await fetch(`${baseUrl}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yiwang-page': '1' },
      body: JSON.stringify({ name, password: PASSWORD, ...body }),
    });
    if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
    return response;
  };
  const { token } = (await (await session({})).json()) as { readonly token: string };
  const set = (await session({ cookie: true })).headers.get('set-cookie') ?? '';
  const [, cookieName = '', value = ''] = /^([^=]+)=([^;]+)/.exec(set) ?? [];
  return {
    baseUrl,
    cookie: { name: cookieName, value, url: baseUrl },
    async call<Answer>(method: string, path: string, body?: object) {
      const ask = () =>
        fetch(`${baseUrl}/api/v1${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      let response = await ask();
      // Hours of a city pass here in minutes: faster than one person may ask.
      for (; response.status === 429; response = await ask())
        await new Promise((resolve) => setTimeout(resolve, 1000));
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Answer;
    },
  };
};
