import { DEMO_PASSWORD } from './city.ts';

/** A request by one of the demo's people. Throws if it is refused. */
export type StaffCall = (
  login: string,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Record<string, unknown>>;

/** The demo's people sign in once and use the public API, like any client. */
export const createStaffCall = (baseUrl: string): StaffCall => {
  const tokens = new Map<string, string>();

  const signIn = async (login: string): Promise<string> => {
    const response = await fetch(`${baseUrl}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: login, password: DEMO_PASSWORD }),
    });
    return ((await response.json()) as { token: string }).token;
  };

  return async (login, method, path, body, headers = {}) => {
    if (!tokens.has(login)) tokens.set(login, await signIn(login));
    const response = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens.get(login)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${login} ${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
};
