import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../testing/product.ts';

let product: Product;
let token: string;
/** 10:00 in Shanghai. */
const START = Date.parse('2026-06-01T02:00:00.000Z');
let nowMs = START;

beforeAll(async () => {
  product = await startProduct({}, { now: () => nowMs });
  token = await product.signIn('deviceManager');
});
afterAll(async () => {
  await product.stop();
});

const post = (path: string, body: unknown) => product.call(token, 'POST', `/api/v1/indices/${path}`, body);
const observedAt = '2026-06-01T10:00:00+08:00';

describe('indices of stations', () => {
  it('are computed hour by hour from what a station sent, with the standard applied', async () => {
    const secret = await product.addDevice('air-index', 'air-station');
    const device = await product.connect('air-index', secret);
    const values = { pm25: 75, pm10: 150, so2: 500, no2: 200, co: 10, o3: 200 };
    const records = Array.from({ length: 61 }, (_, minute) => ({
      observedAt: new Date(START + minute * 60_000).toISOString(),
      values,
    }));
    nowMs = START + 60 * 60_000;
    await device.publishAsync('yw/v1/air-index/telemetry', JSON.stringify(records), { qos: 1 });
    await device.endAsync();
    await product.settle();

    const answer = await product.call(token, 'GET', '/api/v1/devices/air-index/indices');
    expect(answer.body).toMatchObject({
      latest: [{ kind: 'air', period: 'hour', value: 114, standard: 'HJ 633-2026', grade: '轻度污染' }],
      items: [{ from: '2026-06-01T02:00:00.000Z', to: '2026-06-01T03:00:00.000Z', revision: 1 }],
    });
    const stations = await product.call(token, 'GET', '/api/v1/indices?kind=air&division=1401');
    expect(stations.body.items).toMatchObject([{ deviceId: 'air-index', name: 'air-index', value: 114 }]);
    const elsewhere = await product.call(token, 'GET', '/api/v1/indices?kind=air&division=1402');
    expect(elsewhere.body.items).toEqual([]);
    const before = await product.call(
      token,
      'GET',
      '/api/v1/devices/air-index/indices?until=2026-06-01T01:00:00Z',
    );
    expect(before.body.items).toEqual([]);
    expect((await product.call(token, 'GET', '/api/v1/devices/nobody/indices')).status).toBe(404);
  });

  it('grade a river by the warning lines defined for it', async () => {
    const lines = {
      validFrom: '2026-01-01',
      datum: '1985-national',
      warning: 3,
      guarantee: 4,
      source: 'test',
    };
    await product.addDevice('river-index', 'river-gauge');
    const path = '/api/v1/devices/river-index/water-lines';
    expect((await product.call(token, 'PUT', path, lines)).status).toBe(200);
    const again = await product.call(token, 'PUT', path, lines);
    expect(again.body.items).toHaveLength(1);
    const other = await product.call(token, 'PUT', path, { ...lines, datum: 'local' });
    expect(other).toMatchObject({ status: 422, body: { code: 'datumChanged' } });
    const falling = await product.call(token, 'PUT', path, { ...lines, guarantee: 2 });
    expect(falling.status).toBe(400);
    const reader = await product.signIn('gridWorker');
    expect((await product.call(reader, 'PUT', path, lines)).status).toBe(403);
    const read = await product.call(reader, 'GET', path);
    expect(read.body.items).toMatchObject([lines]);
    expect(read.headers.get('etag')).toBe('"1"');
  });
});

describe('calculators', () => {
  it('choose the air standard by the time of observation', async () => {
    const body = { observedAt, period: 'day', concentrations: { 'PM2.5-24h': 75, 'PM10-24h': 150 } };
    expect((await post('air', body)).body).toMatchObject({
      standard: 'HJ 633-2026',
      aqi: 114,
      publishable: true,
      compliance: { 'PM2.5-24h': { standard: 'GB 3095-2026', limit: 60, meets: false, multiple: 0.25 } },
    });
    expect((await post('air', { ...body, observedAt: '2026-02-28T23:59:59+08:00' })).body).toMatchObject({
      standard: 'HJ 633-2012',
      aqi: 100,
    });
    const tooEarly = await post('air', { ...body, observedAt: '2000-01-01T00:00:00Z' });
    expect(tooEarly).toMatchObject({ status: 422, body: { code: 'noStandardForDate' } });
  });

  it('cover water, noise, rain, flood and rating curves', async () => {
    const water = { observedAt, values: { DO: 7.5, 'NH3-N': 0.5, CODMn: 20, Hg: '0.01L' }, target: 'Ⅲ' };
    expect((await post('water', water)).body).toMatchObject({
      class: '劣Ⅴ',
      decidedBy: ['CODMn'],
      exceedance: { CODMn: 2.33 },
      notJudged: { Hg: 'cannotBeJudged' },
    });
    expect((await post('water', { observedAt, values: { DO: 'much' } })).status).toBe(400);

    const samples = [{ dB: 60, seconds: 1 }];
    expect((await post('noise', { observedAt, samples, zone: '2' })).body).toMatchObject({
      leq: 60,
      period: 'day',
      verdict: { limit: 60, meets: true },
    });
    expect(await post('noise', { observedAt, samples, zone: '9' })).toMatchObject({
      status: 422,
      body: { code: 'unknownNoiseZone' },
    });

    expect((await post('rain', { observedAt, hourlyMm: Array(12).fill(5) })).body).toMatchObject({
      hours12: { mm: 60, class: '暴雨' },
      hours24: null,
      warning: { signal: 'blue' },
    });

    const lines = { validFrom: '2026-01-01', datum: '1985-national', warning: 3, source: 'test' };
    const flood = { observedAt, level: 3, datum: '1985-national', lines };
    expect((await post('flood', flood)).body).toMatchObject({ signal: 'yellow' });
    expect((await post('flood', { ...flood, datum: 'local' })).body.code).toBe('datumMismatch');

    const points = Array.from({ length: 20 }, (_, n) => ({
      level: 1 + n / 10,
      flow: 20 * (0.5 + n / 10) ** 2,
    }));
    const fit = await post('rating-curve', { points, levels: [2, 9] });
    expect(fit.body).toMatchObject({
      error: { count: 20 },
      flows: [{ extrapolated: false }, { extrapolated: true }],
    });
    expect((await post('rating-curve', { points: points.slice(0, 3) })).body.code).toBe('tooFewPoints');
  });
});
