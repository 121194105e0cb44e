import type { EventStore, Position, RecordedEvent } from '../event-store/event-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Database } from '../platform/sql.ts';
import { dropOtherVersions, hasOlderVersion, openCheckpoint } from './checkpoint.ts';
import { createCheckpointWatch } from './checkpoint-watch.ts';
import { createFeed } from './feed.ts';
import { type Follower, startFollower } from './follower.ts';
import { HISTORY_PAGE_EVENTS } from './history.ts';
import { createLagRecorder } from './lag.ts';
import { createLeases } from './leases.ts';
import { readParked, resumeParked, writeParked } from './parking.ts';
import type { Projection } from './projection.ts';
import { rebuildProjections } from './rebuild.ts';
import { createRunner, type Runner, type RunnerStatus } from './runner.ts';
import { createWaiters } from './waiters.ts';

/** A projection, or an object with its name. The engine throws for one that it does not run: its listeners would never be called. */
export type ProjectionName = Pick<Projection, 'name'>;

export type AppliedListener = (events: readonly RecordedEvent[]) => void | Promise<void>;

export interface ProjectionStatus extends RunnerStatus {
  /** Where it stopped: position and type of the event that cannot be applied. */
  readonly parkedAt: {
    readonly position: Position;
    readonly eventType: string;
    readonly since: string;
  } | null;
  /** Distance from its position to the end of the log: in events, or in bytes if the store counts those. */
  readonly behind: number;
  readonly behindUnit: EventStore['distanceUnit'];
}

export interface ProjectionEngine {
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Calls back after a projection committed events, with those events, whichever process drives it. Waiting for a position includes
   * waiting for the listeners, so that their memory is as current as the rows. A listener handles its own errors.
   */
  onApplied(projection: ProjectionName, listener: AppliedListener): void;
  /** Resolves true once every given projection (default: all) has passed `position`, false after the time limit. */
  waitFor(
    position: Position,
    options?: { projections?: readonly ProjectionName[]; timeoutMs?: number },
  ): Promise<boolean>;
  status(): Promise<ProjectionStatus[]>;
  /** Time from an event's commit to its visibility in a read model, ms: oldest event of each batch since the start. */
  lagPercentile(fraction: number): number;
  resetLag(): void;
}

export interface ProjectionEngineOptions {
  readonly store: EventStore;
  readonly sql: Database;
  /** Address of the same database, for the connection that holds the leases. */
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly projections: readonly Projection[];
  /** The versions of events that this release understands; a projection parks at a newer one. */
  readonly schemaVersions?: Readonly<Record<string, number>>;
  readonly maxBatch?: number;
  /** Most events that are kept in memory for projections that have not reached them yet. Default 20,000. */
  readonly keepEvents?: number;
  readonly onLag?: (name: string, lagMs: number) => void;
}

/** A projection in this process: driven here, or followed while another process drives it. */
interface ProjectionSlot {
  readonly projection: Projection;
  runner?: Runner | undefined;
  follower?: Follower | undefined;
  /** While tables of a new version are built in parallel to those of the previous one. */
  building?: { readonly done: Promise<void>; readonly stop: () => void } | undefined;
  /** True once the row that marks it as parked is written: if that row is deleted, a retry was requested. */
  parkedPersisted?: boolean;
}

const DEFAULT_MAX_BATCH = 5000;
const DEFAULT_KEEP_EVENTS = 20_000;
const DEFAULT_WAIT_MS = 5000;
const MISSED_BATCH = 5000;

/** Drives the projections, each of them in exactly one of the processes that share the database. */
export const createProjectionEngine = (options: ProjectionEngineOptions): ProjectionEngine => {
  const { store } = options;
  const listeners = new Map<string, AppliedListener[]>();
  const waiters = createWaiters(store);
  const lag = createLagRecorder();

  const notify = async (name: string, events: readonly RecordedEvent[]): Promise<void> => {
    for (const listener of listeners.get(name) ?? []) await listener(events);
  };

  const slots: readonly ProjectionSlot[] = options.projections.map((projection) => ({ projection }));
  const known = ({ name }: ProjectionName): string => {
    if (slots.some(({ projection }) => projection.name === name)) return name;
    throw new Error(`projection ${name} not found`);
  };
  const maxBatch = options.maxBatch ?? DEFAULT_MAX_BATCH;
  const feed = createFeed({
    store,
    keepEvents: options.keepEvents ?? DEFAULT_KEEP_EVENTS,
    pageEvents: HISTORY_PAGE_EVENTS,
    onError: (name, err) => options.logger.warn({ name, err }, 'reading the log failed, retrying'),
  });
  const watch = createCheckpointWatch(options.sql, store);

  const startRunner = async (slot: ProjectionSlot): Promise<void> => {
    const { projection } = slot;
    const { name } = projection;
    waiters.heed(name);
    slot.parkedPersisted = false;
    await resumeParked(options.sql, name);
    slot.runner = createRunner({
      ...options,
      feed,
      projection,
      maxBatch,
      async onApplied(events, lagMs) {
        lag.record(lagMs);
        options.onLag?.(name, lagMs);
        await notify(name, events);
      },
      onPosition: (position) => waiters.moved(name, position),
      onParked(parking) {
        waiters.skip(name);
        writeParked(options.sql, name, parking).then(
          () => {
            slot.parkedPersisted = true;
          },
          (err: unknown) => options.logger.error({ err, projection: name }, 'parked state not saved'),
        );
      },
    });
    await slot.runner.start();
  };

  /** Notifies listeners of events that the previous driver applied after the last notification in this process. */
  const notifyMissedEvents = async ({ projection }: ProjectionSlot): Promise<void> => {
    let notified = waiters.positionOf(projection.name);
    if (notified === undefined) return;
    const { position: applied } = await openCheckpoint(options.sql, projection.name, store.start);
    while (store.comparePositions(notified, applied) < 0) {
      const batch: readonly RecordedEvent[] = await store.readAll({ after: notified, limit: MISSED_BATCH });
      const missed = batch.filter(
        ({ type, position }) =>
          projection.handles.has(type) && store.comparePositions(position, applied) <= 0,
      );
      if (missed.length > 0) await notify(projection.name, missed);
      notified = batch[batch.length - 1]!.position;
    }
  };

  const startDriving = async (slot: ProjectionSlot): Promise<void> => {
    if (slot.runner !== undefined || slot.building !== undefined) return;
    await slot.follower?.stop();
    slot.follower = undefined;
    if (await hasOlderVersion(options.sql, slot.projection.name)) return build(slot);
    await notifyMissedEvents(slot);
    await startRunner(slot);
  };

  /** Builds a new version in parallel to the old one, whose rows are read until it is complete; waiters skip it. */
  const build = (slot: ProjectionSlot): void => {
    const { projection } = slot;
    const { name } = projection;
    const stopping = new AbortController();
    options.logger.info({ projection: name }, 'building a new version');
    waiters.skip(name);
    const work = async () => {
      const { sql, url } = options;
      await rebuildProjections({ store, url, projections: [projection], signal: stopping.signal });
      await dropOtherVersions(sql, name);
      waiters.heed(name);
      await startRunner(slot);
      options.logger.info({ projection: name }, 'the new version is in use');
    };
    const done = work()
      .catch((err: unknown) => {
        if (!stopping.signal.aborted)
          options.logger.error({ projection: name, err }, 'building a new version failed');
      })
      .finally(() => {
        slot.building = undefined;
      });
    slot.building = { done, stop: () => stopping.abort() };
  };
  const stopBuilding = async ({ building }: ProjectionSlot): Promise<void> => {
    building?.stop();
    await building?.done;
  };
  const startFollowing = async (slot: ProjectionSlot): Promise<void> => {
    if (slot.follower !== undefined) return;
    await stopBuilding(slot);
    await slot.runner?.stop();
    slot.runner = undefined;
    const { projection } = slot;
    slot.follower = startFollower({
      ...options,
      feed,
      projection,
      maxBatch,
      watch,
      from: waiters.positionOf(projection.name),
      onApplied: (events) => notify(projection.name, events),
      onPosition: (position) => waiters.moved(projection.name, position),
    });
  };

  /** Restarts resumed projections, and finds out which ones are parked in other processes: waiters skip those. */
  const reconcileParked = async (): Promise<void> => {
    const rows = await readParked(options.sql);
    for (const slot of slots) {
      const { name } = slot.projection;
      if (slot.building !== undefined) continue;
      if (slot.runner === undefined) {
        if (rows.has(name)) waiters.skip(name);
        else waiters.heed(name);
      } else if (slot.parkedPersisted && !rows.has(name)) {
        await slot.runner.stop();
        await startRunner(slot);
      }
    }
  };

  const leases = createLeases({
    url: options.url,
    names: slots.map(({ projection }) => projection.name),
    logger: options.logger,
    async onLook(held) {
      await reconcileParked();
      await Promise.all(
        slots.map((slot) => (held.has(slot.projection.name) ? startDriving(slot) : startFollowing(slot))),
      );
    },
  });

  const statusOf = ({ projection, runner, building }: ProjectionSlot): RunnerStatus =>
    runner?.status() ?? {
      name: projection.name,
      state: building === undefined ? 'elsewhere' : 'building',
      position: waiters.positionOf(projection.name) ?? store.start,
      applied: 0,
      ratePerSecond: 0,
      lagMs: null,
      failures: 0,
      lastError: null,
    };

  return {
    start: () => leases.start(),
    async stop() {
      await leases.stop(async () => {
        await Promise.all(slots.map(stopBuilding));
        await Promise.all(slots.flatMap(({ runner, follower }) => [runner?.stop(), follower?.stop()]));
        await feed.close();
      });
      waiters.close();
    },
    onApplied(projection, listener) {
      const name = known(projection);
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
    waitFor(position, { projections, timeoutMs = DEFAULT_WAIT_MS } = {}) {
      const names = new Set(projections?.map(known) ?? slots.map(({ projection }) => projection.name));
      return waiters.wait(names, position, timeoutMs);
    },
    async status() {
      const [head, rows] = [await store.head(), await readParked(options.sql)];
      return slots.map((slot) => {
        const status = statusOf(slot);
        const row = rows.get(status.name);
        const behind = store.distance(status.position, head);
        const distance = { behind, behindUnit: store.distanceUnit };
        if (row === undefined) return { ...status, parkedAt: null, ...distance };
        const { position, eventType, error, since } = row;
        return {
          ...status,
          state: 'parked' as const,
          lastError: error,
          parkedAt: { position, eventType, since },
          ...distance,
        };
      });
    },
    lagPercentile: (fraction) => lag.percentile(fraction),
    resetLag: () => lag.reset(),
  };
};
