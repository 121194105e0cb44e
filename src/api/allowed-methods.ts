import type { Api } from './deps.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Methods that routes answer at this path (RFC 9110, section 10.2.1); empty if there is no such path. */
export const allowedMethods = (app: Api, path: string): readonly string[] => {
  const answered = METHODS.filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method !== 'ALL'),
  );
  return answered.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
};
