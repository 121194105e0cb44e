import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readAllBytes } from '../attachments/object-store.ts';

/**
 * A store that speaks enough S3 for the tests, and checks every signature by the rules of Signature Version 4 (AWS General
 * Reference, "Create a signed request") with independent code: a client that signs wrongly is refused as by a real one.
 */
export interface FakeS3 {
  readonly endpoint: string;
  readonly objects: ReadonlyMap<string, { readonly bytes: Buffer; readonly type: string }>;
  /** The next requests are answered with 503. */
  failNext(count: number): void;
  readonly requests: string[];
  close(): Promise<void>;
}

export const FAKE_S3 = {
  bucket: 'yiwang',
  region: 'cn-north',
  accessKey: 'AKIA-TEST',
  secretKey: 'secret/+key',
};

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** The reason why a request is refused; undefined when its signature is right. */
const signatureProblem = (request: IncomingMessage, body: Buffer): string | undefined => {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (match === null) return 'AuthorizationHeaderMalformed';
  const [, accessKey, day, region, signedHeaders, signature] = match as unknown as string[];
  if (accessKey !== FAKE_S3.accessKey) return 'InvalidAccessKeyId';
  if (region !== FAKE_S3.region) return 'AuthorizationHeaderMalformed';
  const names = signedHeaders!.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)))
    return 'AccessDenied';
  const time = String(request.headers['x-amz-date']);
  if (!time.startsWith(day!)) return 'RequestTimeTooSkewed';
  const payload = String(request.headers['x-amz-content-sha256']);
  if (payload !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  const [path, query = ''] = request.url!.split('?');
  const headers = names.map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join('');
  const canonical = [request.method, path, query, headers, signedHeaders, payload].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = ['s3', 'aws4_request'].reduce(
    (signing, part) => hmac(signing, part),
    hmac(hmac(`AWS4${FAKE_S3.secretKey}`, day!), region!),
  );
  return hmac(key, toSign).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
};

export const startFakeS3 = async (): Promise<FakeS3> => {
  const objects = new Map<string, { bytes: Buffer; type: string }>();
  const requests: string[] = [];
  let failures = 0;
  const server = createServer(async (request, response) => {
    const body = await readAllBytes(request).catch(() => undefined);
    // The sender broke off: there is nobody to answer.
    if (body === undefined) return;
    requests.push(`${request.method} ${request.url}`);
    const refuse = (status: number, code: string) =>
      response.writeHead(status).end(request.method === 'HEAD' ? '' : `<Error><Code>${code}</Code></Error>`);
    if (failures > 0) {
      failures -= 1;
      return refuse(503, 'SlowDown');
    }
    const problem = signatureProblem(request, body);
    if (problem !== undefined) return refuse(403, problem);
    const [bucket, key] = request.url!.slice(1).split('/') as [string, string];
    if (bucket !== FAKE_S3.bucket) return refuse(404, 'NoSuchBucket');
    if (key === '') return response.writeHead(200).end();
    const known = objects.get(key);
    if (request.method === 'PUT') {
      if (request.headers['content-length'] === undefined) return refuse(411, 'MissingContentLength');
      objects.set(key, { bytes: body, type: String(request.headers['content-type']) });
      return response.writeHead(200).end();
    }
    if (request.method === 'DELETE') {
      objects.delete(key);
      return response.writeHead(204).end();
    }
    if (known === undefined) return refuse(404, 'NoSuchKey');
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const bytes = range ? known.bytes.subarray(Number(range[1]), Number(range[2]) + 1) : known.bytes;
    response.writeHead(range ? 206 : 200, { 'content-length': bytes.length, 'content-type': known.type });
    return response.end(request.method === 'HEAD' ? undefined : bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    requests,
    failNext(count) {
      failures = count;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
