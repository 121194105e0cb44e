import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireStandard } from '../../../devices/wire/index.ts';
import { connectWireClient, type WireClient } from '../../../simulators/wire/client.ts';
import { fireReport } from '../../../simulators/wire/standards/gb26875.ts';
import { hj212Upload } from '../../../simulators/wire/standards/hj212.ts';
import { sl651LinkKeeping, sl651Report } from '../../../simulators/wire/standards/sl651.ts';
import { FROM_HERE, type Product, startProduct, YINGZE } from '../../testing/product.ts';

/** Loggers, stations and fire transmitters that come over TCP, and go: what is shown of their presence meanwhile. */
let product: Product;
let manager: string;
let nowMs = Date.parse('2026-11-28T07:00:00Z');

beforeAll(async () => {
  product = await startProduct(
    { YIWANG_HJ212_PORT: '0', YIWANG_SL651_PORT: '0', YIWANG_GB26875_PORT: '0' },
    { now: () => nowMs },
  );
  manager = await product.signIn('administrator');
});
afterAll(() => product.stop());

const api = (method: string, path: string, body?: unknown) =>
  product.call(manager, method, `/api/v1${path}`, body);
const minutes = (n: number): void => {
  nowMs += n * 60_000;
};

interface Kind {
  readonly standard: WireStandard;
  readonly modelId: string;
  /** A name in the standard, by number. */
  readonly nameOf: (n: number) => string;
  readonly frameOf: (name: string) => Buffer;
}
const LOGGER: Kind = {
  standard: 'hj212',
  modelId: 'air-station',
  nameOf: (n) => `MN-PRESENCE-${n}`,
  frameOf: (mn) => hj212Upload({ mn, atMs: nowMs, values: { 'a34004-Rtd': 35 } }),
};
const STATION: Kind = {
  standard: 'sl651',
  modelId: 'river-gauge',
  nameOf: (n) => `001122440${n}`,
  frameOf: (station) => sl651Report({ station, atMs: nowMs, values: { 39: '14.420' } }),
};
const TRANSMITTER: Kind = {
  standard: 'gb26875',
  modelId: 'fire-transmitter',
  nameOf: (n) => `00000000020${n}`,
  frameOf: (source) => fireReport({ source, atMs: nowMs, serial: 1, state: 1 }),
};

let devices = 0;
/** A device that reports every five minutes: it is silent behind a quarter of an hour. */
const register = async ({ standard, modelId, nameOf, frameOf }: Kind, wireSettings: object = {}) => {
  devices += 1;
  const name = nameOf(devices);
  const deviceId = `presence-${devices}`;
  const { status, body } = await api('POST', '/devices', {
    deviceId,
    name: deviceId,
    modelId,
    location: YINGZE,
    reportIntervalSeconds: 300,
    aliases: [{ standard, id: name }],
    wireSettings: { ...FROM_HERE, ...wireSettings },
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  await product.settle();
  const words = async () =>
    (await product.server.core.store.readStream(`presence-${deviceId}`)).map(
      ({ type, data }) => `${type} ${'cause' in (data as object) ? (data as { cause: string }).cause : ''}`,
    );
  const presence = async (): Promise<string> => {
    await product.settle();
    return (await api('GET', `/devices/${deviceId}`)).body.presence as string;
  };
  return {
    deviceId,
    name,
    frameOf,
    words,
    presence,
    /** Comes and reports; what follows is behind it. */
    report: async (frame = frameOf(name)): Promise<WireClient> => {
      const before = (await words()).length;
      const client = await connectWireClient({ standard, port: product.server.wirePorts[standard]! });
      client.send(frame);
      await expect.poll(async () => (await words()).length, { timeout: 20_000 }).toBe(before + 1);
      return client;
    },
    /** Goes, and the server has noticed. */
    leave: async (client: WireClient): Promise<string> => {
      const before = (await words()).length;
      await client.close();
      await expect.poll(async () => (await words()).length, { timeout: 20_000 }).toBe(before + 1);
      return (await words()).at(-1)!;
    },
  };
};

describe('a device on a wire standard', () => {
  it.each([
    ['a logger of HJ 212', LOGGER],
    ['a station of SL 651', STATION],
  ])(
    'M7 %s that connects only to report is online between its reports, and offline after three silent intervals',
    async (_name, kind) => {
      const { presence, report, leave } = await register(kind);
      expect(await presence()).toBe('unknown');
      for (let n = 0; n < 3; n += 1) {
        expect(await leave(await report())).toBe('DeviceWentOffline silence');
        minutes(5);
        expect(await presence()).toBe('online');
      }
      minutes(9);
      expect(await presence()).toBe('online');
      minutes(2);
      expect(await presence()).toBe('offline');
      await leave(await report());
      expect(await presence()).toBe('online');
    },
  );

  it('M7 a station that connects only for link maintenance counts as heard, too', async () => {
    const { name, presence, report, leave } = await register(STATION);
    await leave(await report(sl651LinkKeeping({ station: name, atMs: nowMs })));
    minutes(14);
    expect(await presence()).toBe('online');
    minutes(2);
    expect(await presence()).toBe('offline');
  });

  it('M7 a logger is online while connected, and afterwards its silence counts from its last frame', async () => {
    const { frameOf, presence, report, leave, name } = await register(LOGGER);
    const client = await report();
    await client.answer();
    minutes(60);
    expect(await presence()).toBe('online');
    await client.ask(frameOf(name));
    minutes(14);
    await leave(client);
    expect(await presence()).toBe('online');
    minutes(2);
    expect(await presence()).toBe('offline');
  });

  it('M7 a logger that reconnected before its first connection was known to be dead stays online when that one ends', async () => {
    const { presence, report, leave, words } = await register(LOGGER);
    const dead = await report();
    minutes(1);
    const living = await report();
    await dead.close();
    minutes(60);
    expect(await presence()).toBe('online');
    await leave(living);
    expect(await presence()).toBe('offline');
    expect(await words()).toHaveLength(3);
  });

  it('M7 a fire transmitter is offline when its connection ends, and online when it reports again', async () => {
    const { presence, report, leave } = await register(TRANSMITTER);
    expect(await leave(await report())).toBe('DeviceWentOffline will');
    expect(await presence()).toBe('offline');
    minutes(1);
    await report();
    expect(await presence()).toBe('online');
  });

  it('M7 the meaning of the end of a connection is a setting of the device', async () => {
    const lasting = await register(LOGGER, { connectionEnd: 'offline' });
    await lasting.leave(await lasting.report());
    expect(await lasting.presence()).toBe('offline');
    const passing = await register(TRANSMITTER, { connectionEnd: 'silence' });
    await passing.leave(await passing.report());
    minutes(14);
    expect(await passing.presence()).toBe('online');
    minutes(2);
    expect(await passing.presence()).toBe('offline');
    const path = `/devices/${lasting.deviceId}/wire-settings`;
    expect((await api('PUT', path, FROM_HERE)).status).toBe(200);
    await product.settle();
    minutes(1);
    await lasting.leave(await lasting.report());
    expect(await lasting.presence()).toBe('online');
    expect((await api('PUT', path, { ...FROM_HERE, connectionEnd: 'never' })).status).toBe(400);
  });
});
