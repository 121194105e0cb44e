import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';
import { openRaw, type RawConnection } from '../../testing/raw-http.ts';

const UNFINISHED = 5;
const FILES = 8;
const CONNECTIONS = 300;
let product: Product;
let worker: string;
let second: string;
let third: string;
let fourth: string;

beforeAll(async () => {
  product = await startProduct({
    YIWANG_STREAM_MAX_CLIENTS: '6',
    YIWANG_STREAMS_PER_PERSON: '3',
    YIWANG_STREAMS_PER_ADDRESS: '5',
    // Slow enough that also a busy machine sends more.
    YIWANG_HTTP_REQUESTS_PER_SECOND: '1',
    YIWANG_HTTP_REQUESTS_BURST: '90',
    YIWANG_HTTP_ANONYMOUS_PER_SECOND: '1',
    YIWANG_HTTP_ANONYMOUS_BURST: '60',
    YIWANG_HTTP_MAX_CONNECTIONS_PER_ADDRESS: String(CONNECTIONS),
    YIWANG_HEAVY_QUERIES: '3',
    YIWANG_HEAVY_QUERIES_PER_PERSON: '2',
    YIWANG_WAITS_PER_PERSON: '2',
    YIWANG_UPLOADS_MAX_OPEN: String(UNFINISHED),
    YIWANG_UPLOAD_QUOTA_FILES: String(FILES),
    YIWANG_UPLOAD_QUOTA_BYTES: '1000000',
  });
  [worker, second, third, fourth] = (await Promise.all(
    Array.from({ length: 4 }, () => product.signIn('gridWorker', '1401')),
  )) as [string, string, string, string];
});
afterAll(() => product.stop());

const call = (
  token: string | undefined,
  method: string,
  path: string,
  headers: Record<string, string> = {},
) => product.call(token, method, `/api/v1${path}`, undefined, headers);
const refusal = (status: number, code: string) => ({ status, body: { code, status } });
const retryAfter = ({ headers }: { headers: Headers }) => Number(headers.get('retry-after'));

describe('live streams', () => {
  it('M4 live streams are limited per person and per address, and others still get theirs', async () => {
    const open: AbortController[] = [];
    const stream = async (token: string) => {
      const ending = new AbortController();
      const response = await fetch(`${product.baseUrl}/api/v1/stream`, {
        headers: { authorization: `Bearer ${token}` },
        signal: ending.signal,
      });
      if (response.status === 200) open.push(ending);
      else ending.abort();
      return response.status;
    };
    for (let n = 0; n < 3; n += 1) expect(await stream(worker)).toBe(200);
    const refused = await call(worker, 'GET', '/stream');
    expect(refused).toMatchObject({ ...refusal(429, 'tooManyStreams'), body: { limit: 'person' } });
    expect(retryAfter(refused)).toBeGreaterThan(0);
    for (let n = 0; n < 2; n += 1) expect(await stream(second)).toBe(200);
    expect((await call(third, 'GET', '/stream')).body).toMatchObject({ limit: 'address' });
    open.shift()?.abort();
    await expect.poll(() => stream(third), { timeout: 10_000 }).toBe(200);
    for (const ending of open) ending.abort();
  });
});

describe('requests', () => {
  it('M4 requests of one person are limited, and another person is not affected', async () => {
    const answers: Awaited<ReturnType<typeof call>>[] = [];
    const refusals = () => answers.filter(({ status }) => status === 429);
    while (refusals().length === 0 && answers.length < 900)
      answers.push(...(await Promise.all(Array.from({ length: 150 }, () => call(third, 'GET', '/session')))));
    const refused = refusals();
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(50);
    for (const answer of refused) expect(answer).toMatchObject(refusal(429, 'tooManyRequests'));
    expect(retryAfter(refused[0]!)).toBe(1);
    expect((await call(second, 'GET', '/session')).status).toBe(200);
    await expect
      .poll(async () => (await call(third, 'GET', '/session')).status, { timeout: 10_000 })
      .toBe(200);
  });

  it('M4 waiting reads are limited per person', async () => {
    const position = String(Number(await product.server.core.store.head()) + 1_000_000);
    const ending = new AbortController();
    const wait = (token: string) =>
      fetch(`${product.baseUrl}/api/v1/cases`, {
        headers: { authorization: `Bearer ${token}`, prefer: 'wait=20', 'x-position': position },
        signal: ending.signal,
      }).then(
        ({ status }) => status,
        () => undefined,
      );
    const waiting = [wait(worker), wait(worker), wait(worker)];
    expect(await Promise.race(waiting)).toBe(429);
    const other = wait(second);
    expect(await Promise.race([other, call(second, 'GET', '/session').then(() => 'waits')])).toBe('waits');
    ending.abort();
    await Promise.all([...waiting, other]);
  });

  it('M4 only a few expensive requests run at a time', async () => {
    const search = () => call(worker, 'GET', '/cases?text=%E6%B0%B4');
    const answers = await Promise.all(Array.from({ length: 30 }, search));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(30);
    for (const answer of refused) {
      expect(answer).toMatchObject(refusal(429, 'tooManyHeavyQueries'));
      expect(retryAfter(answer)).toBeGreaterThan(0);
    }
    expect((await search()).status).toBe(200);
  });
});

describe('uploads', () => {
  const tus = { 'tus-resumable': '1.0.0' };
  const begin = (token: string, length: number) =>
    call(token, 'POST', '/uploads', { ...tus, 'upload-length': String(length) });
  const giveUp = async (token: string, location: string) =>
    product.call(token, 'DELETE', location, undefined, tus);
  const film = () =>
    Buffer.concat([Buffer.from('\0\0\0\u0018ftypisom\0\0\0\0isomavc1', 'latin1'), randomBytes(1000)]);
  const attach = async (token: string) => {
    const form = new FormData();
    form.append('attachment', new Blob([new Uint8Array(film())], { type: 'video/mp4' }), 'film.mp4');
    const response = await fetch(`${product.baseUrl}/api/v1/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as never };
  };

  it('M5 uploads need a right to report or to answer a case', async () => {
    const manager = await product.signIn('deviceManager', '1401');
    expect(await begin(manager, 1000)).toMatchObject(refusal(403, 'forbidden'));
    expect(await attach(manager)).toMatchObject(refusal(403, 'forbidden'));
  });

  it('M5 unfinished uploads never exceed their limit, however many are begun at once', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => begin(fourth, 1000)));
    const begun = answers.filter(({ status }) => status === 201);
    expect(begun).toHaveLength(UNFINISHED);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const answer of refused) expect(answer).toMatchObject(refusal(429, 'tooManyUploads'));
    expect(retryAfter(refused[0]!)).toBeGreaterThan(0);
    for (const { headers } of begun)
      expect((await giveUp(fourth, headers.get('location')!)).status).toBe(204);
  });

  it('M5 unfinished uploads count with their declared length', async () => {
    const first = await begin(second, 600_000);
    expect(first.status).toBe(201);
    const refused = await begin(second, 600_000);
    expect(refused).toMatchObject({ ...refusal(429, 'uploadQuotaExceeded'), body: { limit: 'bytes' } });
    await giveUp(second, first.headers.get('location')!);
    const again = await begin(second, 600_000);
    expect(again.status).toBe(201);
    await giveUp(second, again.headers.get('location')!);
  });

  it('M5 finished uploads count until an event names them', async () => {
    const answers = await Promise.all(Array.from({ length: 16 }, () => attach(worker)));
    const kept = answers.filter(({ status }) => status === 201);
    expect(kept).toHaveLength(FILES);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const answer of refused)
      expect(answer).toMatchObject({ ...refusal(429, 'uploadQuotaExceeded'), body: { limit: 'files' } });
    expect(await begin(worker, 1000)).toMatchObject(refusal(429, 'uploadQuotaExceeded'));
    const [photo] = (kept[0]!.body as { items: { digest: string }[] }).items;
    const reported = await product.call(worker, 'POST', '/api/v1/cases', {
      description: '井盖破损',
      location: YINGZE,
      photos: [photo!.digest],
    });
    expect(reported.status).toBe(201);
    expect((await attach(worker)).status).toBe(201);
    expect((await attach(worker)).status).toBe(429);
  });

  it('M5 uploads are refused when the disk is nearly full, before their bytes are read', async () => {
    const { disk } = product.server.core;
    const low = vi.spyOn(disk, 'isLow').mockReturnValue(true);
    try {
      for (const refused of [await begin(second, 1000), await attach(second)]) {
        expect(refused).toMatchObject(refusal(507, 'storageFull'));
        expect(retryAfter(refused)).toBeGreaterThan(0);
      }
    } finally {
      low.mockRestore();
    }
    const free = vi.spyOn(disk, 'freeBytes').mockReturnValue(536_870_912 + 500);
    expect(await begin(second, 1000)).toMatchObject(refusal(507, 'storageFull'));
    free.mockRestore();
    expect((await begin(second, 1000)).status).toBe(201);
  });
});

describe('senders without an account', () => {
  it('L8 connections of senders without an account are limited per address', async () => {
    const connections = await Promise.all(
      Array.from({ length: CONNECTIONS + 20 }, () => openRaw(product.baseUrl).catch(() => undefined)),
    );
    const isOpen = (connection: RawConnection | undefined) =>
      connection !== undefined && !connection.socket.destroyed;
    await expect
      .poll(() => connections.filter(isOpen).length, { timeout: 10_000 })
      .toBeLessThanOrEqual(CONNECTIONS);
    for (const connection of connections) connection?.socket.destroy();
    await expect
      .poll(
        () =>
          call(worker, 'GET', '/session').then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 10_000 },
      )
      .toBe(200);
  });

  it('M4 requests without a token are limited per address, and people signed in there can still work', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => call(n % 2 === 0 ? undefined : 'false', 'GET', '/cases')),
    );
    const codes = new Set(answers.map(({ status, body }) => `${status} ${body.code}`));
    expect(codes).toEqual(new Set(['401 unauthenticated', '429 tooManyRequests']));
    expect((await call(second, 'GET', '/session')).status).toBe(200);
  });
});
