import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCarryForwards } from '../../projections/carry-forwards.ts';
import { createReadModels } from '../../projections/index.ts';
import { makeBackup } from '../backup/backup.ts';
import { checkBackup, restoreBackup } from '../backup/restore.ts';
import { EVENT_CATALOGUE } from '../event-catalogue.ts';
import type { EventStore, NewEvent } from '../event-store/event-store.ts';
import { readPartitions } from '../event-store/postgres/partitions/partition.ts';
import { createPartitionKeeper } from '../event-store/postgres/partitions/partition-keeper.ts';
import { createPostgresEventStore } from '../event-store/postgres/postgres-event-store.ts';
import { sealWholeLog } from '../event-store/postgres/seals/sealer.ts';
import { verifyLog } from '../event-store/postgres/seals/verify.ts';
import { rejectionEvent, rejectionStream } from '../ingest/rejections.ts';
import { systemClock } from '../platform/clock.ts';
import { catchUpProjection, rebuildProjections } from '../projection-engine/rebuild.ts';
import { detectionRequest, readingRequest } from '../sensing/readings/record-events.ts';
import { MIGRATED } from '../testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { type ArchiveOptions, archiveLog } from './archive-log.ts';
import { listArchives } from './archives.ts';
import { dropRange } from './drop-range.ts';
import { exportRange } from './export-range.ts';
import { openArchivedLeaves } from './leaf-source.ts';
import { archiveFolder, EVENTS_FILE } from './manifest.ts';
import { checkArchive } from './read-archive.ts';
import { restoreRange } from './restore-range.ts';

const PARTITION = 1000;
const BEGAN = Date.parse('2026-11-01T00:00:00Z');
const DEVICES = ['air-1', 'air-2', 'camera-1'];

let database: TestDatabase;
let store: EventStore;
let dataDir: string;
let archiveDir: string;

const golden = async (type: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(new URL(`../testing/golden-events/${type}.v1.json`, import.meta.url), 'utf8'));
const at = (n: number): string => new Date(BEGAN + n * 1000).toISOString();

const readingOf = (n: number) => {
  const deviceId = DEVICES[n % 2]!;
  const quality = n % 50 === 0 ? { pm25: ['outOfRange' as const] } : undefined;
  // Now and then late by an hour, so that the latest value is not the last one that came.
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

/** What the readings are judged by, registered when the first of them are in the log already. */
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

/** `count` events: readings of two devices, detections, dead letters, and a permanent event among twenty. */
const appendMix = async (from: number, count: number): Promise<void> => {
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

const options = (overrides: Partial<ArchiveOptions> = {}): ArchiveOptions => ({
  store,
  sql: database.sql,
  databaseUrl: database.url,
  archiveDir,
  clock: systemClock,
  catalogue: EVENT_CATALOGUE,
  carryForwards: createCarryForwards,
  olderThanMs: 0,
  tendPartitions: () =>
    createPartitionKeeper({ sql: database.sql, clock: systemClock, maxEvents: PARTITION }).tend(),
  sealLog: () => sealWholeLog(database.sql, systemClock),
  waitMs: 0,
  ...overrides,
});

const dumpTable = async (table: string, of = database): Promise<string> =>
  JSON.stringify(await of.sql.statement(`select t::text as row from "${table}" t order by 1`, []));
const dump = async (of = database): Promise<string> => {
  const tables = createReadModels().flatMap(({ tables: each }) => each);
  return (await Promise.all(tables.map((table) => dumpTable(table, of)))).join('\n');
};
/** Read models that are made of readings alone. */
const dumpReadingsModels = (): Promise<string[]> =>
  Promise.all(['device_latest', 'data_rates', 'device_clocks'].map((table) => dumpTable(table)));
const catchUp = async (): Promise<void> => {
  for (const projection of createReadModels())
    await catchUpProjection({ store, sql: database.sql, projection });
};
const rebuildAll = () =>
  rebuildProjections({ store, url: database.url, projections: createReadModels(), restart: true });
const countAgeing = async (): Promise<number> => {
  const [row] = await database.sql<{ count: number }>`select count(*)::int as count from events where ageing`;
  return row!.count;
};
const verify = async () => {
  const leaves = await openArchivedLeaves(database.sql, archiveDir);
  try {
    return await verifyLog({ sql: database.sql, elsewhere: leaves.at });
  } finally {
    await leaves.close();
  }
};
beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  dataDir = await mkdtemp(join(tmpdir(), 'yiwang-archive-'));
  archiveDir = join(dataDir, 'archive');
  store = createPostgresEventStore({ url: database.url, clock: systemClock, partitionEvents: PARTITION });
  await appendMix(0, 3500);
});

afterAll(async () => {
  await store.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('archiving what ages', () => {
  it('keeps a range in the log until every read model has read it, and says who has not', async () => {
    const before = await countAgeing();
    for (const projection of createReadModels().filter(({ name }) => !name.startsWith('rejected-list')))
      await catchUpProjection({ store, sql: database.sql, projection });
    await database.sql`insert into projection_checkpoints (name, position) values ('rejected-list@3', '999')`;
    const report = await archiveLog(options());
    expect(report).toEqual({ ranges: [], waitingFor: [{ name: 'rejected-list@3', position: '999' }] });
    expect(await countAgeing()).toBe(before);
    await database.sql`delete from projection_checkpoints where name = 'rejected-list@3'`;
  });

  it('leaves what is not old enough', async () => {
    expect(await archiveLog(options({ olderThanMs: 3_600_000 }))).toEqual({ ranges: [], waitingFor: [] });
  });

  it('takes closed partitions out of the log, and nothing permanent; read models stay as they were', async () => {
    await catchUp();
    const before = await dumpReadingsModels();
    const { ranges, waitingFor } = await archiveLog(options());
    expect(waitingFor).toEqual([]);
    expect(ranges.map(({ first, last }) => [first, last])).toEqual([
      [1, 1000],
      [1001, 2000],
      [2001, 3000],
    ]);
    expect(ranges.reduce((sum, { events }) => sum + events, 0)).toBe(3000 - 150);
    expect(await countAgeing()).toBe(500 - 25);
    const [cases] = await database.sql<{ count: number }>`
      select count(*)::int as count from events where stream like 'case-%'`;
    expect(cases!.count).toBe(175 - 3);
    expect((await listArchives(database.sql)).map(({ state }) => state)).toEqual([
      'dropped',
      'dropped',
      'dropped',
    ]);

    await catchUp();
    const live = await dump();
    expect(await dumpReadingsModels()).toEqual(before);
    // Dead letters that are archived are on no list any more.
    const [rejected] = await database.sql<{ count: number }>`
      select count(*)::int as count from rejected_messages`;
    expect(rejected!.count).toBe(25);
    await rebuildAll();
    expect(await dump()).toBe(live);
  });

  it('keeps the sum of all readings in the latest values', async () => {
    const [row] = await database.sql<{ records: number; doubtful: number }>`
      select sum(record_count)::int as records, sum(doubtful_count)::int as doubtful from device_latest`;
    // Of twenty events one is a case and one a dead letter; of fifty readings one is doubtful unless it is one of those.
    expect(row!.records).toBe(3500 - 2 * 175);
    expect(row!.doubtful).toBe(
      Array.from({ length: 3500 }, (_, n) => n).filter((n) => n % 50 === 0 && n % 20 > 2).length,
    );
  });

  it('keeps the reporting slots and the clocks of devices', async () => {
    const rates = await database.sql`
      select device_id, day::text, slots, arrived, valid, complete from data_rates order by device_id, day`;
    // From the registration on, the 59 minutes of the readings and as many of the late ones; an "o3" has only every other device.
    expect([...rates]).toMatchObject([
      {
        device_id: 'air-1',
        day: '2026-11-01',
        slots: 1440,
        valid: rates[0]!.arrived,
        complete: rates[0]!.valid,
      },
      { device_id: 'air-2', day: '2026-11-01', slots: 1440, valid: rates[1]!.arrived, complete: 0 },
    ]);
    for (const { arrived } of rates) expect(arrived).toBeGreaterThan(110);
    const clocks = await database.sql<{ samples: object[] }>`select samples from device_clocks`;
    expect(clocks.map(({ samples }) => samples.length)).toEqual([31, 31]);
  });

  it('goes on with the versions of streams, and recognises what is still in the log', async () => {
    const stream = 'reading-air-1';
    const [last] = await store.readStream(stream, { direction: 'backwards', limit: 1 });
    expect(await store.append(readingOf(3498))).toMatchObject({
      status: 'alreadyAppended',
      version: last!.version,
    });
    expect(await store.append(readingOf(3999))).toMatchObject({ status: 'appended' });
    // A stream of which nothing is left in the log.
    await database.sql`insert into stream_versions values ('reading-gone', 17)`;
    const gone = { ...readingOf(4001), stream: 'reading-gone' };
    expect(await store.append({ ...gone, expected: 'none' })).toEqual({
      status: 'versionConflict',
      actual: 17,
    });
    expect(await store.append({ ...gone, expected: 17 })).toMatchObject({ status: 'appended', version: 18 });
  });

  it('verifies archived events against the hash chain, from their files', async () => {
    await sealWholeLog(database.sql, systemClock);
    expect(await verify()).toMatchObject({ fault: null, unread: 0, unsealed: 0 });
  });

  it('finds a changed byte in an archive', async () => {
    const path = join(archiveFolder(archiveDir, 1001), EVENTS_FILE);
    const bytes = await readFile(path);
    await writeFile(path, Buffer.from(bytes.map((byte, n) => (n === 4000 ? byte ^ 1 : byte))));
    await expect(checkArchive(archiveDir, 1001)).rejects.toMatchObject({ code: 'damaged' });
    await expect(restoreRange({ ...options(), first: 1001 })).rejects.toMatchObject({ code: 'damaged' });
    await writeFile(path, bytes);
    expect((await checkArchive(archiveDir, 1001)).events).toBe(950);
  });

  it('finds an event that was altered before it was archived, or in an archive that was made anew', async () => {
    const folder = archiveFolder(archiveDir, 2001);
    await cp(folder, `${folder}.kept`, { recursive: true });
    await restoreRange({ ...options(), first: 2001 });
    await database.sql`update events set data = replace(data, 'pm25', 'pm52') where position = 2345`;
    const partition = (await readPartitions(database.sql)).find(({ first }) => first === 2001)!;
    await exportRange({ databaseUrl: database.url, archiveDir, partition, onRow: () => undefined });
    await dropRange(database.sql, 2001, 3000);
    expect((await verify()).fault).toMatchObject({ kind: 'eventAltered', position: 2345 });
    await rm(folder, { recursive: true });
    await rename(`${folder}.kept`, folder);
    expect((await verify()).fault).toBeNull();
  });

  it('says how much it could not look at when archives are elsewhere, and still misses a permanent event', async () => {
    const folder = archiveFolder(archiveDir, 1);
    await rename(folder, `${folder}.away`);
    expect(await verify()).toMatchObject({ fault: null, unread: 950 });
    await database.sql`create table kept as select * from events where position = 21`;
    expect((await database.sql`delete from events where position = 21`).count).toBe(1);
    expect((await verify()).fault).toMatchObject({ kind: 'eventMissing' });
    await database.sql`insert into events select * from kept`;
    await rename(`${folder}.away`, folder);
    expect(await verify()).toMatchObject({ fault: null, unread: 0 });
  });

  it('restores a range, which read models have already, and takes it out again', async () => {
    await catchUp();
    const live = await dump();
    const before = await countAgeing();
    await restoreRange({ ...options(), first: 1001 });
    await expect(restoreRange({ ...options(), first: 1001 })).rejects.toMatchObject({ code: 'notDropped' });
    expect(await countAgeing()).toBe(before + 950);
    const events = await store.readAll({ after: '1000' as never, limit: 1000 });
    expect(events.map(({ position }) => Number(position))).toEqual(
      Array.from({ length: 1000 }, (_, n) => 1001 + n),
    );
    expect(await verify()).toMatchObject({ fault: null });
    await rebuildAll();
    expect(await dump()).toBe(live);
    // It stays until somebody says otherwise.
    expect(await archiveLog(options())).toEqual({ ranges: [], waitingFor: [] });
    expect(await countAgeing()).toBe(before + 950);
    await dropRange(database.sql, 1001, 2000);
    expect(await countAgeing()).toBe(before);
  });

  it('finishes what an interrupted run had begun, and one run at a time', async () => {
    await appendMix(5000, 1000);
    await catchUp();
    await options().tendPartitions();
    const partition = (await readPartitions(database.sql)).find((each) => each.versionsKept)!;
    await exportRange({ databaseUrl: database.url, archiveDir, partition, onRow: () => undefined });
    const both = await Promise.allSettled([archiveLog(options()), archiveLog(options())]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'running' } });
    const archived = await store.readStream('archive-3001');
    expect(archived.map(({ type }) => type)).toEqual([
      'DeviceClocksCarriedForward',
      'LatestReadingsCarriedForward',
      'RejectionsArchived',
      'ReportedSlotsArchived',
      'LogRangeArchived',
    ]);
    await catchUp();
    const live = await dump();
    await rebuildAll();
    expect(await dump()).toBe(live);
    await sealWholeLog(database.sql, systemClock);
    expect(await verify()).toMatchObject({ fault: null, unread: 0 });
  });

  it('goes with a backup, and an empty folder becomes the same log with its archive', async () => {
    const live = await dump();
    const folder = join(dataDir, 'backup');
    const masterKey = randomBytes(32);
    const manifest = await makeBackup({
      databaseUrl: database.url,
      dataDir,
      masterKey,
      includeKey: false,
      folder,
      processes: ['alarm-engine@1'],
      now: new Date(),
    });
    expect(manifest.archives).toHaveLength(2 * 4);
    const other = await createTestDatabase(MIGRATED);
    const otherDir = join(dataDir, 'other');
    const checked = await checkBackup({ folder, seal: undefined });
    await restoreBackup({
      from: { folder, seal: undefined },
      manifest: checked,
      databaseUrl: other.url,
      dataDir: otherDir,
    });
    const otherStore = createPostgresEventStore({ url: other.url, clock: systemClock });
    const leaves = await openArchivedLeaves(other.sql, join(otherDir, 'archive'));
    expect(await verifyLog({ sql: other.sql, elsewhere: leaves.at })).toMatchObject({
      fault: null,
      unread: 0,
    });
    await leaves.close();
    for (const projection of createReadModels())
      await catchUpProjection({ store: otherStore, sql: other.sql, projection });
    expect(await dump(other)).toBe(live);
    expect(await otherStore.append(readingOf(9999))).toMatchObject({ status: 'appended' });
    await otherStore.close();
    await other.drop();
  });
});
