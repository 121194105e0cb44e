import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePacket, encodePacket, type Hj212Packet } from '../../devices/hj212/packet.ts';
import type { WireClient } from '../../simulators/wire/client.ts';
import { hj212Upload } from '../../simulators/wire/standards/hj212.ts';
import type { Product } from '../testing/product.ts';
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

const read = (answer: Buffer): Hj212Packet => {
  const decoded = decodePacket(answer);
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.packet;
};

const now = Math.floor(Date.now() / 1000) * 1000;
const at = (seconds: number) => now + seconds * 1000;
const iso = (seconds: number) => new Date(at(seconds)).toISOString();

describe('HJ 212 over TCP', () => {
  const mn = '010000A8900016F000169DC0';
  let client: WireClient;
  beforeAll(async () => {
    await wire.register('air-1', 'air-station', 'hj212', mn, { password: '123456' });
    client = await wire.connect('hj212');
  });

  it('is stored in our indicators and answered with 9014; a repeat is answered again but stored once', async () => {
    const upload = hj212Upload({ mn, atMs: at(0), values: { 'a34004-Rtd': 35, 'a34004-Flag': 'N' } });
    const [first, second] = [await client.ask(upload), await client.ask(upload)];
    expect(read(first)).toMatchObject({ cn: '9014', st: '91', mn });
    expect(second).toEqual(first);
    expect(await readings('air-1')).toEqual([
      { deviceId: 'air-1', observedAt: iso(0), values: { pm25: 35 }, standard: 'hj212' },
    ]);
  });

  it('keeps different values for the same time as a revision, and shows the later ones as such', async () => {
    await client.ask(hj212Upload({ mn, atMs: at(1), values: { 'a34004-Rtd': 40, 'a34002-Rtd': 60 } }));
    await client.ask(hj212Upload({ mn, atMs: at(1), values: { 'a34004-Rtd': 41, 'a34002-Rtd': 60 } }));
    await product.settle();
    expect(await readings('air-1')).toHaveLength(3);
    const device = await api('GET', '/devices/air-1');
    const shown = device.body.readings as Record<string, object>;
    expect(shown).toMatchObject({ pm25: { value: 41, revised: true } });
    expect(shown.pm10).not.toHaveProperty('revised');
    expect(device.body).toMatchObject({ presence: 'online', hasPassword: true });
  });

  it('answers each packet of a split record, and shows the complete record', async () => {
    for (const [number, values] of [
      [1, { 'a21026-Rtd': 11 }],
      [2, { 'a21004-Rtd': 22 }],
    ] as const) {
      const draft = { flag: 7, part: { number, of: 2 }, qn: `2026030108000000${number}` };
      const answer = read(await client.ask(hj212Upload({ mn, atMs: at(1), values, draft })));
      expect(answer).toMatchObject({ cn: '9014', qn: draft.qn });
    }
    await product.settle();
    const shown = (await api('GET', '/devices/air-1')).body.readings;
    const observedAt = iso(1);
    expect(shown).toMatchObject({
      so2: { value: 11, observedAt },
      no2: { value: 22, observedAt },
      pm10: { value: 60, observedAt },
    });
    expect(shown).not.toHaveProperty(['so2', 'revised']);
  });

  it('stores unknown factors and series of periods, flagged where the model has none', async () => {
    await client.ask(
      hj212Upload({
        mn,
        atMs: at(2),
        cn: '2061',
        values: { 'a34004-Avg': 50, 'a34004-Max': 5000, 'LAMPBLACK-Avg': 6.23 },
      }),
    );
    expect((await readings('air-1')).at(-1)).toMatchObject({
      period: { start: iso(2), end: iso(3602) },
      values: { 'pm25.hourAvg': 50, 'pm25.hourMax': 5000, 'hj212:LAMPBLACK.hourAvg': 6.23 },
      quality: {
        'pm25.hourMax': ['outOfRange'],
        'hj212:LAMPBLACK.hourAvg': ['unknownIndicator'],
      },
    });
  });

  it('raises an alarm from live values, but not from resent ones', async () => {
    const high = (seconds: number, resent: boolean) =>
      hj212Upload({ mn, atMs: at(seconds), values: { 'a34004-Rtd': 300 }, draft: { resent, flag: 9 } });
    for (const seconds of [-4000, -3000]) await client.ask(high(seconds, true));
    await product.settle();
    const alarms = () => api('GET', '/alarms?device=air-1');
    expect((await alarms()).body.items).toEqual([]);
    for (const seconds of [10, 30]) await client.ask(high(seconds, false));
    await product.settle();
    expect((await alarms()).body.items).toMatchObject([{ ruleId: 'air-pm25-high' }]);
    expect((await readings('air-1')).filter(({ resent }) => resent)).toHaveLength(2);
  });

  it('answers a heartbeat, and a query for the time', async () => {
    const draft = { st: '91', area: '' };
    const heartbeat = hj212Upload({ mn, atMs: at(4), values: {}, draft: { ...draft, cn: '9015', flag: 8 } });
    expect(read(await client.ask(heartbeat))).toMatchObject({ cn: '9013' });
    const question = hj212Upload({ mn, atMs: at(5), values: {}, draft: { ...draft, st: '22', cn: '1013' } });
    expect(read(await client.ask(question))).toMatchObject({ cn: '9013' });
    const clock = read(await client.answer());
    expect(clock).toMatchObject({ cn: '1012', cp: { SystemTime: expect.stringMatching(/^\d{14}$/) } });
    const done = { ...draft, qn: clock.qn!, flag: 4 };
    client.send(encodePacket({ ...done, pw: '123456', mn, cn: '9011', area: 'QnRtn=1' }));
    client.send(encodePacket({ ...done, pw: '123456', mn, cn: '9012', area: 'ExeRtn=1' }));
    const upload = hj212Upload({ mn, atMs: at(6), values: { 'a34004-Rtd': 1 } });
    expect(read(await client.ask(upload))).toMatchObject({ cn: '9014' });
  });

  it('turns frames of unknown senders, with wrong passwords or damaged into dead letters, without an answer, and continues', async () => {
    const values = { 'a34004-Rtd': 7 };
    client.send(hj212Upload({ mn: 'NOBODY-KNOWS-ME', atMs: at(7), values }));
    client.send(hj212Upload({ mn, atMs: at(7), values, draft: { pw: '654321' } }));
    const damaged = hj212Upload({ mn, atMs: at(7), values });
    damaged[40] = damaged[40]! ^ 1;
    client.send(damaged);
    const unread = hj212Upload({ mn, atMs: at(7), values: {}, cn: '3020', draft: { area: 'PolId=w01018' } });
    expect(read(await client.ask(unread)).cn).toBe('9014');
    const [unknown] = await wire.rejected('unknown');
    expect(unknown).toMatchObject({ reason: 'unknownSender' });
    const own = await wire.rejected('air-1');
    expect(own.map(({ reason }) => reason)).toEqual(['wrongPassword', 'undecodableFrame', 'unreadContent']);
    expect(Buffer.from(own[0]!.payload, 'base64').toString()).toContain('PW=******;');
    expect((await readings('air-1')).some(({ observedAt }) => observedAt === iso(7))).toBe(false);
    const page = await api('GET', '/rejected?reason=unknownSender');
    expect(page.status).toBe(200);
  });

  it('reads the other CRC and an encrypted data area if the device is configured for it', async () => {
    const key = '30303030303030303030303030303030';
    await wire.register('fume-1', 'air-station', 'hj212', 'MODBUS1', { crc: 'modbus-low-first' });
    await wire.register('secret-1', 'air-station', 'hj212', 'SM4', { sm4Key: key });
    const values = { 'a34004-Rtd': 12, 'a34002-Rtd': 20 };
    client.send(
      hj212Upload({ mn: 'SM4', atMs: at(8), values, options: { sm4Key: Buffer.from(key, 'hex') } }),
    );
    expect(read(await client.answer()).mn).toBe('SM4');
    const options = { crc: 'modbus-low-first' } as const;
    const answer = await client.ask(hj212Upload({ mn: 'MODBUS1', atMs: at(8), values, options }));
    expect(decodePacket(answer, options)).toMatchObject({ ok: true, packet: { cn: '9014' } });
    for (const deviceId of ['fume-1', 'secret-1'])
      expect(await readings(deviceId)).toMatchObject([{ values: { pm25: 12, pm10: 20 } }]);
  });
});
