import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadModels } from '../../projections/index.ts';
import { readPartitions } from '../event-store/postgres/partitions/partition.ts';
import { sealWholeLog } from '../event-store/postgres/seals/sealer.ts';
import { systemClock } from '../platform/clock.ts';
import { catchUpProjection } from '../projection-engine/rebuild.ts';
import { archiveLog } from './archive-log.ts';
import { listArchives } from './archives.ts';
import { exportRange } from './export-range.ts';
import { dumpReadModels, type FullLog, openFullLog, readingOf } from './testing/full-log.ts';

let log: FullLog;

beforeAll(async () => {
  log = await openFullLog();
});
afterAll(() => log.close());

describe('archiving', () => {
  it('keeps a range in the log until every read model has read it, and reports which has not', async () => {
    const before = await log.countAgeing();
    for (const projection of createReadModels().filter(({ name }) => !name.startsWith('rejected-list')))
      await catchUpProjection({ store: log.store, sql: log.sql, projection });
    await log.sql`insert into projection_checkpoints (name, position) values ('rejected-list@3', '999')`;
    const report = await archiveLog(log.options());
    expect(report).toEqual({ ranges: [], waitingFor: [{ name: 'rejected-list@3', position: '999' }] });
    expect(await log.countAgeing()).toBe(before);
    await log.sql`delete from projection_checkpoints where name = 'rejected-list@3'`;
  });

  it('does not touch events that are not old enough', async () => {
    expect(await archiveLog(log.options({ olderThanMs: 3_600_000 }))).toEqual({ ranges: [], waitingFor: [] });
  });

  it('takes closed partitions out of the log, but nothing permanent, and read models do not change', async () => {
    await log.catchUp();
    const before = await log.dumpReadingsModels();
    const { ranges, waitingFor } = await archiveLog(log.options());
    expect(waitingFor).toEqual([]);
    expect(ranges.map(({ first, last }) => [first, last])).toEqual([
      [1, 1000],
      [1001, 2000],
      [2001, 3000],
    ]);
    expect(ranges.reduce((sum, { events }) => sum + events, 0)).toBe(3000 - 150);
    expect(await log.countAgeing()).toBe(500 - 25);
    const [cases] = await log.sql<{ count: number }>`
      select count(*)::int as count from events where stream like 'case-%'`;
    expect(cases!.count).toBe(175 - 3);
    expect((await listArchives(log.sql)).map(({ state }) => state)).toEqual([
      'dropped',
      'dropped',
      'dropped',
    ]);

    await log.catchUp();
    const live = await dumpReadModels(log.sql);
    expect(await log.dumpReadingsModels()).toEqual(before);
    // Archived dead letters are no longer on any list.
    const [rejected] = await log.sql<{ count: number }>`
      select count(*)::int as count from rejected_messages`;
    expect(rejected!.count).toBe(25);
    await log.rebuildAll();
    expect(await dumpReadModels(log.sql)).toBe(live);
  });

  it('keeps the sum of all readings in the latest values', async () => {
    const [row] = await log.sql<{ records: number; doubtful: number }>`
      select sum(record_count)::int as records, sum(doubtful_count)::int as doubtful from device_latest`;
    // One in twenty events is a case and one a dead letter; one in fifty readings is doubtful unless it is one of those.
    expect(row!.records).toBe(3500 - 2 * 175);
    expect(row!.doubtful).toBe(
      Array.from({ length: 3500 }, (_, n) => n).filter((n) => n % 50 === 0 && n % 20 > 2).length,
    );
  });

  it('keeps the reporting slots and the clocks of devices', async () => {
    const rates = await log.sql`
      select device_id, day::text, slots, arrived, valid, complete from data_rates order by device_id, day`;
    // From the registration on, the 59 minutes of the readings and as many of the late ones; only every other device has "o3".
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
    const clocks = await log.sql<{ samples: object[] }>`select samples from device_clocks`;
    expect(clocks.map(({ samples }) => samples.length)).toEqual([31, 31]);
  });

  it('continues the versions of streams, and recognises repeats of what is still in the log', async () => {
    const stream = 'reading-air-1';
    const [last] = await log.store.readStream(stream, { direction: 'backwards', limit: 1 });
    expect(await log.store.append(readingOf(3498))).toMatchObject({
      status: 'alreadyAppended',
      version: last!.version,
    });
    expect(await log.store.append(readingOf(3999))).toMatchObject({ status: 'appended' });
    // A stream without any events left in the log.
    await log.sql`insert into stream_versions values ('reading-gone', 17)`;
    const gone = { ...readingOf(4001), stream: 'reading-gone' };
    expect(await log.store.append({ ...gone, expected: 'none' })).toEqual({
      status: 'versionConflict',
      actual: 17,
    });
    expect(await log.store.append({ ...gone, expected: 17 })).toMatchObject({
      status: 'appended',
      version: 18,
    });
  });

  it('completes an interrupted run, and allows one run at a time', async () => {
    await log.append(5000, 1000);
    await log.catchUp();
    await log.tendPartitions();
    const partition = (await readPartitions(log.sql)).find((each) => each.versionsKept)!;
    await exportRange({
      databaseUrl: log.database.url,
      archiveDir: log.archiveDir,
      partition,
      onRow: () => undefined,
    });
    const both = await Promise.allSettled([archiveLog(log.options()), archiveLog(log.options())]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'running' } });
    const archived = await log.store.readStream('archive-3001');
    expect(archived.map(({ type }) => type)).toEqual([
      'DeviceClocksCarriedForward',
      'LatestReadingsCarriedForward',
      'RejectionsArchived',
      'ReportedSlotsArchived',
      'LogRangeArchived',
    ]);
    await log.catchUp();
    const live = await dumpReadModels(log.sql);
    await log.rebuildAll();
    expect(await dumpReadModels(log.sql)).toBe(live);
    await sealWholeLog(log.sql, systemClock);
    expect(await log.verify()).toMatchObject({ fault: null, unread: 0 });
  });
});
