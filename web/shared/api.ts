import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from '../generated/api.d.ts';
import { language } from './language.ts';

export type Schemas = components['schemas'];
/** RFC 9457, as the server answers. */
export type Problem = Schemas['Problem'];

/** An answer that is no success, or none at all. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly problem: Problem | undefined;

  constructor(problem: Problem | undefined, status: number) {
    super(problem?.detail ?? problem?.title ?? String(status));
    this.name = 'ApiError';
    this.code = problem?.code ?? (status === 0 ? 'away' : 'unknown');
    this.status = status;
    this.problem = problem;
  }
}

/** The session has ended, or there was none: 401. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;
/** The server cannot be reached, or cannot answer now. */
export const isAway = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 502 || error.status === 503);

const ownHeaders: Middleware = {
  onRequest({ request }) {
    request.headers.set('x-yiwang-page', '1');
    request.headers.set('accept-language', language());
    return request;
  },
};

export const api = createClient<paths>({ baseUrl: window.location.origin });
api.use(ownHeaders);

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer's body. Throws ApiError. */
export const take = async <Data>(asked: Promise<Answer<Data>>): Promise<Data> => {
  const answer = await asked.catch(() => undefined);
  if (answer === undefined) throw new ApiError(undefined, 0);
  if (!answer.response.ok) throw new ApiError(answer.error as Problem | undefined, answer.response.status);
  return answer.data as Data;
};

/** The body with its version, for the next step's `If-Match`. */
export const takeWithVersion = async <Data>(
  asked: Promise<Answer<Data>>,
): Promise<{ readonly data: Data; readonly etag: string | null }> => {
  let etag: string | null = null;
  const data = await take(
    asked.then((answer) => {
      etag = answer.response.headers.get('etag');
      return answer;
    }),
  );
  return { data, etag };
};
