import { X509Certificate } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { connect as connectNet } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { refuseExposure } from '../../cli/demo.ts';
import { readConfig } from '../../config.ts';
import { type Product, startProduct } from '../../testing/product.ts';

const TLS = fileURLToPath(new URL('../../testing/tls/', import.meta.url));
const TOKEN = 'a-token-of-the-operators';

describe('transport', () => {
  let product: Product;
  let folder: string;
  let fingerprints: Record<'localhost' | 'renewed', string>;
  const file = (name: string) => join(folder, name);
  const use = async (pair: 'localhost' | 'renewed') => {
    await copyFile(join(TLS, `${pair}-key.pem`), file('key.pem'));
    await copyFile(join(TLS, `${pair}-cert.pem`), file('cert.pem'));
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yiwang-tls-'));
    const fingerprint = async (name: string) =>
      new X509Certificate(await readFile(join(TLS, `${name}-cert.pem`))).fingerprint256;
    fingerprints = { localhost: await fingerprint('localhost'), renewed: await fingerprint('renewed') };
    await use('localhost');
    const files = { CERT: file('cert.pem'), KEY: file('key.pem') };
    product = await startProduct({
      ...Object.fromEntries(
        Object.entries(files).flatMap(([part, path]) => [
          [`YIWANG_HTTP_TLS_${part}`, path],
          [`YIWANG_MQTT_TLS_${part}`, path],
        ]),
      ),
      YIWANG_METRICS_TOKEN: TOKEN,
      YIWANG_API_DOCS_OPEN: 'false',
      YIWANG_WEBSOCKET_ORIGINS: 'https://map.example.org',
    });
  });
  afterAll(async () => {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const asked = request(
        {
          host: '127.0.0.1',
          port: product.server.httpPort,
          path,
          headers,
          rejectUnauthorized: false,
          agent: false,
        },
        (answer) => {
          let body = '';
          answer.on('data', (chunk) => {
            body += chunk;
          });
          answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body }));
        },
      );
      asked.on('error', reject);
      asked.end();
    });
  /** Fingerprint of the certificate that a port shows. */
  const shown = (port: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        resolve(socket.getPeerX509Certificate()!.fingerprint256);
        socket.destroy();
      });
      socket.on('error', reject);
    });
  const ports = () => [product.server.httpPort, product.server.mqttPort];
  const shows = async (pair: 'localhost' | 'renewed') => {
    while ((await Promise.all(ports().map(shown))).some((each) => each !== fingerprints[pair]))
      await wait(50);
  };

  it('L7 a renewed certificate is used without a restart, and a broken one changes nothing', async () => {
    await shows('localhost');
    await writeFile(file('cert.pem'), 'half a certifi');
    process.emit('SIGHUP', 'SIGHUP');
    await shows('localhost');
    await use('renewed');
    await shows('renewed');
  });

  it('L7 clients without TLS get no answer, and TLS 1.1 is not supported', async () => {
    for (const port of ports()) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connectNet(port, '127.0.0.1', () =>
          socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'),
        );
        let bytes = '';
        socket.on('data', (chunk) => {
          bytes += chunk.toString('latin1');
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(bytes));
      });
      expect(answer).not.toContain('200 OK');
      const old = connectTls({
        port,
        host: '127.0.0.1',
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1.1',
        rejectUnauthorized: false,
      });
      await new Promise((resolve) => old.once('error', resolve));
    }
    expect((await get('/healthz')).status).toBe(200);
  });

  it('L7 metrics, API documents and the details of readiness require the token', async () => {
    const withToken = { authorization: `Bearer ${TOKEN}` };
    for (const path of ['/metrics', '/openapi.json', '/docs', '/docs/swagger/swagger-ui.css']) {
      const [without, wrong, right] = [
        await get(path),
        await get(path, { authorization: `Bearer ${TOKEN}x` }),
        await get(path, withToken),
      ];
      expect([path, without.status, wrong.status, right.status]).toEqual([path, 401, 401, 200]);
    }
    expect(Object.keys(JSON.parse((await get('/readyz')).body))).toEqual(['ready']);
    expect(JSON.parse((await get('/readyz', withToken)).body)).toHaveProperty('diskLow');
    expect((await get('/metrics', withToken)).body).toContain('yiwang_');
  });

  it('L10 the content security policy is complete and allows nothing inline; HSTS is sent with TLS', async () => {
    const { headers } = await get('/');
    const policy = String(headers['content-security-policy']);
    for (const part of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
      expect(policy).toContain(part);
    expect(policy).not.toContain('unsafe');
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
  });

  it('L11 a page of another origin opens no WebSocket', async () => {
    const open = (origin?: string) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`wss://127.0.0.1:${product.server.httpPort}/mqtt`, 'mqtt', {
          rejectUnauthorized: false,
          ...(origin === undefined ? {} : { origin }),
        });
        socket.once('open', () => {
          socket.terminate();
          resolve('open');
        });
        socket.once('error', (error) => resolve(error.message));
      });
    const own = `https://127.0.0.1:${product.server.httpPort}`;
    for (const origin of [undefined, own, 'https://map.example.org']) expect(await open(origin)).toBe('open');
    for (const origin of [
      'https://evil.example',
      'null',
      `${own}.evil.example`,
      'https://map.example.org.evil',
    ])
      expect([origin, await open(origin)]).toEqual([origin, 'Unexpected server response: 403']);
  });
});

it('L7 a certificate without its key is refused at the start', () => {
  for (const given of ['YIWANG_HTTP_TLS_CERT', 'YIWANG_MQTT_TLS_KEY', 'YIWANG_MQTT_TLS_CA'])
    expect(readConfig({ [given]: 'x.pem' })).toMatchObject({ ok: false });
});

it('L12 the demo refuses an external database and addresses reachable by others', () => {
  for (const [name, value] of [
    ['DATABASE_URL', 'postgres://db/x'],
    ['EVENT_STORE_URL', 'esdb://x'],
    ['YIWANG_HTTP_HOST', '0.0.0.0'],
    ['YIWANG_MQTT_HOST', '::'],
    ['YIWANG_HTTP_HOST', '127.0.0.1.evil.example'],
  ] as const)
    expect(() => refuseExposure({ [name]: value })).toThrow(name);
  expect(() => refuseExposure({ YIWANG_HTTP_HOST: '127.0.0.1', DATABASE_URL: '' })).not.toThrow();
});
