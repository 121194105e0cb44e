import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAirRecord } from '../../../simulators/recorded.ts';
import type { EventStore, NewEvent, Position } from '../../event-store/event-store.ts';
import { createPostgresEventStore } from '../../event-store/postgres/postgres-event-store.ts';
import { newId } from '../../platform/ids.ts';
import type { IndexComputed, Quality } from '../../sensing/events.ts';
import { indexStream, indexTableStream, readingRequest } from '../../sensing/index.ts';
import { readShippedFamilies } from '../../shipped-data/shipped-families.ts';
import { MIGRATED } from '../../testing/database-templates.ts';
import { SHIPPED_TABLES } from '../../testing/index-vectors.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { createIndexEngine } from './process.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
let database: TestDatabase;
let store: EventStore;
let nowMs = 0;

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  store = createPostgresEventStore({ url: database.url, clock: { now: () => nowMs } });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const put = async (stream: string, type: string, data: unknown): Promise<void> => {
  const event: NewEvent = {
    id: newId(),
    type,
    data,
    meta: { actor: 'system' },
  };
  await store.append({ stream, expected: 'any', events: [event] });
};
const publish = async () => {
  for (const table of SHIPPED_TABLES)
    await put(indexTableStream(table.tableId), 'IndexTablePublished', table);
  for (const model of readShippedFamilies().flatMap(({ models }) => models))
    await put(`model-${model.modelId}`, 'DeviceModelPublished', model);
};
const register = (deviceId: string, modelId: string, reportIntervalSeconds: number) =>
  put(`device-${deviceId}`, 'DeviceRegistered', { deviceId, modelId, reportIntervalSeconds });

/** A record observed at a time; received at once, or at the time of the clock. */
const say = async (
  deviceId: string,
  observedMs: number,
  values: Record<string, number>,
  options: { receivedMs?: number; quality?: Quality } = {},
) => {
  nowMs = options.receivedMs ?? observedMs + 1000;
  const received = { deviceId, quality: options.quality, receivedAt: new Date(nowMs).toISOString() };
  await store.append(readingRequest(received, { observedAt: new Date(observedMs).toISOString(), values }));
};

/** Runs the engine over the whole log in batches of a size, from empty tables, as after a restart each time when asked to. */
const runEngine = async (batchSize: number, restarts = false) => {
  await database.sql`truncate index_engine_memory, index_engine_hours`;
  await continueEngine(store.start, batchSize, restarts);
};
/** Runs it over the events after a position, from the current tables. */
const continueEngine = async (from: Position, batchSize = 1000, restarts = false) => {
  let engine = createIndexEngine(store);
  await engine.load!(database.sql);
  const head = await store.head();
  for (let after = from; store.comparePositions(after, head) < 0; ) {
    const batch = await store.readAll({ after, limit: batchSize });
    after = batch[batch.length - 1]!.position;
    const wanted = batch.filter(({ type }) => engine.handles.has(type));
    if (wanted.length === 0) continue;
    if (restarts) {
      engine = createIndexEngine(store);
      await engine.load!(database.sql);
    }
    await database.sql.begin((tx) => engine.project(wanted, tx));
  }
};
const computed = async (deviceId: string, kind?: string, period?: string) => {
  const events = await store.readStream(indexStream(deviceId));
  return events
    .map((event) => event.data as IndexComputed['data'])
    .filter((data) => (kind ?? data.kind) === data.kind && (period ?? data.period) === data.period);
};

const beijing = (text: string): number => Date.parse(`${text}+08:00`);

describe('the index engine', () => {
  it('computes hours and days, chooses the standard by the hour, and revises for late data', async () => {
    await publish();
    await register('air-2026', 'air-station', 3600);
    const values = { pm25: 75, pm10: 150, so2: 500, no2: 200, co: 10, o3: 200 };
    const evening = beijing('2026-02-28T23:00:00');
    for (let n = -23; n <= 25; n += 1) {
      if (n !== 4) await say('air-2026', evening + n * HOUR, values);
    }
    await runEngine(1000);

    const hours = await computed('air-2026', 'air', 'hour');
    const hourAt = (ms: number) => hours.filter(({ from }) => Date.parse(from) === ms);
    // The last hour of February by the 24-hour sliding mean of 2012, the first of March by the hour's own mean of 2026.
    expect(hourAt(evening)).toMatchObject([
      { standard: 'HJ 633-2012', value: 100, grade: '良', revision: 1 },
    ]);
    expect(hourAt(evening + HOUR)).toMatchObject([
      { standard: 'HJ 633-2026', value: 114, grade: '轻度污染', detail: { primary: ['PM2.5'] } },
    ]);
    expect(hourAt(evening + 4 * HOUR)).toEqual([]);
    // Before 20 hours were there, the sliding means of particles had none.
    expect(hourAt(evening - 23 * HOUR)[0]!.detail.missing).toEqual(['PM10', 'PM2.5']);

    const days = await computed('air-2026', 'air', 'day');
    expect(days).toMatchObject([
      { standard: 'HJ 633-2012', from: '2026-02-27T16:00:00.000Z', value: 160, revision: 1 },
      { standard: 'HJ 633-2026', from: '2026-02-28T16:00:00.000Z', value: 160, revision: 1 },
    ]);

    // The missing hour comes two days later, and so does another value for one that was there.
    const later = evening + 48 * HOUR;
    await say('air-2026', evening + 4 * HOUR, { ...values, pm25: 300 }, { receivedMs: later });
    await say('air-2026', evening + 5 * HOUR, { ...values, pm25: 76 }, { receivedMs: later + 1000 });
    await say('air-2026', later + 5 * MINUTE, values);
    await runEngine(1000);
    const revised = await computed('air-2026', 'air', 'hour');
    expect(revised.filter(({ from }) => Date.parse(from) === evening + 4 * HOUR)).toMatchObject([
      { revision: 1, value: 350 },
    ]);
    const fifth = revised.filter(({ from }) => Date.parse(from) === evening + 5 * HOUR);
    expect(fifth).toMatchObject([
      { revision: 1, value: 114 },
      { revision: 2, value: 115 },
    ]);
    const [, second, third, ...rest] = await computed('air-2026', 'air', 'day');
    expect(rest.map(({ revision }) => revision)).toEqual([3]);
    expect(third).toMatchObject({ from: second!.from, revision: 2 });
    const concentrations = third!.detail.concentrations as Record<string, number>;
    expect(concentrations['PM2.5-24h']).toBe(84.375);
  });

  it('leads to the same events in batches of any size and after any restart', async () => {
    const before = await store.readStream(indexStream('air-2026'));
    for (const [size, restarts] of [
      [1, false],
      [7, true],
      [1, true],
    ] as const) {
      await runEngine(size, restarts);
      expect(await store.readStream(indexStream('air-2026'))).toEqual(before);
    }
  });

  it('gives for a recorded day what the pure functions give for its hours', async () => {
    await register('air-beijing', 'air-station', 3600);
    const first = beijing('2026-05-01T00:00:00');
    const record = readAirRecord(0).slice(0, 24);
    for (const [n, hour] of record.entries()) await say('air-beijing', first + n * HOUR, hour);
    await say('air-beijing', first + 24 * HOUR, record[0]!);
    await runEngine(500);
    const hours = await computed('air-beijing', 'air', 'hour');
    expect(hours).toHaveLength(24);
    expect(hours.slice(0, 6).map(({ value }) => value)).toMatchInlineSnapshot(`
      [
        259,
        261,
        217,
        180,
        144,
        130,
      ]
    `);
    expect(await computed('air-beijing', 'air', 'day')).toMatchInlineSnapshot(`
      [
        {
          "detail": {
            "colour": "purple",
            "concentrations": {
              "CO-24h": 3.929,
              "NO2-24h": 122.625,
              "O3-8h": 13.125,
              "PM10-24h": 194.667,
              "PM2.5-24h": 164.958,
              "SO2-24h": 45.667,
            },
            "iaqi": {
              "CO-24h": 98,
              "NO2-24h": 122,
              "O3-8h": 7,
              "PM10-24h": 129,
              "PM2.5-24h": 215,
              "SO2-24h": 46,
            },
            "level": 5,
            "levelZh": "五级",
            "missing": [],
            "primary": [
              "PM2.5",
            ],
            "publishable": true,
          },
          "deviceId": "air-beijing",
          "from": "2026-04-30T16:00:00.000Z",
          "grade": "重度污染",
          "kind": "air",
          "period": "day",
          "revision": 1,
          "standard": "HJ 633-2026",
          "tableId": "air-index-hj633-2026",
          "tableVersion": 1,
          "to": "2026-05-01T16:00:00.000Z",
          "value": 215,
        },
      ]
    `);
  });

  it('leaves doubtful values out and reports what is missing', async () => {
    await register('air-minute', 'air-station', 60);
    const from = beijing('2026-06-01T10:00:00');
    for (let minute = 0; minute < 60; minute += 1) {
      // Ozone covers 44 minutes, sulphur dioxide 45.
      const quality: Quality = {
        ...(minute < 16 ? { o3: ['spike'] } : {}),
        ...(minute < 15 ? { so2: ['stuck'] } : {}),
      };
      const values = { pm25: 30.5, pm10: 60, so2: 10, no2: 20, co: 0.5, o3: minute < 16 ? 1000 : 90 };
      await say('air-minute', from + minute * MINUTE, values, { quality });
    }
    await say('air-minute', from + HOUR, { pm25: 30 }, { quality: { '*': ['clockInFuture'] } });
    await runEngine(1000);
    expect(await computed('air-minute')).toEqual([]);
    await say('air-minute', from + HOUR + 11 * MINUTE, { pm25: 30 });
    await runEngine(1000);
    const [hour] = await computed('air-minute');
    expect(hour).toMatchObject({
      value: 58,
      detail: {
        missing: ['O3'],
        publishable: false,
        iaqi: { 'SO2-1h': 4, 'O3-1h': null },
        concentrations: { 'PM2.5-1h': 30.5, 'SO2-1h': 10, 'O3-1h': null },
      },
    });
  });

  it('gives water its class, noise its day and night, a river its grade by the lines of the day', async () => {
    await register('water-1', 'water-quality-station', 14_400);
    await register('noise-1', 'noise-meter', 3600);
    await register('river-1', 'river-gauge', 3600);
    const day = beijing('2026-07-01T00:00:00');
    const lines = {
      validFrom: '2026-07-01',
      datum: '1985-national',
      warning: 3,
      guarantee: 4,
      floodLimits: [],
      source: 'test',
    };
    nowMs = day;
    await put('station-lines-river-1', 'StationLinesDefined', { deviceId: 'river-1', lines });
    for (let n = -1; n < 31; n += 1) {
      const at = day + n * HOUR;
      if (n % 4 === 0)
        await say('water-1', at, {
          ph: 7.8,
          dissolvedOxygen: 6.4,
          permanganateIndex: 3.2,
          ammoniaNitrogen: n,
        });
      await say('noise-1', at, { leq: n >= 6 && n < 22 ? 60 : 45, lmax: 70 });
      await say('river-1', at, { level: n < 2 ? 3.5 : 2.8 });
    }
    await runEngine(1000);
    const water = await computed('water-1', 'surfaceWater');
    expect(water[0]).toMatchObject({ period: 'hour', grade: 'Ⅱ', standard: 'GB 3838-2002' });
    expect(water.find(({ period }) => period === 'day')).toMatchObject({
      grade: '劣Ⅴ',
      detail: { decidedBy: ['NH3-N'], values: { 'NH3-N': 10 }, ofItemsMeasured: true },
    });
    const noise = (await computed('noise-1', 'noise')).filter(({ period }) => period !== 'hour');
    expect(noise).toMatchObject([
      { period: 'night', value: 45, detail: { date: '2026-06-30' } },
      {
        period: 'day',
        from: '2026-06-30T22:00:00.000Z',
        value: 60,
        detail: { date: '2026-07-01', hours: 16 },
      },
      { period: 'night', value: 45, detail: { date: '2026-07-01', hours: 8 } },
    ]);
    const river = await computed('river-1', 'flood');
    expect(river[0]).toMatchObject({ value: 3.5, grade: 'yellow', detail: { reached: { level: 3 } } });
    expect(river[2]).toMatchObject({ value: 2.8, grade: 'blue' });
    expect(river.every(({ from }) => Date.parse(from) >= day)).toBe(true);
  });

  it('does not change an hour when a late record comes whose others are archived', async () => {
    await publish();
    await register('air-archived', 'air-station', 3600);
    const noon = beijing('2026-04-01T12:00:00');
    const values = { pm25: 75, pm10: 150, so2: 500, no2: 200, co: 10, o3: 200 };
    for (let n = 0; n < 4; n += 1) await say('air-archived', noon + n * HOUR, values);
    await runEngine(1000);
    const before = await computed('air-archived', 'air', 'hour');
    expect(before).toHaveLength(3);
    const head = await store.head();
    await database.sql`delete from events where stream = 'reading-air-archived' and version < 2`;
    const receivedMs = noon + 5 * HOUR;
    for (const n of [0, 2])
      await say('air-archived', noon + n * HOUR + 60_000, { pm25: 500 }, { receivedMs });
    await say('air-archived', noon + 6 * HOUR, values);
    await continueEngine(head);
    const revised = (await computed('air-archived', 'air', 'hour')).filter(({ revision }) => revision > 1);
    expect(revised.map(({ from }) => Date.parse(from))).toEqual([noon + 2 * HOUR]);
  });
});
