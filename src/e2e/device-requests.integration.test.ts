import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AskedDevices, eventually, startAskedDevices } from '../testing/asked-devices.ts';
import type { Product } from '../testing/product.ts';

let devices: AskedDevices;
let product: Product;
let api: AskedDevices['api'];
let register: AskedDevices['register'];
let logger: AskedDevices['logger'];
let speak: AskedDevices['speak'];
let station: AskedDevices['station'];
let make: AskedDevices['make'];
let statusOf: AskedDevices['statusOf'];
let ask: AskedDevices['ask'];
let ended: AskedDevices['ended'];
let readings: AskedDevices['readings'];
let eventsOf: AskedDevices['eventsOf'];

beforeAll(async () => {
  devices = await startAskedDevices();
  ({ product, api, register, logger, speak, station, make, statusOf, ask, ended, readings, eventsOf } =
    devices);
});
afterAll(() => devices.stop());

const rejected = (deviceId: string) => product.server.core.store.readStream(`rejected-${deviceId}`);

describe('a logger of HJ 212', () => {
  const HOUR_MS = 3_600_000;
  const hour = (n: number) => Math.floor(Date.now() / HOUR_MS) * HOUR_MS - n * HOUR_MS;
  const iso = (epochMs: number) => new Date(epochMs).toISOString();

  it('fills a gap: 9011, the hours of the span, 9012; a second request duplicates nothing', async () => {
    await logger('gap-1', { history: (at) => ({ 'a34004-Avg': 30 + ((at / HOUR_MS) % 7) }) });
    const span = { from: iso(hour(5)), to: iso(hour(3)) };
    const first = await ask('gap-1', 'readHourHistory', span);
    expect(first).toMatchObject({
      status: 'done',
      code: null,
      attempts: 1,
      standard: 'hj212',
      result: { packets: 3 },
    });
    // Durable before the request is done.
    const stored = (await readings('gap-1')).slice(1);
    expect(stored.map(({ observedAt }) => observedAt)).toEqual([5, 4, 3].map((n) => iso(hour(n))));
    expect(stored[0]).toMatchObject({ values: { 'pm25.hourAvg': expect.any(Number) }, standard: 'hj212' });
    expect(await ask('gap-1', 'readHourHistory', span)).toMatchObject({
      status: 'done',
      result: { packets: 3 },
    });
    expect(await readings('gap-1')).toHaveLength(4);
    expect(await rejected('gap-1')).toEqual([]);
    const events = await eventsOf(first.requestId as string);
    expect(events.map(({ type }) => type)).toEqual([
      'DeviceRequestMade',
      'DeviceRequestSent',
      'DeviceRequestEnded',
    ]);
  });

  it('may have no data for a span', async () => {
    await logger('empty-1', { history: () => undefined });
    const span = { from: iso(hour(5)), to: iso(hour(3)) };
    expect(await ask('empty-1', 'readDayHistory', span)).toMatchObject({ status: 'failed', code: '100' });
  });

  it('reports its clock and accepts ours, reports its interval and accepts another', async () => {
    await logger('clock-1', { aheadMs: 90_000 });
    const { result } = await ask('clock-1', 'readClock');
    expect((result as { aheadSeconds: number }).aheadSeconds).toBeGreaterThan(85);
    expect(await ask('clock-1', 'setClock')).toMatchObject({ status: 'done', result: null });
    const after = (await ask('clock-1', 'readClock')).result as { aheadSeconds: number };
    expect(Math.abs(after.aheadSeconds)).toBeLessThan(5);
    await ask('clock-1', 'setInterval', { seconds: 60 });
    expect(await ask('clock-1', 'readInterval')).toMatchObject({ result: { seconds: 60 } });
    expect(await rejected('clock-1')).toEqual([]);
    const page = await api('GET', '/devices/clock-1/requests?limit=2');
    expect(page.body.items.map(({ kind }) => kind)).toEqual(['readInterval', 'setInterval']);
    const next = await api(
      'GET',
      `/devices/clock-1/requests?limit=2&cursor=${page.body.nextCursor as string}`,
    );
    expect(next.body.items.map(({ kind }) => kind)).toEqual(['readClock', 'setClock']);
  });

  it('may refuse a request, with a code', async () => {
    await logger('stubborn-1', { refuses: '3' });
    expect(await ask('stubborn-1', 'readClock')).toMatchObject({
      status: 'refused',
      code: '3',
      result: null,
    });
  });

  it('is asked three times if it does not answer, then given up', async () => {
    await logger('silent-1');
    const requestId = (await make('silent-1', 'readClock')).body.requestId as string;
    for (const attempts of [1, 2, 3]) {
      await eventually(async () => (await statusOf('silent-1', requestId)).attempts).toBe(attempts);
      devices.passTime(10_000);
    }
    expect(await ended('silent-1', requestId)).toMatchObject({ status: 'timedOut', code: 'awaitingAnswer' });
  });

  it('ends its open requests when the connection is lost, and cannot be asked without one', async () => {
    const client = await logger('cut-1');
    const requestId = (await make('cut-1', 'readClock')).body.requestId as string;
    await eventually(async () => (await statusOf('cut-1', requestId)).attempts).toBe(1);
    await client.close();
    expect(await ended('cut-1', requestId)).toMatchObject({ status: 'deviceOffline' });
    await eventually(async () => (await api('GET', '/devices/cut-1')).body.presence).toBe('offline');
    expect(await make('cut-1', 'readClock')).toMatchObject({
      status: 409,
      body: { code: 'deviceNotConnected' },
    });
    await speak('cut-1', {});
    expect(await ask('cut-1', 'readClock')).toMatchObject({ status: 'done' });
  });

  it('cannot be asked between its connections, although it counts as online', async () => {
    await register('comes-and-goes', 'air-station', 'hj212', 'COMES-AND-GOES', 'silence');
    const client = await speak('comes-and-goes');
    await client.close();
    const last = async () =>
      (await product.server.core.store.readStream('presence-comes-and-goes')).at(-1)?.type;
    await eventually(last).toBe('DeviceWentOffline');
    await product.settle();
    expect((await api('GET', '/devices/comes-and-goes')).body.presence).toBe('online');
    expect(await make('comes-and-goes', 'readClock')).toMatchObject({
      status: 409,
      body: { code: 'deviceNotConnected' },
    });
  });

  it('has no more open requests than the limit', async () => {
    await logger('busy-1');
    for (const _ of [1, 2]) expect((await make('busy-1', 'readClock')).status).toBe(201);
    await product.settle();
    expect(await make('busy-1', 'readClock')).toMatchObject({
      status: 409,
      body: { code: 'deviceRequestsUnderWay', maxOpen: 2 },
    });
  });
});

describe('a station of SL 651', () => {
  it('answers queries: readings are stored, the rest is the result', async () => {
    await station('river-9', '0012345699', {
      aheadMs: 120_000,
      values: () => ({ '39': '2.410', '38': '12.20' }),
      history: (_element, at) => (2 + new Date(at).getUTCMinutes() / 1000).toFixed(3),
      version: 'RTU-7.1',
      parameters: { '28': '10.000', '38': '05.00' },
    });
    expect(await ask('river-9', 'readNow')).toMatchObject({ status: 'done', result: { records: 1 } });
    expect((await readings('river-9')).at(-1)).toMatchObject({ values: { level: 2.41 } });
    const period = { from: '2026-03-01T08:00:00+08:00', to: '2026-03-01T10:00:00+08:00', element: '39' };
    expect(await ask('river-9', 'readPeriod', { ...period, stepMinutes: 30 })).toMatchObject({
      status: 'done',
      result: { records: 4 },
    });
    expect((await readings('river-9')).slice(-4)).toMatchObject([
      { observedAt: '2026-03-01T00:00:00.000Z', values: { level: 2 } },
      { observedAt: '2026-03-01T00:30:00.000Z', values: { level: 2.03 } },
      { observedAt: '2026-03-01T01:00:00.000Z', values: { level: 2 } },
      { observedAt: '2026-03-01T01:30:00.000Z', values: { level: 2.03 } },
    ]);
    expect(await ask('river-9', 'readVersion')).toMatchObject({ result: { version: 'RTU-7.1' } });
    expect(await ask('river-9', 'readParameters', { parameters: ['28', '38'] })).toMatchObject({
      result: {
        parameters: [
          { id: '28', value: '10.000' },
          { id: '38', value: '5.00' },
        ],
      },
    });
    const before = (await ask('river-9', 'readClock')).result as { aheadSeconds: number };
    expect(before.aheadSeconds).toBeGreaterThan(110);
    await ask('river-9', 'setClock');
    const after = (await ask('river-9', 'readClock')).result as { aheadSeconds: number };
    expect(Math.abs(after.aheadSeconds)).toBeLessThan(5);
    expect(await rejected('river-9')).toEqual([]);
  });
});
