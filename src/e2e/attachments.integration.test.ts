import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import * as tus from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jpegOf, pngOf, SAMPLE_EXIF } from '../attachments/testing/images.ts';
import { FAKE_S3, type FakeS3, startFakeS3 } from '../testing/fake-s3.ts';
import { PASSWORD, type Product, startProduct, YINGZE } from '../testing/product.ts';

const HOUR = 3_600_000;
let time = Date.parse('2026-11-24T02:00:00Z');
let product: Product;
let bucket: FakeS3;
let worker: string;

beforeAll(async () => {
  bucket = await startFakeS3();
  product = await startProduct(
    { YIWANG_VIDEO_MAX_BYTES: '400000', YIWANG_UPLOADS_MAX_OPEN: '3' },
    { now: () => time },
  );
  await product.addUser('worker', 'gridWorker', '1401');
  worker = await signIn(product);
});
afterAll(async () => {
  await product.stop();
  await bucket.close();
});

const signIn = async (at: Product) =>
  (await at.call(undefined, 'POST', '/api/v1/session', { name: 'worker', password: PASSWORD })).body
    .token as string;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const idOf = (bytes: Uint8Array, at = product) => at.server.core.attachmentIds.of(sha256(bytes));
/** An MP4 by its first box, and noise. */
const film = (size: number): Buffer =>
  Buffer.concat([Buffer.from('\0\0\0\u0018ftypisom\0\0\0\0isomavc1', 'latin1'), randomBytes(size - 24)]);

const request = (method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array) =>
  fetch(path.startsWith('http') ? path : `${product.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${worker}`, 'tus-resumable': '1.0.0', ...headers },
    ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
  });
const begin = async (length: number, filetype = 'video/mp4') => {
  const metadata = `filetype ${Buffer.from(filetype).toString('base64')}`;
  return request('POST', '/api/v1/uploads', { 'upload-length': String(length), 'upload-metadata': metadata });
};
const chunk = (path: string, offset: number, body: Uint8Array, headers: Record<string, string> = {}) =>
  request(
    'PATCH',
    path,
    { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), ...headers },
    body,
  );
const codeOf = async (response: Response) => ({
  status: response.status,
  code: ((await response.json()) as { code: string }).code,
});
const reportWith = (digests: readonly string[], token = worker) =>
  product.call(token, 'POST', '/api/v1/cases', {
    description: '占道经营',
    location: YINGZE,
    photos: digests,
  });

describe('a resumable upload', () => {
  it('resumes where it was after a restart of the server, with a tus client', async () => {
    const bytes = film(300_000);
    const upload = (options: Partial<tus.UploadOptions>) =>
      new Promise<{ url: string | null; finished: boolean }>((resolve, reject) => {
        const client = new tus.Upload(bytes, {
          endpoint: `${product.baseUrl}/api/v1/uploads`,
          headers: { authorization: `Bearer ${worker}` },
          metadata: { filename: '现场.mp4', filetype: 'video/mp4' },
          chunkSize: 64_000,
          retryDelays: null,
          onError: reject,
          onSuccess: () => resolve({ url: client.url, finished: true }),
          onChunkComplete: (_size, accepted) => {
            if (options.uploadUrl !== undefined || accepted < 128_000) return;
            void client.abort().then(() => resolve({ url: client.url, finished: false }));
          },
          ...options,
        });
        client.start();
      });
    const first = await upload({});
    expect(first.finished).toBe(false);
    await product.restart();
    const uploadUrl = `${product.baseUrl}${new URL(first.url!).pathname}`;
    const head = await request('HEAD', uploadUrl);
    expect(Number(head.headers.get('upload-offset'))).toBeGreaterThanOrEqual(128_000);
    expect(head.headers.get('upload-length')).toBe('300000');
    expect((await upload({ uploadUrl })).finished).toBe(true);
    const { attachment, fileName } = (await (await request('GET', uploadUrl)).json()) as {
      attachment: { digest: string };
      fileName: string;
    };
    expect(attachment).toEqual({ digest: idOf(bytes), mediaType: 'video/mp4', size: 300_000 });
    expect(fileName).toBe('现场.mp4');

    const reported = await reportWith([attachment.digest]);
    expect(reported.status).toBe(201);
    const path = `/api/v1/cases/${reported.body.caseId}/attachments/${attachment.digest}`;
    const whole = await request('GET', path);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    expect(whole.headers.get('content-type')).toBe('video/mp4');
    const part = await request('GET', path, { range: 'bytes=1000-1999' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 1000-1999/300000');
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(1000, 2000));
    expect(await codeOf(await request('GET', path, { range: 'bytes=300000-' }))).toEqual({
      status: 416,
      code: 'rangeNotSatisfiable',
    });
    const known = await request('GET', path, { 'if-none-match': whole.headers.get('etag')! });
    expect(known.status).toBe(304);
    const elsewhere = await product.signIn('gridWorker', '1402');
    expect((await request('GET', path, { authorization: `Bearer ${elsewhere}` })).status).toBe(404);
  });

  it('announces the protocol version and extensions that the server supports', async () => {
    const answer = await request('OPTIONS', '/api/v1/uploads');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('tus-extension')).toBe('creation,expiration,checksum,termination');
    expect(answer.headers.get('tus-max-size')).toBe('20971520');
  });

  it('is refused before a byte is sent if it cannot succeed', async () => {
    expect(await codeOf(await begin(500_000))).toMatchObject({ status: 413, code: 'attachmentTooLarge' });
    expect(await codeOf(await begin(10, 'text/html'))).toMatchObject({ status: 415 });
    expect(await codeOf(await begin(0))).toMatchObject({ status: 400 });
    const old = await request('POST', '/api/v1/uploads', { 'tus-resumable': '0.2.2', 'upload-length': '5' });
    expect(await codeOf(old)).toEqual({ status: 412, code: 'tusVersionUnsupported' });
    expect(old.headers.get('tus-version')).toBe('1.0.0');
  });

  it('refuses a file that is not of the declared type, and keeps nothing of it', async () => {
    const bytes = film(1000);
    const photo = (await begin(bytes.length, 'image/jpeg')).headers.get('location')!;
    expect(await codeOf(await chunk(photo, 0, bytes))).toEqual({ status: 415, code: 'mediaTypeMismatch' });
    expect((await request('HEAD', photo)).status).toBe(404);
    const program = Buffer.from('MZ this is a program'.padEnd(100));
    const path = (await begin(program.length, 'application/octet-stream')).headers.get('location')!;
    expect(await codeOf(await chunk(path, 0, program))).toMatchObject({ code: 'unsupportedMediaType' });
    expect(await reportWith([idOf(program)])).toMatchObject({
      status: 422,
      body: { code: 'unknownAttachment' },
    });
  });

  it('accepts chunks only at its offset, verifies their checksums, and belongs to one person', async () => {
    const bytes = film(5000);
    const path = (await begin(bytes.length)).headers.get('location')!;
    const first = bytes.subarray(0, 2000);
    const sum = (data: Uint8Array) => `sha1 ${createHash('sha1').update(data).digest('base64')}`;
    expect(await codeOf(await chunk(path, 0, first, { 'upload-checksum': sum(bytes) }))).toEqual({
      status: 460,
      code: 'uploadChecksumMismatch',
    });
    expect((await request('HEAD', path)).headers.get('upload-offset')).toBe('0');
    const taken = await chunk(path, 0, first, { 'upload-checksum': sum(first) });
    expect(taken.status).toBe(204);
    expect(taken.headers.get('upload-offset')).toBe('2000');
    expect(await codeOf(await chunk(path, 0, first))).toEqual({ status: 409, code: 'uploadOffsetWrong' });
    expect(await codeOf(await chunk(path, 2000, bytes))).toMatchObject({ status: 413 });
    expect((await request('HEAD', path)).headers.get('upload-offset')).toBe('2000');
    const other = await product.signIn('gridWorker', '1401');
    expect((await request('HEAD', path, { authorization: `Bearer ${other}` })).status).toBe(404);
    const rest = await chunk(path, 2000, bytes.subarray(2000));
    expect(rest.headers.get('upload-digest')).toBe(idOf(bytes));
    expect((await request('DELETE', path)).status).toBe(204);
    expect((await request('HEAD', path)).status).toBe(404);
  });

  it('keeps what arrived before the connection was lost', async () => {
    const bytes = film(200_000);
    const path = (await begin(bytes.length)).headers.get('location')!;
    const { socket, written } = await sendHalf(product.baseUrl, path, worker, bytes);
    await expect
      .poll(async () => Number((await request('HEAD', path)).headers.get('upload-offset')))
      .toBeGreaterThan(0);
    socket.destroy();
    let offset = 0;
    await expect
      .poll(async () => {
        offset = Number((await request('HEAD', path)).headers.get('upload-offset'));
        return (await chunk(path, offset, bytes.subarray(offset))).status;
      })
      .toBe(204);
    expect(offset).toBeLessThanOrEqual(written);
    expect((await request('HEAD', path)).headers.get('upload-digest')).toBe(idOf(bytes));
  });

  it('leaves neither unfinished uploads nor attachments that no event names', async () => {
    const [used, unused] = [film(2000), pngOf(SAMPLE_EXIF)];
    const send = async (bytes: Uint8Array, type: string) =>
      chunk((await begin(bytes.length, type)).headers.get('location')!, 0, bytes);
    expect((await send(used, 'video/mp4')).status).toBe(204);
    expect((await send(unused, 'image/png')).status).toBe(204);
    const unfinished = (await begin(1000)).headers.get('location')!;
    expect((await begin(1000)).status).toBe(201);
    expect((await begin(1000)).status).toBe(201);
    expect(await codeOf(await begin(1000))).toEqual({ status: 429, code: 'tooManyUploads' });
    const reported = await reportWith([idOf(used)]);

    time += 23 * HOUR;
    expect((await product.server.attachments.sweep.tick()).uploads).toBe(0);
    time += 2 * HOUR;
    worker = await signIn(product);
    expect(await codeOf(await request('GET', unfinished))).toEqual({ status: 410, code: 'uploadExpired' });
    const swept = await product.server.attachments.sweep.tick();
    expect(swept.uploads).toBeGreaterThanOrEqual(3);
    expect((await request('HEAD', unfinished)).status).toBe(404);
    expect(await readdir(join(product.dataDir, 'uploads', 'open'))).toEqual([]);
    expect(await readdir(join(product.dataDir, 'uploads', 'unused'))).toEqual([]);
    expect(await product.server.attachments.store.find(idOf(unused))).toBeUndefined();
    const files = await readdir(join(product.dataDir, 'attachments'), { recursive: true });
    expect(files.filter((name) => name.includes(idOf(unused)))).toEqual([]);
    const path = `/api/v1/cases/${reported.body.caseId}/attachments/${idOf(used)}`;
    expect((await request('GET', path)).status).toBe(200);
  });
});

describe('a photo with a position', () => {
  it('is stored unchanged with a public copy, and marked if it was taken far away', async () => {
    const near = jpegOf({ ...SAMPLE_EXIF, ...YINGZE });
    const far = jpegOf({ ...SAMPLE_EXIF, lon: YINGZE.lon + 0.1, lat: YINGZE.lat });
    const form = new FormData();
    for (const photo of [near, far])
      form.append('photo', new Blob([photo as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }), 'a.jpg');
    form.set('report', JSON.stringify({ description: '暴露垃圾', location: YINGZE }));
    const response = await fetch(`${product.baseUrl}/api/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${worker}` },
      body: form,
    });
    const reported = (await response.json()) as { caseId: string; hints: unknown[] };
    expect(reported.hints).toEqual([{ code: 'photoFarFromPoint', digest: idOf(far), meters: 8779 }]);
    const list = await product.call(worker, 'GET', `/api/v1/cases/${reported.caseId}/attachments`);
    expect(list.body.items).toMatchObject([
      { digest: idOf(near), farFromPoint: false, origin: { camera: 'Fenhe Phone 3', position: YINGZE } },
      { digest: idOf(far), farFromPoint: true, metersFromPoint: 8779 },
    ]);
    const [{ publicDigest } = { publicDigest: undefined }] = list.body.items;
    expect(publicDigest).not.toBe(idOf(near));
    const path = `/api/v1/cases/${reported.caseId}/attachments`;
    const copy = Buffer.from(await (await request('GET', `${path}/${publicDigest}`)).arrayBuffer());
    expect(idOf(copy)).toBe(publicDigest);
    expect(copy.includes('Fenhe')).toBe(false);
    const original = await request('GET', `${path}/${idOf(near)}`);
    expect(Buffer.from(await original.arrayBuffer()).equals(near)).toBe(true);
  });
});

describe('with a bucket', () => {
  it('attachments are stored there, and parts of them can be read', async () => {
    const other = await startProduct({
      YIWANG_S3_ENDPOINT: bucket.endpoint,
      YIWANG_S3_BUCKET: FAKE_S3.bucket,
      YIWANG_S3_REGION: FAKE_S3.region,
      YIWANG_S3_ACCESS_KEY: FAKE_S3.accessKey,
      YIWANG_S3_SECRET_KEY: FAKE_S3.secretKey,
    });
    try {
      const token = await other.signIn('gridWorker', '1401');
      const photo = jpegOf(SAMPLE_EXIF);
      const form = new FormData();
      form.append(
        'attachment',
        new Blob([photo as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }),
        'a.jpg',
      );
      const headers = { authorization: `Bearer ${token}` };
      const kept = await fetch(`${other.baseUrl}/api/v1/attachments`, {
        method: 'POST',
        headers,
        body: form,
      });
      expect(kept.status).toBe(201);
      const { items } = (await kept.json()) as { items: { publicDigest: string }[] };
      const id = idOf(photo, other);
      const lies = bucket.objects.get(id)!;
      expect(lies.type).toBe('application/octet-stream');
      expect(lies.bytes.includes(photo.subarray(0, 100))).toBe(false);
      expect([...bucket.objects.keys()].join()).not.toContain(sha256(photo));
      expect(bucket.objects.has(items[0]!.publicDigest)).toBe(true);
      const body = { description: '积水', location: YINGZE, photos: [id] };
      const reported = await other.call(token, 'POST', '/api/v1/cases', body);
      const path = `/api/v1/cases/${reported.body.caseId}/attachments/${id}`;
      const part = await fetch(`${other.baseUrl}${path}`, { headers: { ...headers, range: 'bytes=2-9' } });
      expect(Buffer.from(await part.arrayBuffer())).toEqual(photo.subarray(2, 10));
    } finally {
      await other.stop();
    }
  });
});

/** The head of a request and half of its body, by a client that then stays silent. */
const sendHalf = async (baseUrl: string, path: string, token: string, bytes: Buffer) => {
  const url = new URL(baseUrl);
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  const written = bytes.length / 2;
  socket.write(
    [
      `PATCH ${path} HTTP/1.1`,
      `host: ${url.host}`,
      `authorization: Bearer ${token}`,
      'tus-resumable: 1.0.0',
      'upload-offset: 0',
      'content-type: application/offset+octet-stream',
      `content-length: ${bytes.length}`,
      '',
      '',
    ].join('\r\n'),
  );
  socket.write(bytes.subarray(0, written));
  return { socket, written };
};
