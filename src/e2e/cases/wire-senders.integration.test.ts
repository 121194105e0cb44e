import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFireFrame } from '../../../devices/gb26875/frame.ts';
import { decodePacket } from '../../../devices/hj212/packet.ts';
import type { WireStandard } from '../../../devices/wire/index.ts';
import { connectWireClient, type WireClient } from '../../../simulators/wire/client.ts';
import { hj212Upload } from '../../../simulators/wire/standards/hj212.ts';
import { sl651Report } from '../../../simulators/wire/standards/sl651.ts';
import { FROM_HERE, type Product, startProduct, YINGZE } from '../../testing/product.ts';

/** What loggers, stations and fire panels send, through the real TCP ports. */
let product: Product;
let manager: string;
/** The frames are of 15:00 in Beijing. */
const NOW = Date.parse('2026-11-28T07:00:05Z');
const AT = '2026-11-28T07:00:00.000Z';
const clients: WireClient[] = [];

beforeAll(async () => {
  product = await startProduct(
    { YIWANG_HJ212_PORT: '0', YIWANG_SL651_PORT: '0', YIWANG_GB26875_PORT: '0' },
    { now: () => NOW },
  );
  manager = await product.signIn('administrator');
});
afterAll(async () => {
  for (const client of clients) client.socket.destroy();
  await product.stop();
});

const api = (method: string, path: string, body?: unknown) =>
  product.call(manager, method, `/api/v1${path}`, body);

const connect = async (standard: WireStandard): Promise<WireClient> => {
  const client = await connectWireClient({ standard, port: product.server.wirePorts[standard]! });
  clients.push(client);
  return client;
};

const register = async (
  deviceId: string,
  modelId: string,
  alias: { standard: WireStandard; id: string },
  settings: { wireSettings?: object; reportIntervalSeconds?: number } = {},
): Promise<WireClient> => {
  const { status, body } = await api('POST', '/devices', {
    deviceId,
    name: deviceId,
    modelId,
    location: YINGZE,
    aliases: [alias],
    ...settings,
    wireSettings: { ...FROM_HERE, ...settings.wireSettings },
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  await product.settle();
  return connect(alias.standard);
};

const file = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url));
const hex = (name: string): Buffer => Buffer.from(file(name).toString().trim(), 'hex');

const eventsOf = async (stream: string) =>
  (await product.server.core.store.readStream(stream)).map(({ data }) => data as Record<string, unknown>);
const readings = (deviceId: string) => eventsOf(`reading-${deviceId}`);
const detections = (deviceId: string) => eventsOf(`detection-${deviceId}`);
const deadLetters = (deviceId: string) => eventsOf(`rejected-${deviceId}`);
const alarms = async (deviceId: string) => {
  await product.settle();
  return (await api('GET', `/alarms?device=${deviceId}`)).body.items as Record<string, unknown>[];
};

describe('HJ 212', () => {
  const MN = '010000A8900016F000169DC0';
  let logger: WireClient;
  beforeAll(async () => {
    logger = await register('air-1', 'air-station', { standard: 'hj212', id: MN });
  });
  /** What is stored of a file, and what its frame is answered. */
  const take = async (name: string) => {
    const before = (await readings('air-1')).length;
    const lost = (await deadLetters('air-1')).length;
    const answer = decodePacket(await logger.ask(Buffer.concat([file(name), Buffer.from('\r\n')])));
    return {
      answer: answer.ok ? answer.packet.cn : answer.reason,
      records: (await readings('air-1')).slice(before),
      deadLetters: (await deadLetters('air-1')).slice(lost),
    };
  };

  it('case 11 values in scientific notation are read', async () => {
    const { answer, records } = await take('hj212-scientific.txt');
    expect(answer).toBe('9014');
    expect(records).toEqual([
      expect.objectContaining({ observedAt: AT, values: { pm25: 35.2, co: 0.00005 } }),
    ]);
  });

  it('case 12 states and unknown suffixes are kept', async () => {
    const { records } = await take('hj212-unknown-suffix-and-state.txt');
    expect(records).toMatchObject([{ values: { pm25: 37, 'hj212:FANSTATUS': 1 } }]);
    expect(JSON.stringify(records)).toContain('ValidNum');
  });

  it('case 13 a decimal comma gives no value, and is reported', async () => {
    const { records, deadLetters } = await take('hj212-decimal-comma.txt');
    expect(records).toEqual([]);
    expect(deadLetters).toHaveLength(1);
  });

  it('case 14 one code twice is an anomaly', async () => {
    const { records } = await take('hj212-repeated-code.txt');
    expect(records[0]!.anomalies).toEqual([expect.stringContaining('doubled:')]);
  });

  it('case 16 a value is stored at its SampleTime, not as a current value', async () => {
    const { records } = await take('hj212-sampletime.txt');
    expect(records).toMatchObject([
      { observedAt: '2026-11-28T03:00:00.000Z', quality: { '*': ['historical'] } },
    ]);
    const high = { 'a34004-SampleTime': '20261128110000,a34004-Rtd=900' };
    await logger.ask(hj212Upload({ mn: MN, atMs: NOW - 4000, values: high }));
    await logger.ask(
      hj212Upload({
        mn: MN,
        atMs: NOW - 3000,
        values: { 'a34004-SampleTime': '20261128111000,a34004-Rtd=901' },
      }),
    );
    expect(await alarms('air-1')).toEqual([]);
  });

  it('case 18 frames as loggers write them are read: no PW, lower case, times of 17 digits', async () => {
    const upload = (n: number, draft: object) =>
      hj212Upload({ mn: MN, atMs: NOW - 600_000 + n * 1000, values: { 'a34002-Rtd': 40 + n }, draft });
    const before = (await readings('air-1')).length;
    for (const [n, draft] of [{ pw: '' }, { flag: 9 }, { st: '21' }].entries())
      await logger.ask(upload(n, draft));
    expect((await readings('air-1')).length - before).toBe(3);
  });

  it('case 19 a stream is read however it is cut and whatever is between its frames', async () => {
    const frame = (n: number) =>
      hj212Upload({ mn: MN, atMs: NOW - 300_000 + n * 1000, values: { 'a34002-Rtd': 50 + n } });
    const before = (await readings('air-1')).length;
    const stream = Buffer.concat([
      Buffer.from('heart\r\n'),
      frame(1),
      Buffer.from('\r\r\n\0'),
      frame(2),
      frame(3),
    ]);
    for (const part of [stream.subarray(0, 40), stream.subarray(40, 200)]) logger.send(part);
    await logger.ask(stream.subarray(200));
    for (let n = 0; n < 2; n += 1) await logger.answer();
    expect((await readings('air-1')).length - before).toBe(3);
  });

  it('case 17 a CRC without its leading zero is refused, unless the device has the setting for it', async () => {
    const frame = Buffer.concat([file('hj212-crc-without-leading-zero.txt'), Buffer.from('\r\n')]);
    const before = (await readings('air-1')).length;
    await logger.ask(
      Buffer.concat([frame, hj212Upload({ mn: MN, atMs: NOW - 1000, values: { 'a34002-Rtd': 33 } })]),
    );
    expect(await readings('air-1')).toHaveLength(before + 1);
    await api('PUT', '/devices/air-1/wire-settings', { ...FROM_HERE, crc: 'hj212-unpadded' });
    await product.settle();
    // Other settings end the connections that were made under the old ones.
    await (await connect('hj212')).ask(frame);
    expect(await readings('air-1')).toHaveLength(before + 2);
  });
});

describe('SL 651', () => {
  it('case 07 the crest of an hourly report raises its alarm, whatever comes first in the frame', async () => {
    const station = await register(
      'river-crest',
      'river-gauge',
      { standard: 'sl651', id: '0011223304' },
      { wireSettings: { levelBase: 10 }, reportIntervalSeconds: 3600 },
    );
    await station.ask(hex('sl651-hourly-crest.hex'));
    expect(await readings('river-crest')).toHaveLength(12);
    expect(await alarms('river-crest')).toMatchObject([
      { ruleId: 'river-level-warning', value: expect.any(Number), state: expect.any(String) },
    ]);
  });

  it('case 20 an hourly report in pieces is read and answered', async () => {
    const station = await register('river-2', 'river-gauge', { standard: 'sl651', id: '0011223303' });
    const frame = hex('sl651-hourly-levels.hex');
    station.send(frame.subarray(0, 30));
    expect((await station.ask(frame.subarray(30))).subarray(0, 2).toString('hex')).toBe('7e7e');
    expect(await readings('river-2')).toHaveLength(12);
    expect(await alarms('river-2')).toEqual([]);
  });
});

describe('units', () => {
  it('case 04 a flow in m³/s of SL 651 is stored in the m³/h of a meter', async () => {
    const meter = await register('meter-1', 'fluid-meter', { standard: 'sl651', id: '0011223305' });
    await meter.ask(sl651Report({ station: '0011223305', atMs: NOW - 5000, values: { 27: '12.500' } }));
    expect(await readings('meter-1')).toMatchObject([
      { values: { flow: { value: 45_000, sent: { value: 12.5, unit: 'm³/s' } } } },
    ]);
  });
});

describe('GB/T 26875.3', () => {
  const SOURCE_AT = 12;
  /** The same frame from another transmitter, and with other bytes where given. */
  const from = (source: string, frame: Buffer, change: Readonly<Record<number, number>> = {}): Buffer => {
    const own = Buffer.from(frame);
    Buffer.from(source, 'hex').reverse().copy(own, SOURCE_AT);
    for (const [at, byte] of Object.entries(change)) own[Number(at)] = byte;
    own[own.length - 3] = own.subarray(2, -3).reduce((sum, byte) => (sum + byte) & 0xff, 0);
    return own;
  };
  const transmitter = async (n: number, wireSettings: object = {}) => {
    const source = `00000000010${n}`;
    const client = await register(
      `fire-${n}`,
      'fire-transmitter',
      { standard: 'gb26875', id: source },
      { wireSettings },
    );
    const confirmed = async (frame: Buffer): Promise<boolean> => {
      const answer = decodeFireFrame(await client.ask(frame));
      return answer.ok && answer.frame.command === 3;
    };
    return {
      deviceId: `fire-${n}`,
      confirmed,
      send: (name: string, change?: Readonly<Record<number, number>>) =>
        confirmed(from(source, hex(name), change)),
    };
  };
  /** Where the frames have the label of time of their component, and the time itself. */
  const LABEL_AT = 69;
  const labelOf = (minute: number, hour: number): Readonly<Record<number, number>> =>
    Object.fromEntries([0, minute, hour, 28, 11, 26].map((byte, n) => [LABEL_AT + n, byte]));

  it('case 04 voltage and current are in tenths', async () => {
    const { send } = await transmitter(0);
    expect(await send('gb26875-voltage-220.5V.hex')).toBe(true);
    expect(await send('gb26875-current-12.5A.hex')).toBe(true);
    const values = (await readings('fire-0')).flatMap((record) => Object.values(record.values as object));
    expect(values).toEqual([220.5, 12.5]);
  });

  it('case 05 a fire raises an alarm at once, whatever the clock of the panel says', async () => {
    const { send } = await transmitter(1);
    expect(await send('gb26875-fire-panel-clock-2012.hex')).toBe(true);
    const [fire] = await detections('fire-1');
    expect(fire).toMatchObject({ type: 'fireAlarm', quality: { '*': ['clockBehind'] } });
    expect(String(fire!.observedAt)).toMatch(/^2012-/);
    expect(await alarms('fire-1')).toMatchObject([{ ruleId: 'fire-alarm', severity: 'red' }]);
    const behind = await transmitter(2);
    await behind.send('gb26875-fire-panel-clock-2012.hex', labelOf(40, 14));
    expect(await detections('fire-2')).toMatchObject([
      { observedAt: '2026-11-28T06:40:00.000Z', quality: { '*': ['clockBehind'] } },
    ]);
    expect(await alarms('fire-2')).toMatchObject([{ ruleId: 'fire-alarm', severity: 'red' }]);
  });

  it('case 10 a registration without data is confirmed and counts as presence', async () => {
    const { send } = await transmitter(3);
    expect(await send('gb26875-registration-empty-data.hex')).toBe(true);
    const presence = async () => {
      await product.settle();
      return (await api('GET', '/devices/fire-3')).body.presence;
    };
    await expect.poll(presence, { timeout: 10_000 }).toBe('online');
    expect(await deadLetters('fire-3')).toEqual([]);
  });

  it('case 21 a fire with bit 0 clear is a drill by default, and a fire if the device has the setting for it', async () => {
    const byTheLetter = await transmitter(4);
    await byTheLetter.send('gb26875-fire-bit0-clear.hex');
    expect(await alarms('fire-4')).toEqual([]);
    const inTheField = await transmitter(5, { fireTestBit: 'ignored' });
    await inTheField.send('gb26875-fire-bit0-clear.hex');
    expect(await alarms('fire-5')).toMatchObject([{ ruleId: 'fire-alarm', severity: 'red' }]);
  });
});
