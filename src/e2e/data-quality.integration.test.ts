import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadModels } from '../../projections/index.ts';
import { type Product, startProduct } from '../testing/product.ts';
import { rebuildBeside } from '../testing/rebuild-comparison.ts';

let product: Product;
let token: string;
const HOUR = 3_600_000;
const MINUTE = 60_000;
/** 08:00 in Shanghai. */
const START = Date.parse('2026-06-01T00:00:00.000Z');
let nowMs = START;

beforeAll(async () => {
  product = await startProduct({}, { now: () => nowMs });
  token = await product.signIn('deviceManager');
});
afterAll(async () => {
  await product.stop();
});

const get = async (path: string) => (await product.call(token, 'GET', `/api/v1${path}`)).body;
const connectNew = async (deviceId: string, modelId: string) =>
  product.connect(deviceId, await product.addDevice(deviceId, modelId));
type Device = Awaited<ReturnType<Product['connect']>>;
const say = (device: Device, deviceId: string, observedMs: number, values: Record<string, unknown>) =>
  device.publishAsync(
    `yw/v1/${deviceId}/telemetry`,
    JSON.stringify({ observedAt: new Date(observedMs).toISOString(), values }),
    { qos: 1 },
  );
const readings = async (deviceId: string) => (await get(`/devices/${deviceId}/readings?limit=1000`)).items;

describe('data quality', () => {
  it('flags a spike, which raises no alarm, and accepts a level that persists', async () => {
    const device = await connectNew('air-spike', 'air-station');
    const send = async (pm25: number) => {
      nowMs += MINUTE;
      await say(device, 'air-spike', nowMs, { pm25 });
    };
    for (const value of [20, 21, 22, 900, 22]) await send(value);
    await product.settle();
    const [, spike] = await readings('air-spike');
    expect(spike).toMatchObject({
      values: { pm25: 900 },
      quality: { pm25: ['rateOfChange', 'spike'] },
    });
    expect((await get('/alarms?device=air-spike')).items).toEqual([]);
    for (const value of [900, 905, 903, 904]) await send(value);
    await product.settle();
    expect((await readings('air-spike')).slice(0, 4).map(({ quality }) => quality)).toEqual([
      undefined,
      undefined,
      // Two minutes after the last trusted value, the change is no faster than allowed.
      { pm25: ['spike'] },
      { pm25: ['rateOfChange', 'spike'] },
    ]);
    expect((await get('/alarms?device=air-spike')).items).toHaveLength(1);
    await device.endAsync();
  });

  it('stores late data as history and raises no alarm for it', async () => {
    const device = await connectNew('air-late', 'air-station');
    const kept = Array.from({ length: 5 }, (_, n) => ({
      observedAt: new Date(nowMs - 20 * 24 * HOUR + n * MINUTE).toISOString(),
      values: { pm25: 400 },
      historical: true,
    }));
    for (const record of kept)
      await device.publishAsync('yw/v1/air-late/telemetry', JSON.stringify(record), { qos: 1 });
    await product.settle();
    const late = await readings('air-late');
    expect(late).toHaveLength(5);
    expect(late.every(({ quality }) => JSON.stringify(quality) === '{"*":["historical"]}')).toBe(true);
    expect((await get('/alarms?device=air-late')).items).toEqual([]);
    expect(await get('/devices/air-late')).toMatchObject({ recordCount: 5, doubtfulCount: 0 });
    await device.endAsync();
  });

  it('stores values in the units of the model, with the original', async () => {
    const device = await connectNew('air-unit', 'air-station');
    const values = { pm25: { value: 0.035, unit: 'mg/m³' }, pm10: { value: 3, unit: 'furlong' } };
    await say(device, 'air-unit', nowMs, values);
    await say(device, 'air-unit', nowMs, values);
    await product.settle();
    expect(await readings('air-unit')).toMatchObject([
      {
        values: {
          pm25: { value: 35, sent: { value: 0.035, unit: 'mg/m³' } },
          pm10: { value: 3, unit: 'furlong' },
        },
        quality: { pm10: ['unknownUnit'] },
      },
    ]);
    await device.endAsync();
  });

  it('proposes to correct a clock, but corrects nothing itself', async () => {
    const device = await connectNew('air-clock', 'air-station');
    for (let n = 0; n < 6; n += 1) {
      nowMs += MINUTE;
      await say(device, 'air-clock', nowMs - 5 * MINUTE, { pm25: 20 + n });
    }
    await product.settle();
    expect(await get('/devices/air-clock/clock')).toMatchObject({
      samples: 6,
      medianMs: 5 * MINUTE,
      proposedCorrectionMs: 5 * MINUTE,
    });
    const proposed = (await get('/device-clocks?proposed=true')).items;
    expect(proposed).toMatchObject([{ deviceId: 'air-clock', name: 'air-clock' }]);
    const [last] = await readings('air-clock');
    expect(last).toMatchObject({ observedAt: new Date(nowMs - 5 * MINUTE).toISOString() });
    expect(await get('/devices/air-spike/clock')).toMatchObject({ proposedCorrectionMs: null });
    await device.endAsync();
  });

  it('counts how much of the expected data arrived, was valid and was complete', async () => {
    const device = await connectNew('noise-rate', 'noise-meter');
    const begin = nowMs;
    for (let n = 0; n < 20; n += 1) {
      nowMs = begin + n * MINUTE + 1000;
      if (n % 5 === 4) continue;
      const leq = n === 3 ? 500 : 50 + n;
      await say(device, 'noise-rate', nowMs, n === 6 ? { leq } : { leq, lmax: 70 });
      if (n === 8) await say(device, 'noise-rate', nowMs + 10, { leq, lmax: 71 });
    }
    nowMs = begin + 20 * MINUTE;
    await product.settle();
    const [row] = (await get('/data-rates?device=noise-rate')).items;
    expect(row).toMatchObject({
      id: 'noise-rate',
      day: '2026-06-01',
      expected: 20,
      arrived: 16,
      valid: 15,
      complete: 14,
      arrivalRate: 0.8,
      validRate: 0.9375,
      completeRate: 0.7,
    });
    const departments = (await get('/data-rates?groupBy=department&model=noise-meter')).items;
    expect(departments).toMatchObject([{ id: '', devices: 1, arrived: 16 }]);
    const counties = (await get('/data-rates?groupBy=division')).items;
    expect(counties).toMatchObject([{ id: '140106', devices: 5 }]);
    expect((await get('/data-rates?division=1402')).items).toEqual([]);
    const yesterday = (await get('/data-rates?from=2026-05-31&to=2026-05-31&device=noise-rate')).items;
    expect(yesterday).toEqual([]);
    const tooLong = await product.call(token, 'GET', '/api/v1/data-rates?from=2026-01-01&to=2026-06-01');
    expect(tooLong.status).toBe(400);
    await device.endAsync();
  });

  it('lists rates in consecutive pages', async () => {
    const ids: unknown[] = [];
    let cursor = '';
    do {
      const page = await get(`/data-rates?limit=2&from=2026-05-12&to=2026-06-01${cursor}`);
      ids.push(...page.items.map(({ id, day }) => `${day} ${id}`));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    const all = (await get('/data-rates?limit=500&from=2026-05-12&to=2026-06-01')).items;
    expect(ids).toEqual(all.map(({ id, day }) => `${day} ${id}`));
    expect(ids).toContain('2026-05-12 air-late');
  });

  it('is the same when rebuilt from the log', async () => {
    const names = [
      'device-clock@1',
      'data-rates@1',
      'index-history@1',
      'index-latest@1',
      'index-table-list@1',
    ];
    const projections = createReadModels().filter(({ name }) => names.includes(name));
    const models = await rebuildBeside(product, { projections, page: 23 });
    for (const { name, live, rebuilt } of models) expect(rebuilt, name).toEqual(live);
    const rates = models.find(({ name }) => name === 'data-rates@1');
    expect(rates!.live.data_rates!.length).toBeGreaterThan(4);
  });
});
