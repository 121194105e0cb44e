import { Agent, request } from 'node:http';

export interface CityAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The caller; undefined for signing in. */
export interface Bearer {
  readonly token: string;
}

/** The public HTTP API, over connections that are kept open. */
export interface CityClient {
  call(
    by: Bearer | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<CityAnswer>;
  /** As `call`; throws if the answer is not a success. */
  must: CityClient['call'];
  /** A photo as a form; gives its digest. */
  upload(by: Bearer, photo: Uint8Array<ArrayBuffer>): Promise<string>;
  requests(): number;
  close(): void;
}

const MOST_CONNECTIONS = 64;

export const createCityClient = (baseUrl: string): CityClient => {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });
  let requests = 0;

  const call: CityClient['call'] = (by, method, path, body, extra = {}) => {
    requests += 1;
    const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers = {
      ...(by === undefined ? {} : { authorization: `Bearer ${by.token}` }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json', 'content-length': sent.length }),
      ...extra,
    };
    return new Promise((resolve, reject) => {
      const asked = request(`${baseUrl}/api/v1${path}`, { agent, method, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const status = response.statusCode ?? 0;
          // A server error is not part of the simulation.
          if (status >= 500) reject(new Error(`${method} ${path}: ${status} ${text}`));
          else resolve({ status, body: text === '' ? {} : JSON.parse(text) });
        });
      });
      asked.on('error', reject);
      asked.end(sent);
    });
  };

  return {
    call,
    async must(...asked) {
      const answer = await call(...asked);
      if (answer.status >= 400)
        throw new Error(`${asked[1]} ${asked[2]}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer;
    },
    async upload({ token }, photo) {
      requests += 1;
      const form = new FormData();
      form.append('photo', new Blob([photo], { type: 'image/png' }), 'photo.png');
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${baseUrl}/api/v1/attachments`, { method: 'POST', headers, body: form });
      if (!response.ok) throw new Error(`POST /attachments: ${response.status} ${await response.text()}`);
      const { items } = (await response.json()) as { items: readonly { digest: string }[] };
      return items[0]!.digest;
    },
    requests: () => requests,
    close: () => agent.destroy(),
  };
};
