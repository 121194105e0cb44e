import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFireFrame } from '../../devices/gb26875/frame.ts';
import { decodePacket } from '../../devices/hj212/packet.ts';
import { decodeFrame } from '../../devices/sl651/frame.ts';
import type { WireClient } from '../../simulators/wire/client.ts';
import { fireReport } from '../../simulators/wire/standards/gb26875.ts';
import { hj212Upload } from '../../simulators/wire/standards/hj212.ts';
import { sl651LinkKeeping, sl651Picture, sl651Report } from '../../simulators/wire/standards/sl651.ts';
import type { ReadingsRecorded } from '../sensing/events.ts';
import { FROM_HERE, type Product, YINGZE } from '../testing/product.ts';
import { startWireProduct, type WireProduct } from '../testing/wire-product.ts';

let wire: WireProduct;
let product: Product;
let api: WireProduct['api'];
let readings: WireProduct['readings'];

beforeAll(async () => {
  wire = await startWireProduct();
  ({ product, api, readings } = wire);
});
afterAll(() => wire.stop());

const now = Math.floor(Date.now() / 1000) * 1000;
const at = (seconds: number) => now + seconds * 1000;

describe('names of a device', () => {
  it('belong to one device at a time, and can be moved to another', async () => {
    const alias = { standard: 'sl651', id: '00aabbccdd' };
    await product.addDevice('old-1', 'river-gauge');
    await product.addDevice('new-1', 'river-gauge');
    for (const deviceId of ['old-1', 'new-1'])
      await api('PUT', `/devices/${deviceId}/wire-settings`, FROM_HERE);
    expect((await api('POST', '/devices/old-1/aliases', alias)).body.aliases).toEqual([
      { standard: 'sl651', id: '00AABBCCDD' },
    ]);
    const taken = await api('POST', '/devices/new-1/aliases', alias);
    expect(taken).toMatchObject({ status: 409, body: { code: 'aliasTaken' } });
    const registered = await api('POST', '/devices', {
      deviceId: 'third-1',
      name: 'third',
      modelId: 'river-gauge',
      location: YINGZE,
      aliases: [{ standard: 'hj212', id: 'FREE' }, alias],
      wireSettings: FROM_HERE,
    });
    expect(registered).toMatchObject({ status: 409, body: { code: 'aliasTaken' } });
    // What was reserved on the way is free again.
    expect((await api('POST', '/devices/new-1/aliases', { standard: 'hj212', id: 'FREE' })).status).toBe(200);
    await api('POST', '/devices/old-1/retirement', { reason: '拆除' });
    expect((await api('POST', '/devices/old-1/aliases/removal', alias)).body.aliases).toEqual([]);
    expect((await api('POST', '/devices/new-1/aliases', alias)).status).toBe(200);
    const invalid = await api('POST', '/devices/new-1/aliases', { standard: 'sl651', id: 'xyz' });
    expect(invalid).toMatchObject({ status: 422, body: { code: 'aliasInvalid' } });
  });
});

describe('SL 651 over TCP', () => {
  const station = '0012345678';
  let client: WireClient;
  beforeAll(async () => {
    await wire.register('river-1', 'river-gauge', 'sl651', station);
    client = await wire.connect('sl651');
  });
  const minute = Math.floor(now / 60_000) * 60_000;
  const report = (n: number, level: string, functionCode = '32') =>
    sl651Report({ station, atMs: minute + n * 60_000, serial: n + 1, functionCode, values: { '39': level } });

  it('is answered by ESC with the serial number; frames may be concatenated or split', async () => {
    const glued = Buffer.concat([
      report(0, '2.420'),
      sl651LinkKeeping({ station, atMs: now }),
      report(1, '2.430'),
    ]);
    client.send(glued.subarray(0, 70));
    client.send(glued.subarray(70));
    for (const serial of [1, 2]) {
      const decoded = decodeFrame(await client.answer());
      if (!decoded.ok) throw new Error(decoded.detail);
      expect(decoded.frame).toMatchObject({ direction: 'down', station, functionCode: '32', end: 'ESC' });
      expect(decoded.frame.body.readUInt16BE(0)).toBe(serial);
    }
    expect(await readings('river-1')).toMatchObject([
      { values: { level: 2.42 } },
      { values: { level: 2.43 } },
    ]);
  });

  it('raises no alarm from a test report, however high its values, and does not show it', async () => {
    for (const n of [2, 3, 4]) await client.ask(report(n, '9.990', '30'));
    await product.settle();
    expect((await api('GET', '/alarms?device=river-1')).body.items).toEqual([]);
    expect((await api('GET', '/devices/river-1')).body.readings).toMatchObject({ level: { value: 2.43 } });
    expect((await readings('river-1')).at(-1)!.quality).toEqual({ '*': ['testReport'] });
    // As a real report: no river rises so far within one minute, but it may within two.
    for (const n of [2, 3, 4]) await client.ask(report(n, '9.990'));
    await product.settle();
    expect((await readings('river-1')).slice(-3).map(({ quality }) => quality)).toEqual([
      { level: ['rateOfChange'] },
      undefined,
      undefined,
    ]);
    expect((await api('GET', '/alarms?device=river-1')).body.items).toHaveLength(1);
  });

  it('stores a picture that arrives in packets, answered once at its end', async () => {
    const [{ input, expected }] = JSON.parse(
      readFileSync(new URL('../../devices/sl651/vectors/sl651-picture.json', import.meta.url), 'utf8'),
    );
    const frames: Buffer[] = input.map((hex: string) => Buffer.from(hex, 'hex'));
    const last = frames.pop()!;
    for (const frame of frames) client.send(frame);
    await expect(client.answer(200)).rejects.toThrow('no answer');
    expect(decodeFrame(await client.ask(last))).toMatchObject({ ok: true, frame: { functionCode: '36' } });
    const events = await product.server.core.store.readStream('reading-river-1');
    expect(events.at(-1)).toMatchObject({
      type: 'StationPictureRecorded',
      data: {
        digest: product.server.core.attachmentIds.of(expected.pictureSha256),
        size: expected.pictureBytes,
        mediaType: 'image/jpeg',
      },
    });
    const own = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(2000, 7)]);
    for (const frame of sl651Picture({ station, atMs: now }, own)) client.send(frame);
    await client.answer();
    expect((await product.server.core.store.readStream('reading-river-1')).at(-1)!.data).toMatchObject({
      digest: product.server.core.attachmentIds.of(createHash('sha256').update(own).digest('hex')),
    });
  });
});

describe('GB/T 26875.3 over TCP', () => {
  it('confirms frames, and distinguishes a fire from a fire in a test', async () => {
    const source = '0000000000A1';
    await wire.register('fire-1', 'camera', 'gb26875', source);
    const client = await wire.connect('gb26875');
    const report = (serial: number, state: number) =>
      fireReport({ source, atMs: at(serial), serial, state, place: 'Floor 3' });
    for (const [serial, state] of [
      [1, 0b11],
      [1, 0b10],
    ] as const) {
      expect(decodeFireFrame(await client.ask(report(serial, state)))).toMatchObject({
        ok: true,
        frame: { serial, command: 3, target: source },
      });
    }
    const events = await product.server.core.store.readStream('detection-fire-1');
    expect(events.map(({ data }) => data)).toMatchObject([
      {
        type: 'fireAlarm',
        place: expect.stringMatching(/^Floor 3（.+ 00000001）$/),
        track: '1-1-00000001',
        standard: 'gb26875',
      },
      { type: 'fireAlarm', quality: { '*': expect.arrayContaining(['testReport']) } },
    ]);
    expect((events[0]!.data as ReadingsRecorded['data']).quality!['*']).not.toContain('testReport');
  });
});

describe('frames over MQTT', () => {
  it('are accepted on the topic of their standard, from the device itself only', async () => {
    const secret = await wire.register('relay-1', 'air-station', 'hj212', 'RELAY');
    const mqtt = await product.connect('relay-1', secret);
    const frames = Buffer.concat([
      hj212Upload({ mn: 'RELAY', atMs: at(1), values: { 'a34004-Rtd': 10 } }),
      hj212Upload({ mn: 'RELAY', atMs: at(2), values: { 'a34004-Rtd': 11 } }),
      hj212Upload({ mn: '010000A8900016F000169DC0', atMs: at(3), values: { 'a34004-Rtd': 12 } }),
      Buffer.from('##0099QN='),
    ]);
    await mqtt.publishAsync('yw/v1/relay-1/raw/hj212', frames, { qos: 1 });
    await mqtt.endAsync();
    expect(await readings('relay-1')).toMatchObject([{ values: { pm25: 10 } }, { values: { pm25: 11 } }]);
    expect((await wire.rejected('relay-1')).map(({ reason }) => reason)).toEqual([
      'foreignSender',
      'undecodableFrame',
    ]);
  });
});

describe('the gateways', () => {
  it('are counted, consistently with the totals of ingest', async () => {
    const metrics = await (await fetch(`${product.baseUrl}/metrics`)).text();
    expect(metrics).toMatch(/^yiwang_wire_connections\{standard="sl651"\} 1$/m);
    const { received, acknowledged, failed } = product.server.counters;
    expect([acknowledged, failed]).toEqual([received, 0]);
  });
});

describe('a connection that misbehaves', () => {
  it('does not delay the others: floods that read no answers, slow drips, garbage', async () => {
    for (const n of [0, 1, 2, 3]) await wire.register(`peer-${n}`, 'air-station', 'hj212', `PEER${n}`);
    const [flood, drip, rubbish, good] = await Promise.all([0, 1, 2, 3].map(() => wire.connect('hj212')));
    let stop = false;
    const misbehave = async () => {
      flood!.socket.pause();
      for (let n = 0; !stop; n += 1) {
        const upload = hj212Upload({ mn: 'PEER0', atMs: at(-n), values: { 'a34004-Rtd': n } });
        if (!flood!.socket.destroyed) flood!.send(Buffer.concat(Array.from({ length: 50 }, () => upload)));
        if (!drip!.socket.destroyed) drip!.send(Buffer.from('##9999QN='.slice(n % 9, (n % 9) + 1)));
        if (!rubbish!.socket.destroyed) rubbish!.send(Buffer.alloc(20_000, `##0${n % 10}`));
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const misbehaving = misbehave();
    let slowest = 0;
    for (let n = 0; n < 30; n += 1) {
      const started = performance.now();
      const answer = await good!.ask(hj212Upload({ mn: 'PEER3', atMs: at(n), values: { 'a34004-Rtd': n } }));
      slowest = Math.max(slowest, performance.now() - started);
      expect(decodePacket(answer)).toMatchObject({ ok: true, packet: { mn: 'PEER3' } });
    }
    stop = true;
    await misbehaving;
    // Shared with everything else on a machine of two cores; a connection that waited for another would wait forever.
    expect(slowest).toBeLessThan(2000);
    expect(await readings('peer-3')).toHaveLength(30);
  });
});
