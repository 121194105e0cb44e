import { createCarryForwards } from '../../projections/carry-forwards.ts';
import { type ArchiveProgress, archiveLog, dueRanges } from '../archive/archive-log.ts';
import { findArchive, listArchives } from '../archive/archives.ts';
import { dropRange } from '../archive/drop-range.ts';
import { ArchiveError, archiveDirOf } from '../archive/manifest.ts';
import { checkArchive, readArchive } from '../archive/read-archive.ts';
import { restoreRange } from '../archive/restore-range.ts';
import type { Config } from '../config.ts';
import { EVENT_CATALOGUE } from '../event-catalogue.ts';
import { createPartitionKeeper } from '../event-store/postgres/partitions/partition-keeper.ts';
import { sealWholeLog } from '../event-store/postgres/seals/sealer.ts';
import { systemClock } from '../platform/clock.ts';
import { connectDatabase } from '../platform/connect-database.ts';
import type { Database } from '../platform/sql.ts';
import type { Core } from '../server/core.ts';
import { actionOf, type Command, loadCliConfig, needed, noMore, parse, UsageError } from './command.ts';
import { withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- archive run [--older-than-days N] [--dry-run]',
  '       npm run yiwang -- archive list [--json]',
  '       npm run yiwang -- archive verify [<first>]',
  '       npm run yiwang -- archive restore <first>',
  '       npm run yiwang -- archive drop <first>',
  '',
  'Readings, detections and dead letters are in partitions of about a day. `run` writes those in which everything is older than',
  'N days (default: YIWANG_ARCHIVE_AFTER_DAYS) to compressed files, keeps data derived from them as permanent events, and',
  'removes them from the log; a running server does that every hour. Cases and everything else are never removed.',
  '`verify` reads the files again; `verify` without `archive` also checks archived events against the hash chain.',
  '`restore` loads a range into the log again until `drop` removes it. A range is named by its first position.',
].join('\n');

const DAY_MS = 86_400_000;

interface Work {
  readonly core: Core;
  readonly sql: Database;
  readonly archiveDir: string;
  readonly partitionEvents: number;
}

const tellProgress = ({ first, step, events }: ArchiveProgress): void => {
  if (process.stdout.isTTY !== true) return;
  process.stdout.write(`\r\u001b[K${first}: ${step}, ${events} events${step === 'dropped' ? '\n' : ''}`);
};

const run = async (
  { core, sql, archiveDir, partitionEvents }: Work,
  days: number,
  dryRun: boolean,
): Promise<number> => {
  const { store, databaseUrl } = core;
  const olderThanMs = days * DAY_MS;
  if (dryRun) {
    const due = await dueRanges(sql, systemClock, olderThanMs);
    for (const { first, last } of due) console.log(`${first} to ${last} would be archived`);
    console.log(`${due.length} ranges in which everything is older than ${days} days`);
    return 0;
  }
  const { ranges, waitingFor } = await archiveLog({
    store,
    sql,
    databaseUrl,
    archiveDir,
    clock: systemClock,
    catalogue: EVENT_CATALOGUE,
    carryForwards: createCarryForwards,
    olderThanMs,
    tendPartitions: () =>
      createPartitionKeeper({ sql, clock: systemClock, maxEvents: partitionEvents }).tend(),
    sealLog: () => sealWholeLog(sql, systemClock),
    onProgress: tellProgress,
  });
  for (const { first, last, events, bytes, archiveSeconds, dropSeconds } of ranges) {
    console.log(
      `${first} to ${last}: ${events} events in ${bytes} bytes, archived in ${archiveSeconds.toFixed(1)} s, dropped in ${dropSeconds.toFixed(1)} s`,
    );
  }
  if (ranges.length === 0 && waitingFor.length === 0)
    console.log(`Nothing is older than ${days} days that is not archived.`);
  for (const { name, position } of waitingFor)
    console.error(`A range is archived but remains in the log until ${name} has read it (at ${position}).`);
  return waitingFor.length === 0 ? 0 : 1;
};

const list = async ({ sql }: Work, json: boolean): Promise<number> => {
  const archives = await listArchives(sql);
  if (json) console.log(JSON.stringify(archives));
  else if (archives.length === 0) console.log('Nothing is archived.');
  else
    for (const { first, last, events, state, archivedAt } of archives)
      console.log(`${first} to ${last}  ${events} events  ${state}  ${archivedAt}`);
  return 0;
};

const verify = async ({ sql, archiveDir }: Work, wanted: number | undefined): Promise<number> => {
  const archives = (await listArchives(sql)).filter(({ first }) => wanted === undefined || first === wanted);
  if (wanted !== undefined && archives.length === 0)
    throw new ArchiveError('noArchive', `no archived range begins at ${wanted}`);
  let faults = 0;
  for (const { first, sha256, events } of archives) {
    try {
      const manifest = await checkArchive(archiveDir, first);
      let rows = 0;
      for await (const page of readArchive(archiveDir, manifest)) rows += page.length;
      if (manifest.sha256 !== sha256 || rows !== events)
        throw new ArchiveError('damaged', `the archive from ${first} is not the one that was created`);
      console.log(`${first}: ${events} events, as they were archived`);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      faults += 1;
      console.error(`${first}: ${error.code}: ${error.message}`);
    }
  }
  console.log(`${archives.length} ranges, ${faults} faults`);
  return faults === 0 ? 0 : 1;
};

const drop = async ({ sql }: Work, first: number): Promise<number> => {
  const range = await findArchive(sql, first);
  if (range === undefined) throw new ArchiveError('noArchive', `no archived range begins at ${first}`);
  if (range.state !== 'restored')
    throw new ArchiveError(
      'notRestored',
      `the range from ${first} was not restored: \`run\` drops it when it is no longer needed`,
    );
  await dropRange(sql, first, range.last);
  console.log(`${range.events} events are only in the archive again.`);
  return 0;
};

const numberOf = (text: string | undefined): number => {
  const value = Number(needed(text, 'the first position of the range', HELP));
  if (!Number.isSafeInteger(value) || value < 1)
    throw new UsageError(`${text} is not a position: a range is named by its first position.`);
  return value;
};

const daysOf = (text: string | undefined, config: Config): number => {
  const days = text === undefined ? config.YIWANG_ARCHIVE_AFTER_DAYS : Number(text);
  if (!Number.isFinite(days) || days < 0 || text === '')
    throw new UsageError('--older-than-days takes a number of days');
  if (text === undefined && days === 0)
    throw new UsageError('YIWANG_ARCHIVE_AFTER_DAYS is 0, which means never: use --older-than-days');
  return days;
};

export const archiveCommand: Command = {
  name: 'archive',
  summary: 'archive old events, list, verify and restore archives',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      'older-than-days': { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    });
    const [action, first] = positionals;
    const { config } = loadCliConfig();
    const archiveDir = archiveDirOf(config);
    const works: Record<string, (work: Work) => Promise<number>> = {
      run: (work) => run(work, daysOf(values['older-than-days'], config), values['dry-run']),
      list: (work) => list(work, values.json),
      verify: (work) => verify(work, first === undefined ? undefined : numberOf(first)),
      drop: (work) => drop(work, numberOf(first)),
      async restore({ core, sql }) {
        const { databaseUrl } = core;
        const { events } = await restoreRange({ sql, databaseUrl, archiveDir, first: numberOf(first) });
        console.log(`${events} events are in the log again, until \`archive drop ${first}\`.`);
        return 0;
      },
    };
    const work = works[actionOf('archive', action, Object.keys(works), HELP)]!;
    noMore(positionals.slice(2), HELP);
    return withCore(async (core) => {
      const sql = connectDatabase({ url: core.databaseUrl, name: 'archive', maxConnections: 3 });
      try {
        if (core.store.distanceUnit !== 'events')
          throw new ArchiveError('otherEngine', 'the log is in EventStoreDB: archive it by its own means');
        return await work({ core, sql, archiveDir, partitionEvents: config.YIWANG_PARTITION_MAX_EVENTS });
      } catch (error) {
        if (!(error instanceof ArchiveError)) throw error;
        console.error(`${error.code}: ${error.message}.`);
        return 1;
      } finally {
        await sql.end();
      }
    });
  },
};
