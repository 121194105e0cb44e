import type { CarriedForward, CarryForward, RangeEvent } from '../event-store/carry-forward.ts';
import type { EventStore, NewEvent } from '../event-store/event-store.ts';
import { type Partition, readPartitions } from '../event-store/postgres/partitions/partition.ts';
import { toPosition } from '../event-store/postgres/rows.ts';
import type { EventCatalogue } from '../event-store/upcasting.ts';
import { upcastData } from '../event-store/upcasting.ts';
import type { Clock } from '../platform/clock.ts';
import { crashPoint } from '../platform/crash-points.ts';
import { derivedId } from '../platform/ids.ts';
import type { Database, Sql } from '../platform/sql.ts';
import { findArchive, listArchives } from './archives.ts';
import { DATA, META, POSITION, SCHEMA_VERSION, TYPE } from './copy-rows.ts';
import { dropRange } from './drop-range.ts';
import type { LogRangeArchived } from './events.ts';
import { exportRange } from './export-range.ts';
import { ArchiveError, type ArchiveManifest } from './manifest.ts';
import { openPermanentEvents } from './permanent-events.ts';
import { checkArchive } from './read-archive.ts';

export interface ArchiveOptions {
  readonly store: EventStore;
  readonly sql: Database;
  readonly databaseUrl: string;
  readonly archiveDir: string;
  readonly clock: Clock;
  readonly catalogue: EventCatalogue;
  /** Derives the data kept for the read models; created anew for each range. */
  readonly carryForwards: () => readonly CarryForward[];
  /** A range is archived once all its events were recorded longer ago than this. */
  readonly olderThanMs: number;
  /** Closes full partitions. */
  readonly tendPartitions: () => Promise<void>;
  /** Creates missing blocks of the hash chain up to the log's end. */
  readonly sealLog: () => Promise<unknown>;
  readonly onProgress?: (progress: ArchiveProgress) => void;
  /** How long to wait for projections that have not yet passed a range. Default 60,000 ms. */
  readonly waitMs?: number;
}

export interface ArchiveProgress {
  readonly first: number;
  readonly step: 'reading' | 'carrying' | 'waiting' | 'dropping' | 'dropped';
  readonly events: number;
}

export interface ArchiveReport {
  readonly ranges: readonly {
    readonly first: number;
    readonly last: number;
    readonly events: number;
    readonly bytes: number;
    /** Seconds spent on reading, compressing and writing, and on dropping; 0 if an earlier run has done it. */
    readonly archiveSeconds: number;
    readonly dropSeconds: number;
  }[];
  /** Projections that still need a range's events: it is archived but not yet dropped. */
  readonly waitingFor: readonly { readonly name: string; readonly position: string }[];
}

/** An arbitrary constant: only one process archives at a time. */
const LOCK = 7_415_206;
const WAIT_MS = 60_000;
const POLL_MS = 200;
const ACTOR = 'process:archive';

const archiveStream = (first: number): string => `archive-${first}`;

/** Closed partitions that are old enough and not yet completely archived, in order. A later one is never archived before an earlier one. */
export const dueRanges = async (sql: Sql, clock: Clock, olderThanMs: number): Promise<Partition[]> => {
  const archives = new Map((await listArchives(sql)).map((range) => [range.first, range.state]));
  const due: Partition[] = [];
  for (const partition of await readPartitions(sql)) {
    if (archives.get(partition.first) === 'restored') continue;
    if (partition.closedAt === undefined || !partition.versionsKept) break;
    if (partition.closedAt > clock.now() - olderThanMs) break;
    due.push(partition);
  }
  return due;
};

/**
 * Archives every range that is due: writes its events to a file, appends the data that read models need from them as permanent events,
 * then removes the range from the log. Each step can be repeated, so the next run completes a killed one. Throws ArchiveError `running`.
 */
export const archiveLog = (options: ArchiveOptions): Promise<ArchiveReport> =>
  options.sql.withConnection(async (locks) => {
    const [lock] = await locks<{ held: boolean }>`select pg_try_advisory_lock(${LOCK}) as held`;
    if (!lock!.held) throw new ArchiveError('running', 'the log is already being archived');
    try {
      return await archiveDue(options);
    } finally {
      await locks`select pg_advisory_unlock(${LOCK})`;
    }
  });

const archiveDue = async (options: ArchiveOptions): Promise<ArchiveReport> => {
  const { sql, clock, onProgress } = options;
  await options.tendPartitions();
  const ranges: ArchiveReport['ranges'][number][] = [];
  for (const partition of await dueRanges(sql, clock, options.olderThanMs)) {
    const { first, last } = partition;
    const started = performance.now();
    const known = await findArchive(sql, first);
    const manifest =
      known === undefined
        ? await archiveRange(options, partition)
        : await checkArchive(options.archiveDir, first);
    const archived = performance.now();
    onProgress?.({ first, step: 'waiting', events: manifest.events });
    const waitingFor = await waitForReaders(sql, last, options.waitMs ?? WAIT_MS);
    if (waitingFor.length > 0) return { ranges, waitingFor };
    onProgress?.({ first, step: 'dropping', events: manifest.events });
    const dropping = performance.now();
    await dropRange(sql, first, last);
    onProgress?.({ first, step: 'dropped', events: manifest.events });
    ranges.push({
      first,
      last,
      events: manifest.events,
      bytes: manifest.bytes,
      archiveSeconds: known === undefined ? (archived - started) / 1000 : 0,
      dropSeconds: (performance.now() - dropping) / 1000,
    });
  }
  return { ranges, waitingFor: [] };
};

const archiveRange = async (options: ArchiveOptions, partition: Partition): Promise<ArchiveManifest> => {
  const { store, sql, clock, catalogue } = options;
  const { first, last } = partition;
  await requireSealed(options, last);
  const carryForwards = options.carryForwards();
  await beginWith(store, carryForwards, await previousRange(sql, first));
  const wantedOf = carryForwardsByType(carryForwards);
  const give = (type: string, schemaVersion: number, data: string, meta: string): void => {
    const wanted = wantedOf.get(type);
    if (wanted === undefined) return;
    const upcast = upcastData(type, schemaVersion, JSON.parse(data), catalogue);
    const event: RangeEvent = { type, data: upcast, meta: JSON.parse(meta) };
    for (const each of wanted) each.add(event);
  };
  const permanent = await openPermanentEvents(
    sql,
    new Set(carryForwards.flatMap(({ by }) => [...(by ?? [])])),
    last,
  );
  const manifest = await exportRange({
    ...options,
    partition,
    onRow(row) {
      for (const event of permanent.before(Number(row[POSITION])))
        give(event.type, event.schema_version, event.data, event.meta);
      give(row[TYPE]!, Number(row[SCHEMA_VERSION]), row[DATA]!, row[META]!);
    },
    onProgress: (events) => options.onProgress?.({ first, step: 'reading', events }),
  });
  crashPoint('archiveWritten');
  options.onProgress?.({ first, step: 'carrying', events: manifest.events });
  await carryForward(store, carryForwards, manifest);
  crashPoint('archiveCarried');
  await sql.begin(async (tx) => {
    await tx`
      insert into log_archives (first_position, last_position, events, sha256, state, archived_at)
      values (${first}, ${last}, ${manifest.events}, ${manifest.sha256}, 'archived', ${new Date(clock.now()).toISOString()})`;
    // Projections that begin from now on begin with the carried-forward events; those that have begun are awaited.
    await tx`update carried_log set through = ${last} where singleton = 1 and through < ${last}`;
  });
  return manifest;
};

const carryForwardsByType = (carryForwards: readonly CarryForward[]): Map<string, CarryForward[]> => {
  const byType = new Map<string, CarryForward[]>();
  for (const each of carryForwards)
    for (const type of [...each.from, ...(each.by ?? [])])
      byType.set(type, [...(byType.get(type) ?? []), each]);
  return byType;
};

/** Archived events can still be verified, since the chain keeps their leaves: so they must have been sealed. */
const requireSealed = async ({ sql, sealLog }: ArchiveOptions, last: number): Promise<void> => {
  const sealed = async () => {
    const [row] = await sql<{ sealed: string | null }>`select max(last_position) as sealed from log_seals`;
    return Number(row!.sealed ?? 0);
  };
  while ((await sealed()) < last) {
    await sealLog();
    if ((await sealed()) < last) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};

const previousRange = async (sql: Sql, first: number): Promise<number | undefined> =>
  (await listArchives(sql)).findLast((range) => range.first < first)?.first;

const beginWith = async (
  store: EventStore,
  carryForwards: readonly CarryForward[],
  previous: number | undefined,
): Promise<void> => {
  if (previous === undefined) return;
  for (const { type, data } of await store.readStream(archiveStream(previous)))
    for (const each of carryForwards) if (each.type === type) each.begin(data);
};

/** In one append: all or nothing. After a killed run, the next one finds it done. */
const carryForward = async (
  store: EventStore,
  carryForwards: readonly CarryForward[],
  manifest: ArchiveManifest,
): Promise<void> => {
  const stream = archiveStream(manifest.first);
  const [done] = await store.readStream(stream, { limit: 1 });
  if (done !== undefined) return;
  const through = toPosition(manifest.last);
  const archived: LogRangeArchived['data'] = {
    first: toPosition(manifest.first),
    through,
    events: manifest.events,
    contentSha256: manifest.contentSha256,
  };
  const drafts = [
    ...carryForwards.flatMap(({ type, end }) =>
      end().map((data) => ({ type, data: { ...data, through } satisfies CarriedForward })),
    ),
    { type: 'LogRangeArchived', data: archived },
  ];
  const events = drafts.map(
    ({ type, data }, n): NewEvent => ({
      id: derivedId('archive', String(manifest.first), String(n)),
      type,
      data,
      meta: { actor: ACTOR },
    }),
  );
  const result = await store.append({ stream, expected: 'none', events });
  if (result.status !== 'appended' && result.status !== 'alreadyAppended')
    throw new Error(`${stream} was written by another process: ${result.status}`);
};

/**
 * Projections that have not passed a range and did not begin after it: its events cannot be dropped yet. The alarm engine's memory is
 * saved less often than its checkpoint moves, and needs the events in between.
 */
const waitForReaders = async (
  sql: Sql,
  last: number,
  waitMs: number,
): Promise<{ name: string; position: string }[]> => {
  const until = performance.now() + waitMs;
  for (;;) {
    const behind = await sql<{ name: string; position: string }>`
      select name, position from projection_checkpoints
      where position::bigint < ${last} and coalesce(carried_through::bigint, 0) < ${last}
      union all
      select 'alarm_engine_memory', value ->> 'position' from alarm_engine_memory
      where kind = 'saved' and (value ->> 'position')::bigint < ${last}
      order by name`;
    if (behind.length === 0 || performance.now() >= until) return [...behind];
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};
