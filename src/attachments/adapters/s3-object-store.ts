import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { guarded } from '../../platform/guard.ts';
import { type ObjectStore, readAllBytes, type Storable } from '../object-store.ts';

export interface S3Settings {
  /** `https://s3.example.org`, without the bucket. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** `endpoint/bucket/key`; otherwise `bucket.endpoint/key`, which some vendors require. */
  readonly pathStyle: boolean;
}

/** The store answered with an error, or not at all. */
export class ObjectStoreError extends Error {
  readonly code = 'objectStoreFailed';
  readonly status: number | undefined;
  constructor(message: string, status?: number, cause?: unknown) {
    super(message, { cause });
    this.name = 'ObjectStoreError';
    this.status = status;
  }
}

type DigestedContent = Storable & { readonly sha256: string };

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 100;
/** Longest silence on a connection. */
const IDLE_MS = 30_000;

/** Objects of a bucket in any store that speaks S3 with Signature Version 4. Every request carries the digest of its body. */
export const createS3ObjectStore = (settings: S3Settings): ObjectStore & { check(): Promise<void> } => {
  const urlOf = (key: string): URL => {
    const url = new URL(settings.endpoint);
    if (settings.pathStyle) url.pathname = `${url.pathname.replace(/\/$/, '')}/${settings.bucket}/${key}`;
    else {
      url.hostname = `${settings.bucket}.${url.hostname}`;
      url.pathname = `/${key}`;
    }
    return url;
  };

  const sendOnce = async (
    method: string,
    key: string,
    headers: Readonly<Record<string, string>>,
    content?: DigestedContent,
  ): Promise<IncomingMessage> => {
    const signed = await new AwsV4Signer({
      url: urlOf(key).href,
      method,
      headers: { ...headers, 'x-amz-content-sha256': content?.sha256 ?? EMPTY },
      accessKeyId: settings.accessKey,
      secretAccessKey: settings.secretKey,
      region: settings.region,
      service: 's3',
    }).sign();
    const send = signed.url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(signed.url, {
      method,
      headers: {
        ...Object.fromEntries(signed.headers),
        ...(content === undefined ? {} : { 'content-length': content.size }),
      },
      timeout: IDLE_MS,
    });
    request.on(
      'timeout',
      guarded('s3 object store timeout', () => request.destroy(new Error(`no byte for ${IDLE_MS} ms`))),
    );
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.once('error', reject);
    });
    if (content === undefined) request.end();
    // An answer may come before the body is sent, together with an error: the answer counts.
    else pipeline(content.open(), request).catch(() => undefined);
    return answer;
  };

  /** Retries failures that may be temporary; every request here may be repeated. */
  const send = async (
    method: string,
    key: string,
    headers: Readonly<Record<string, string>> = {},
    content?: DigestedContent,
  ): Promise<IncomingMessage> => {
    for (let attempt = 1; ; attempt += 1) {
      const result = await sendOnce(method, key, headers, content).catch(
        (error: unknown) =>
          new ObjectStoreError(
            `${method} to the object store: ${error instanceof Error ? error.message : String(error)}`,
            undefined,
            error,
          ),
      );
      if (!(result instanceof ObjectStoreError)) {
        const status = result.statusCode ?? 0;
        if (status < 300 || status === 404) return result;
        const text = (await readAllBytes(result)).toString();
        const failure = new ObjectStoreError(
          `${method} to the object store: ${status} ${/<Code>([^<]*)/.exec(text)?.[1] ?? ''}`.trim(),
          status,
        );
        if (attempt >= ATTEMPTS || (status < 500 && status !== 429)) throw failure;
      } else if (attempt >= ATTEMPTS) throw result;
      await delay(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random()));
    }
  };

  const drained = async (response: IncomingMessage): Promise<IncomingMessage> => {
    response.resume();
    return response;
  };

  return {
    async put(key, content, mediaType) {
      const sha256 = typeof content.sha256 === 'string' ? content.sha256 : await content.sha256();
      const digested = { size: content.size, open: () => content.open(), sha256 };
      const response = await drained(await send('PUT', key, { 'content-type': mediaType }, digested));
      if (response.statusCode === 404)
        throw new ObjectStoreError(`bucket ${settings.bucket} does not exist`, 404);
    },
    async size(key) {
      const response = await drained(await send('HEAD', key));
      return response.statusCode === 404 ? undefined : Number(response.headers['content-length']);
    },
    async open(key, range) {
      const headers = range === undefined ? {} : { range: `bytes=${range.first}-${range.last}` };
      const response = await send('GET', key, headers);
      if (response.statusCode !== 404) return response;
      response.resume();
      return undefined;
    },
    async remove(key) {
      await drained(await send('DELETE', key));
    },
    /** Throws ObjectStoreError if the bucket cannot be used as configured. */
    async check() {
      const response = await drained(await send('HEAD', ''));
      if (response.statusCode === 404)
        throw new ObjectStoreError(`bucket ${settings.bucket} does not exist`, 404);
    },
  };
};
