import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createCarryForwards } from '../../../projections/carry-forwards.ts';
import { createReadModels } from '../../../projections/index.ts';
import { EVENT_CATALOGUE } from '../../event-catalogue.ts';
import type { EventStore, NewEvent } from '../../event-store/event-store.ts';
import { createPartitionKeeper } from '../../event-store/postgres/partitions/partition-keeper.ts';
import { createPostgresEventStore } from '../../event-store/postgres/postgres-event-store.ts';
import { sealWholeLog } from '../../event-store/postgres/seals/sealer.ts';
import { verifyLog } from '../../event-store/postgres/seals/verify.ts';
import { rejectionEvent, rejectionStream } from '../../ingest/rejections.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/sql.ts';
import { catchUpProjection, rebuildProjections } from '../../projection-engine/rebuild.ts';
import { detectionRequest, readingRequest } from '../../sensing/readings/record-events.ts';
import { MIGRATED } from '../../testing/database-templates.ts';
import { createTestDatabase } from '../../testing/postgres.ts';
import type { ArchiveOptions } from '../archive-log.ts';
import { openArchivedLeaves } from '../leaf-source.ts';

/** Events in a partition. */
const PARTITION = 1000;
const BEGAN = Date.parse('2026-11-01T00:00:00Z');
const DEVICES = ['air-1', 'air-2', 'camera-1'];

const golden = async (type: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(new URL(`../../testing/golden-events/${type}.v1.json`, import.meta.url), 'utf8'));
const at = (n: number): string => new Date(BEGAN + n * 1000).toISOString();

/** A reading of one of two devices. */
export const readingOf = (n: number) => {
  const deviceId = DEVICES[n % 2]!;
  const quality = n % 50 === 0 ? { pm25: ['outOfRange' as const] } : undefined;
  // Occasionally late by an hour, so that the latest value is not the last one received.
  const observedAt = at(n % 7 === 0 ? n - 3600 : n);
  return readingRequest(
    { deviceId, quality, receivedAt: at(n) },
    { observedAt, values: { pm25: n % 90, [n % 2 === 0 ? 'o3' : 'no2']: n % 40 } },
  );
};
const rejectionOf = (n: number) => ({
  stream: rejectionStream('air-1'),
  expected: 'any' as const,
  events: [
    rejectionEvent(
      {
        deviceId: 'air-1',
        topic: 'yw/v1/air-1/telemetry',
        reason: 'malformedJson',
        detail: 'not JSON',
        receivedAt: at(n),
        payload: Buffer.from(`{"bad": ${n}`),
      },
      { maxPayloadBytes: 1000, digestKey: Buffer.alloc(32, 1) },
    ),
  ],
});

/** Registrations needed to assess the readings, recorded when the first readings are already in the log. */
const registrations = async (): Promise<ReadonlyMap<number, NewEvent & { readonly stream: string }>> => {
  const device = await golden('DeviceRegistered');
  const of = (n: number, stream: string, type: string, data: object) =>
    [n, { stream, id: permanentId(n), type, schemaVersion: 1, data, meta: { actor: 'system' } }] as const;
  return new Map([
    of(0, 'device-model-air', 'DeviceModelPublished', {
      ...(await golden('DeviceModelPublished')),
      modelId: 'air',
      indicators: ['pm25', 'o3'].map((code) => ({ code, name: code, unit: 'μg/m³', min: 0, max: 1000 })),
    }),
    ...[20, 40].map((n, at) => {
      const data = { ...device, deviceId: DEVICES[at], modelId: 'air', reportIntervalSeconds: 60 };
      return of(n, `device-${DEVICES[at]}`, 'DeviceRegistered', data);
    }),
  ]);
};
const permanentId = (n: number): string => `0190b6a2-7d3c-7c1e-9f8e-${n.toString(16).padStart(12, '0')}`;

/** `count` events: readings of two devices, detections, dead letters, and one permanent event in twenty. */
const appendMix = async (store: EventStore, from: number, count: number): Promise<void> => {
  const reported = await golden('CaseReported');
  const registered = await registrations();
  const requests = Array.from({ length: count }, (_, k) => {
    const n = from + k;
    const registration = registered.get(n);
    if (registration !== undefined) {
      const { stream, ...event } = registration;
      return { stream, expected: 'none' as const, events: [event] };
    }
    if (n % 20 === 0) {
      const event: NewEvent = {
        id: permanentId(n),
        type: 'CaseReported',
        schemaVersion: 1,
        data: { ...reported, caseId: `c-${n}`, caseNumber: `140106-20261101-${n}` },
        meta: { actor: 'system' },
      };
      return { stream: `case-c-${n}`, expected: 'none' as const, events: [event] };
    }
    if (n % 20 === 1) return rejectionOf(n);
    if (n % 20 === 2)
      return detectionRequest(
        { deviceId: 'camera-1', quality: undefined, receivedAt: at(n) },
        { observedAt: at(n), type: 'manholeMissing', confidence: 0.5 + (n % 5) / 10 },
      );
    return readingOf(n);
  });
  for (const result of await store.appendMany(requests)) expect(result.status).toBe('appended');
};

/** The content of every read model, as one text. */
export const dumpReadModels = async (sql: Sql): Promise<string> => {
  const tables = createReadModels().flatMap(({ tables: each }) => each);
  return (await Promise.all(tables.map((table) => dumpTable(sql, table)))).join('\n');
};
const dumpTable = async (sql: Sql, table: string): Promise<string> =>
  JSON.stringify(await sql.statement(`select t::text as row from "${table}" t order by 1`, []));

/** A log of 3500 such events with three full partitions, and operations on it. */
export const openFullLog = async () => {
  const database = await createTestDatabase(MIGRATED);
  const { sql } = database;
  const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-archive-'));
  const archiveDir = join(dataDir, 'archive');
  const store = createPostgresEventStore({
    url: database.url,
    clock: systemClock,
    partitionEvents: PARTITION,
  });
  await appendMix(store, 0, 3500);
  const tendPartitions = () =>
    createPartitionKeeper({ sql, clock: systemClock, maxEvents: PARTITION }).tend();
  return {
    database,
    sql,
    store,
    dataDir,
    archiveDir,
    append: (from: number, count: number) => appendMix(store, from, count),
    tendPartitions,
    options: (overrides: Partial<ArchiveOptions> = {}): ArchiveOptions => ({
      store,
      sql,
      databaseUrl: database.url,
      archiveDir,
      clock: systemClock,
      catalogue: EVENT_CATALOGUE,
      carryForwards: createCarryForwards,
      olderThanMs: 0,
      tendPartitions,
      sealLog: () => sealWholeLog(sql, systemClock),
      waitMs: 0,
      ...overrides,
    }),
    async catchUp(): Promise<void> {
      for (const projection of createReadModels()) await catchUpProjection({ store, sql, projection });
    },
    rebuildAll: () =>
      rebuildProjections({ store, url: database.url, projections: createReadModels(), restart: true }),
    /** Read models derived only from readings. */
    dumpReadingsModels: () =>
      Promise.all(['device_latest', 'data_rates', 'device_clocks'].map((table) => dumpTable(sql, table))),
    async countAgeing(): Promise<number> {
      const [row] = await sql<{ count: number }>`select count(*)::int as count from events where ageing`;
      return row!.count;
    },
    async verify() {
      const leaves = await openArchivedLeaves(sql, archiveDir);
      try {
        return await verifyLog({ sql, elsewhere: leaves.at });
      } finally {
        await leaves.close();
      }
    },
    async close(): Promise<void> {
      await store.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

export type FullLog = Awaited<ReturnType<typeof openFullLog>>;
