import { setTimeout } from 'node:timers/promises';
import type { EventStore, Position, RecordedEvent } from '../event-store/event-store.ts';
import { connectDatabase } from '../platform/connect-database.ts';
import { crashPoint } from '../platform/crash-points.ts';
import type { Database, Sql } from '../platform/sql.ts';
import { type Checkpoint, CheckpointMovedError, openCheckpoint } from './checkpoint.ts';
import { commitBatch } from './commit-batch.ts';
import { HISTORY_PAGE_EVENTS } from './history.ts';
import type { Projection } from './projection.ts';
import { createShadows, exchangeShadows, hasShadows, SHADOW_SCHEMA } from './shadow-tables.ts';
import { wantedOf } from './wanted.ts';

export interface RebuildProgress {
  /** How much of the log has been read and how long it is now, in the store's unit of distance. */
  readonly done: number;
  readonly total: number;
}

export interface RebuildOptions {
  readonly store: EventStore;
  /** Address of the database with the read models. */
  readonly url: string;
  readonly projections: readonly Projection[];
  /** Starts over even if an interrupted rebuild could be resumed. */
  readonly restart?: boolean;
  /** Events read at once. Default 20,000. */
  readonly page?: number;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly signal?: AbortSignal;
}

/** Another process is building the same read model. */
export class RebuildRunningError extends Error {
  readonly code = 'rebuildRunning';
  constructor(name: string) {
    super(`${name} is already being rebuilt`);
    this.name = 'RebuildRunningError';
  }
}

const PROGRESS_MS = 200;
/** Pages without an event for a projection after which its checkpoint is written anyway. */
const IDLE_PAGES = 20;
const CONNECTIONS = 4;
const LOCK_CLASS = 7_415_203;
const EXCHANGE_ATTEMPTS = 5;
/** A reader that locks a table for longer makes the swap retry, so that others do not queue behind it. */
const EXCHANGE_LOCK_MS = 2000;

/** Checkpoint from which a rebuild resumes after an interruption. */
export const rebuildName = (name: string): string => `${name}#rebuild`;

/** A read model being built in parallel to the one in use. */
interface Build {
  readonly projection: Projection;
  /** The same, under the rebuild's checkpoint. */
  readonly shadow: Projection;
  checkpoint: Checkpoint;
  /** How far it has read; nothing beyond the checkpoint was relevant. */
  reached: Position;
  idlePages: number;
}

/**
 * Rebuilds read models from the log, in parallel to the ones in use, all in one pass over it, and swaps each with the old one
 * when it has caught up. Readers see the old rows until then and the new ones afterwards; a running server continues with
 * the new tables. An interrupted rebuild resumes where it was. Throws RebuildRunningError.
 */
export const rebuildProjections = async (options: RebuildOptions): Promise<RebuildProgress> => {
  const { store, url, projections, signal } = options;
  const sql = connectDatabase({ url, name: 'rebuild', maxConnections: 2 });
  const shadowSql = connectDatabase({
    url,
    name: 'rebuild-shadow',
    maxConnections: CONNECTIONS,
    searchPath: [SHADOW_SCHEMA, 'public'],
  });
  try {
    return await sql.withConnection(async (locks) => {
      for (const { name } of projections) await lock(locks, name);
      const builds: Build[] = [];
      for (const projection of projections)
        builds.push(await openBuild(sql, shadowSql, store, projection, options.restart ?? false));
      const progress = createProgress(store, options.onProgress);
      await catchUp(store, shadowSql, builds, {
        page: options.page ?? HISTORY_PAGE_EVENTS,
        progress,
        ...(signal ? { signal } : {}),
      });
      for (const build of builds) {
        signal?.throwIfAborted();
        await exchange({ store, sql, shadowSql }, build);
      }
      return await progress.finish();
    });
  } finally {
    await shadowSql.end();
    await sql.end();
  }
};

/** The lock is held by the connection until it is closed. */
const lock = async (sql: Sql, name: string): Promise<void> => {
  const [row] = await sql<{ held: boolean }>`
    select pg_try_advisory_lock(${LOCK_CLASS}, hashtext(${name})) as held`;
  if (!row!.held) throw new RebuildRunningError(name);
};

const openBuild = async (
  sql: Database,
  shadowSql: Database,
  store: EventStore,
  projection: Projection,
  restart: boolean,
): Promise<Build> => {
  const name = rebuildName(projection.name);
  const shadow: Projection = { ...projection, name };
  await sql.begin(async (tx) => {
    const [begun] = await tx<{ position: string }>`
      select position from projection_checkpoints where name = ${name}`;
    const goesOn =
      !restart &&
      begun !== undefined &&
      store.isPosition(begun.position) &&
      (await hasShadows(tx, projection.tables));
    if (goesOn) return;
    await createShadows(tx, projection.tables);
    await tx`delete from projection_checkpoints where name = ${name}`;
  });
  const checkpoint = await openCheckpoint(sql, name, store.start);
  await shadow.load?.(shadowSql);
  return { projection, shadow, checkpoint, reached: checkpoint.position, idlePages: 0 };
};

/** Commits the events of a page that a build handles; a page without any only advances its position. */
const applyPage = async (
  store: EventStore,
  shadowSql: Database,
  build: Build,
  page: readonly RecordedEvent[],
): Promise<void> => {
  const to = page[page.length - 1]!.position;
  if (store.comparePositions(to, build.reached) <= 0) return;
  const { shadow, reached } = build;
  const relevant = wantedOf(page, shadow, build.checkpoint, store).filter(
    ({ position }) => store.comparePositions(position, reached) > 0,
  );
  build.reached = to;
  build.idlePages += 1;
  if (relevant.length > 0 || build.idlePages >= IDLE_PAGES) await commitBuild(shadowSql, build, relevant);
};

const commitBuild = async (
  shadowSql: Database,
  build: Build,
  events: readonly RecordedEvent[],
): Promise<void> => {
  const { shadow, checkpoint, reached } = build;
  await commitBatch(shadowSql, shadow, events, checkpoint, reached);
  build.checkpoint = { ...checkpoint, position: reached };
  build.idlePages = 0;
};

/** Advances builds to the log's end: each page is read once for all of them, the next one while this one is applied. */
const catchUp = async (
  store: EventStore,
  shadowSql: Database,
  builds: readonly Build[],
  options: { readonly page: number; readonly progress?: Progress; readonly signal?: AbortSignal },
): Promise<void> => {
  const read = (after: Position) => {
    const page = store.readAll({ after, limit: options.page });
    page.catch(() => undefined);
    return page;
  };
  const from = builds.map(({ reached }) => reached).sort(store.comparePositions)[0];
  if (from === undefined) return;
  let page = await read(from);
  while (page.length > 0) {
    options.signal?.throwIfAborted();
    const at = page[page.length - 1]!.position;
    const next = read(at);
    const current = page;
    await Promise.all(builds.map((build) => applyPage(store, shadowSql, build, current)));
    await options.progress?.reached(at);
    page = await next;
  }
  await Promise.all(
    builds.map((build) =>
      build.reached === build.checkpoint.position ? undefined : commitBuild(shadowSql, build, []),
    ),
  );
};

/** Swaps the old tables for the new ones in one transaction that locks the checkpoint, so that no event is lost in between. */
const exchange = async (
  { store, sql, shadowSql }: { store: EventStore; sql: Database; shadowSql: Database },
  build: Build,
): Promise<void> => {
  const { projection, shadow } = build;
  for (let attempt = 1; ; attempt += 1) {
    // Most of what arrived meanwhile is applied before anybody has to wait.
    await catchUp(store, shadowSql, [build], { page: HISTORY_PAGE_EVENTS });
    try {
      await sql.begin(async (tx) => {
        await tx.statement(`set local lock_timeout = ${EXCHANGE_LOCK_MS}`, []);
        await openCheckpoint(tx, projection.name, store.start);
        // The driver of the old tables blocks here with its next batch, and then finds another generation.
        await tx`select from projection_checkpoints where name = ${projection.name} for update`;
        await catchUp(store, shadowSql, [build], { page: HISTORY_PAGE_EVENTS });
        await exchangeShadows(tx, projection.tables);
        await tx`update projection_checkpoints set position = ${build.reached}, generation = generation + 1,
          carried_through = ${build.checkpoint.carriedThrough}
          where name = ${projection.name}`;
        await tx`delete from projection_checkpoints where name = ${shadow.name}`;
        crashPoint('rebuildExchange');
      });
      crashPoint('rebuildExchanged');
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE || attempt === EXCHANGE_ATTEMPTS)
        throw error;
      await setTimeout(EXCHANGE_LOCK_MS);
    }
  }
};

const LOCK_NOT_AVAILABLE = '55P03';

interface Progress {
  reached(position: Position): Promise<void>;
  finish(): Promise<RebuildProgress>;
}

const createProgress = (
  store: EventStore,
  onProgress: ((progress: RebuildProgress) => void) | undefined,
): Progress => {
  let reportedAt = Number.NEGATIVE_INFINITY;
  const report = async (position: Position | undefined): Promise<RebuildProgress> => {
    reportedAt = performance.now();
    const head = await store.head();
    const total = store.distance(store.start, head);
    const progress = { done: position === undefined ? total : store.distance(store.start, position), total };
    onProgress?.(progress);
    return progress;
  };
  return {
    async reached(position) {
      if (onProgress !== undefined && performance.now() - reportedAt >= PROGRESS_MS) await report(position);
    },
    finish: () => report(undefined),
  };
};

/** Advances a read model to the log's end from its current position, for a command that reads it when no server may be running. */
export const catchUpProjection = async (options: {
  readonly store: EventStore;
  readonly sql: Database;
  readonly projection: Projection;
}): Promise<void> => {
  const { store, sql, projection } = options;
  let checkpoint = await openCheckpoint(sql, projection.name, store.start);
  await projection.load?.(sql);
  for (;;) {
    const page = await store.readAll({ after: checkpoint.position, limit: HISTORY_PAGE_EVENTS });
    const last = page[page.length - 1];
    if (last === undefined) return;
    const relevant = wantedOf(page, projection, checkpoint, store);
    try {
      await commitBatch(sql, projection, relevant, checkpoint, last.position);
      checkpoint = { ...checkpoint, position: last.position };
    } catch (error) {
      // A running server has moved it: continue from its new position.
      if (!(error instanceof CheckpointMovedError)) throw error;
      await projection.load?.(sql);
      checkpoint = await openCheckpoint(sql, projection.name, store.start);
    }
  }
};
