/** One request, as sent. */
export interface FuzzRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | FormData;
}

export interface FuzzAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

const PATIENCE_MS = 60_000;

/** Sends a request; an event stream is left as soon as it begins. */
export const sendRequest = async (
  baseUrl: string,
  token: string | undefined,
  { method, path, headers, body }: FuzzRequest,
): Promise<FuzzAnswer> => {
  const leave = new AbortController();
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    redirect: 'manual',
    signal: AbortSignal.any([leave.signal, AbortSignal.timeout(PATIENCE_MS)]),
    ...(body === undefined ? {} : { body: body as string }),
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    leave.abort();
    return { status: response.status, text: '', headers: response.headers };
  }
  return { status: response.status, text: await response.text(), headers: response.headers };
};

export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A request with a JSON body. */
export const jsonRequest = (method: string, path: string, body: unknown): FuzzRequest => ({
  method,
  path,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
