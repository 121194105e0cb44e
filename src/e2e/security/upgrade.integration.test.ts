import { randomBytes } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Product, startProduct } from '../../testing/product.ts';

const LIMIT_MS = 20_000;

describe('bytes before a connection becomes a WebSocket', () => {
  let product: Product;
  let secret: string;
  beforeAll(async () => {
    product = await startProduct();
    secret = await product.addDevice('air-guard-1', 'air-station');
    await product.settle();
  });
  afterAll(() => product?.stop());

  const open = async (): Promise<Socket> => {
    const socket = connectTcp(product.server.httpPort, '127.0.0.1');
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.on('error', () => undefined);
    return socket;
  };
  /** Sends bytes; gives what came back when the server has closed. */
  const exchange = async (bytes: string | Buffer): Promise<string> => {
    const socket = await open();
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error('not closed')));
    socket.end(bytes);
    await closed;
    return answer;
  };
  const upgrade = (target: string, headers: readonly string[] = [], method = 'GET'): string =>
    [
      `${method} ${target} HTTP/1.1`,
      'Host: x',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
      ...headers,
      '',
      '',
    ].join('\r\n');
  const serves = async () => {
    expect((await fetch(`${product.baseUrl}/healthz`)).status).toBe(200);
    const client = await product.connect('air-guard-1', secret);
    await client.endAsync();
  };
  const webSocketUrl = () => `${product.baseUrl.replace('http', 'ws')}/mqtt`;

  it('C1 a request target of two slashes ends only its connection', async () => {
    expect(await exchange(upgrade('//'))).toBe('');
    await serves();
  });

  it('C1 no other odd request target does harm', async () => {
    const targets = [
      ...[
        '/',
        '///',
        '//[',
        '//[::1',
        'http://',
        'http://[',
        'http:///mqtt',
        '*',
        '?',
        '#',
        '%',
        '/%',
        '/%zz',
      ],
      ...['//mqtt', '/mqtt/', '/mqtt/..', '/MQTT', '/mqtt%00', '/./mqtt', '//x:99999/mqtt', 'mqtt', '\\\\'],
      ...['/\u00ff', `/${'a'.repeat(8000)}`, '/api/v1/stream', '/api/v1/cases', 'javascript:1', '//user@:/'],
    ];
    for (const target of targets) {
      const answer = await exchange(upgrade(target));
      expect([target, answer.startsWith('HTTP/1.1 101')]).toEqual([target, false]);
    }
    await serves();
  });

  it('C1 hostile handshakes at the right path are refused', async () => {
    const bare = (headers: readonly string[]) =>
      ['GET /mqtt HTTP/1.1', 'Host: x', ...headers, '', ''].join('\r\n');
    const handshakes = [
      upgrade('/mqtt', [], 'POST'),
      upgrade('/mqtt', ['Sec-WebSocket-Protocol: ,,,']),
      upgrade('/mqtt', ['Sec-WebSocket-Protocol: mqtt, mqtt']),
      upgrade('/mqtt', [`Sec-WebSocket-Protocol: ${'a,'.repeat(4000)}`]),
      upgrade('/mqtt', ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=999; \u0001']),
      upgrade('/mqtt', ['Content-Length: 5']),
      bare(['Upgrade: websocket', 'Connection: Upgrade']),
      bare([
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Key: x',
        'Sec-WebSocket-Version: 13',
      ]),
      bare([
        'Upgrade: h2c',
        'Connection: Upgrade, HTTP2-Settings',
        'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
      ]),
      bare(['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 99999999999999999999']),
    ];
    for (const handshake of handshakes) await exchange(handshake);
    await serves();
  });

  it('C1 handshakes that are cut in the middle, or reset, harm nobody', async () => {
    const whole = upgrade('/mqtt', ['Sec-WebSocket-Protocol: mqtt']);
    for (let length = 1; length <= whole.length; length += 17) {
      const socket = await open();
      socket.write(whole.slice(0, length));
      if (length % 2 === 0) socket.resetAndDestroy();
      else socket.destroy();
    }
    await serves();
  });

  it('C1 broken frames close only their WebSocket', async () => {
    const frames = [
      // Reserved bits, an unknown code, a close of one byte, a close with a forbidden code, text that is no UTF-8,
      // a length of 2^63, a ping that is too long, no mask.
      ...['f080', '8380aabbccdd', '8881aabbccdd00', '8882aabbccddaabb', '8182aabbccdd5544'],
      ...['82ffffffffffffffffffaabbccdd', '89fe0fffaabbccdd', '820100', '0080aabbccdd'],
    ];
    for (const frame of [...frames, randomBytes(2000).toString('hex')]) {
      const bytes = Buffer.concat([
        Buffer.from(upgrade('/mqtt', ['Sec-WebSocket-Protocol: mqtt'])),
        Buffer.from(frame, 'hex'),
      ]);
      const answer = await exchange(bytes);
      expect([frame.slice(0, 20), answer.startsWith('HTTP/1.1 101')]).toEqual([frame.slice(0, 20), true]);
    }
    await serves();
  });

  it('C1 closing with any code leaves the listener available to others', async () => {
    for (const code of [1000, 1001, 1008, 3000, 4999]) {
      const socket = new WebSocket(webSocketUrl(), 'mqtt');
      await new Promise((resolve) => socket.once('open', resolve));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.close(code, 'bye');
      await closed;
    }
    const client = await connectAsync(webSocketUrl(), {
      protocolVersion: 4,
      clientId: 'air-guard-1',
      username: 'air-guard-1',
      password: secret,
      reconnectPeriod: 0,
    });
    expect(client.connected).toBe(true);
    await client.endAsync();
  });
});
