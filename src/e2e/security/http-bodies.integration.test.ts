import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../testing/product.ts';
import { chunkedPost, chunkOf, openRaw, type RawConnection } from '../../testing/raw-http.ts';

const MB = 1_048_576;
let product: Product;
let worker: string;
let open: RawConnection[] = [];

beforeAll(async () => {
  product = await startProduct({
    YIWANG_HTTP_HEADERS_SECONDS: '1',
    YIWANG_ATTACHMENT_MAX_BYTES: String(MB),
    YIWANG_ATTACHMENTS_MAX: '2',
    YIWANG_HTTP_BUFFER_PER_CONNECTION_BYTES: String(3 * MB),
    YIWANG_HTTP_BUFFER_PER_ADDRESS_BYTES: String(4 * MB),
    YIWANG_HTTP_BUFFER_BYTES: String(64 * MB),
  });
  worker = await product.signIn('gridWorker', '1401');
});
afterAll(async () => {
  for (const { socket } of open) socket.destroy();
  open = [];
  await product.stop();
});

const raw = async (): Promise<RawConnection> => {
  const connection = await openRaw(product.baseUrl);
  open.push(connection);
  return connection;
};
const FORM = { 'content-type': 'multipart/form-data; boundary=x' };
const bearer = () => ({ authorization: `Bearer ${worker}` });
const piece = chunkOf(Buffer.alloc(65_536));

/** Sends zeros until an answer has come or so many bytes are sent; gives the bytes that were taken. */
const flood = async (connection: RawConnection, bytes: number): Promise<number> => {
  let sent = 0;
  while (sent < bytes && connection.text() === '' && (await connection.write(piece))) sent += 65_536;
  return sent;
};

describe('the body of a request', () => {
  it('H1 no body is read from senders without a token: 8 × 80 MB do not increase memory', async () => {
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 5);
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const connection = await raw();
        await connection.write(chunkedPost('/api/v1/attachments', FORM));
        const sent = await flood(connection, 80 * MB);
        return { sent, status: await connection.status() };
      }),
    );
    clearInterval(watch);
    expect(answers.map(({ status }) => status)).toEqual(new Array(8).fill(401));
    // What fits between the two ends of a socket before the answer is read.
    expect(Math.max(...answers.map(({ sent }) => sent))).toBeLessThan(16 * MB);
    // It was 700 MB; the noise of a whole product in this process is not the bodies'.
    expect(most - before).toBeLessThan(64 * MB);
  });

  it('H1 a refused body is dropped soon, whether or not it ever ends', async () => {
    const connection = await raw();
    await connection.write(chunkedPost('/api/v1/cases', FORM));
    expect(await connection.status()).toBe(401);
    await connection.closed();
  });

  it.each([
    ['/api/v1/attachments', FORM],
    ['/api/v1/cases', { 'content-type': 'application/json' }],
    ['/api/v1/components/import', { 'content-type': 'text/csv' }],
    ['/api/v1/uploads/x', { 'content-type': 'application/offset+octet-stream' }],
    ['/api/v1/nowhere', FORM],
  ])('H1 the server does not wait for a body at %s with a false token', async (path, headers) => {
    const connection = await raw();
    await connection.write(chunkedPost(path, { ...headers, authorization: 'Bearer false' }));
    expect(await connection.status()).toBe(401);
    expect(connection.text().toLowerCase()).toContain('\r\nwww-authenticate: bearer');
  });

  it('H1 bodies are limited to a small size where anybody may send one', async () => {
    const body = { name: 'x', password: 'y'.repeat(9000) };
    const refused = await product.call(undefined, 'POST', '/api/v1/session', body);
    expect(refused).toMatchObject({ status: 413, body: { code: 'bodyTooLarge' } });
    const connection = await raw();
    await connection.write(chunkedPost('/api/v1/session', { 'content-type': 'application/json' }));
    await flood(connection, MB);
    expect(await connection.status()).toBe(413);
  });

  it('H1 100-continue is answered only when the body may be sent', async () => {
    const refused = await raw();
    await refused.write(chunkedPost('/api/v1/cases', { ...FORM, expect: '100-continue' }));
    expect(await refused.status()).toBe(401);
    const taken = await raw();
    const headers = { ...bearer(), 'content-type': 'application/json', expect: '100-continue' };
    await taken.write(chunkedPost('/api/v1/cases', headers));
    expect(await taken.status()).toBe(100);
    await taken.write('2\r\n{}\r\n0\r\n\r\n');
    await expect.poll(taken.text).toContain('HTTP/1.1 400');
  });

  it('H1 a body counts with all others from its address, and its share is released', async () => {
    const half = Buffer.alloc(MB * 1.5);
    const held = await Promise.all(
      Array.from({ length: 2 }, async () => {
        const connection = await raw();
        await connection.write(chunkedPost('/api/v1/attachments', { ...FORM, ...bearer() }));
        await connection.write(chunkOf(half));
        return connection;
      }),
    );
    const send = async () => {
      const form = new FormData();
      form.append('photo', new Blob([new Uint8Array(MB * 1.5)]));
      const response = await fetch(`${product.baseUrl}/api/v1/attachments`, {
        method: 'POST',
        headers: bearer(),
        body: form,
      });
      return {
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        body: await response.json(),
      };
    };
    await expect
      .poll(send, { timeout: 15_000 })
      .toMatchObject({ status: 429, retryAfter: '5', body: { code: 'tooMuchAtOnce' } });
    for (const { socket } of held) socket.destroy();
    await expect.poll(async () => (await send()).status, { timeout: 15_000 }).toBe(415);
  });

  it('H1 a body that arrives byte by byte is given up', async () => {
    const connection = await raw();
    await connection.write(chunkedPost('/api/v1/cases', { ...bearer(), 'content-type': 'application/json' }));
    await connection.write('1\r\n{\r\n');
    expect(await connection.status()).toBe(408);
    await connection.closed();
  }, 30_000);

  it('H1 a body may be a sheet as large as an import accepts', async () => {
    const manager = await product.signIn('administrator');
    const csv = `code,name\n${'x'.repeat(2 * MB)}`;
    const response = await fetch(`${product.baseUrl}/api/v1/components/import?codeSetId=x`, {
      method: 'POST',
      headers: { authorization: `Bearer ${manager}`, 'content-type': 'text/csv' },
      body: csv,
    });
    expect(response.status).not.toBe(413);
  });
});

describe('a slow sender', () => {
  it('L8 a connection with slow headers is closed after the time limit', async () => {
    const connections = await Promise.all(Array.from({ length: 40 }, raw));
    for (const connection of connections)
      await connection.write('GET /api/v1/cases HTTP/1.1\r\nhost: x\r\nx-a: ');
    await Promise.all(connections.map((connection) => connection.closed()));
  }, 20_000);
});

describe('an answer', () => {
  it('H1 an answer to a signed-in person is not cached', async () => {
    for (const path of ['/session', '/cases', '/cases/none', '/departments']) {
      const answer = await product.call(worker, 'GET', `/api/v1${path}`);
      expect([path, answer.headers.get('cache-control')]).toEqual([path, 'no-store']);
    }
  });

  it('H1 an answer that nobody is waiting for any more is not an error', async () => {
    const connection = await raw();
    await connection.write(chunkedPost('/api/v1/cases', { ...bearer(), 'content-type': 'application/json' }));
    await connection.write('1\r\n{\r\n');
    connection.socket.destroy();
    expect((await product.call(worker, 'GET', '/api/v1/session')).status).toBe(200);
  });
});
