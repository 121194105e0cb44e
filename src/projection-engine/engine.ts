import type { EventStore, Position, RecordedEvent } from '../event-store/event-store.ts';
import type { Clock } from '../platform/clock.ts';
import { guarded } from '../platform/guard.ts';
import type { Logger } from '../platform/logger.ts';
import type { Database } from '../platform/sql.ts';
import { baseNameOf, openCheckpoint, versionOf } from './checkpoint.ts';
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

/** A projection, or what knows its name. The engine throws for one that it does not drive: nobody would ever be called. */
export type ProjectionName = Pick<Projection, 'name'>;

export type AppliedListener = (events: readonly RecordedEvent[]) => void | Promise<void>;

export interface ProjectionStatus extends RunnerStatus {
  /** Where it stopped: position and type of the event that it cannot apply. */
  readonly parkedAt: {
    readonly position: Position;
    readonly eventType: string;
    readonly since: string;
  } | null;
  /** What lies between its position and the end of the log: events, or bytes where the store counts those. */
  readonly behind: number;
  readonly behindUnit: EventStore['distanceUnit'];
}

export interface ProjectionEngine {
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Calls back after a projection committed events, with those events, whichever process drives it. Who waits for a position
   * waits for the listeners too, so that what they keep in memory is as new as the rows. A listener handles its own errors.
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
  /** Most events that are kept in memory for projections which have not come to them yet. Default 20,000. */
  readonly keepEvents?: number;
  readonly onLag?: (name: string, lagMs: number) => void;
}

interface Waiter {
  readonly names: ReadonlySet<string>;
  readonly position: Position;
  readonly resolve: (reached: boolean) => void;
}

/** A projection in this process: driven by it, or followed while another one drives it. */
interface Seat {
  readonly projection: Projection;
  runner?: Runner | undefined;
  follower?: Follower | undefined;
  /** While tables of a new version are built beside those of the last one. */
  building?: { readonly done: Promise<void>; readonly stop: () => void } | undefined;
  /** True once the row that says that it is parked is written: when it is gone, somebody wants it to try again. */
  parkedTold?: boolean;
}

const DEFAULT_MAX_BATCH = 5000;
const DEFAULT_KEEP_EVENTS = 20_000;
const DEFAULT_WAIT_MS = 5000;
const MISSED_BATCH = 5000;

/** Drives the projections, each in exactly one of the processes that run on the database. */
export const createProjectionEngine = (options: ProjectionEngineOptions): ProjectionEngine => {
  const { store } = options;
  const listeners = new Map<string, AppliedListener[]>();
  const positions = new Map<string, Position>();
  const waiters = new Set<Waiter>();
  const parked = new Set<string>();
  const wakeWaiters = () => {
    for (const waiter of waiters) if (reached(waiter)) waiter.resolve(true);
  };
  const lag = createLagRecorder();

  const reached = (waiter: Waiter): boolean => {
    for (const name of waiter.names) {
      // A parked one does not move until somebody mends it: nobody waits for that.
      if (parked.has(name)) continue;
      if (store.comparePositions(positions.get(name) ?? store.start, waiter.position) < 0) return false;
    }
    return true;
  };

  const tell = async (name: string, events: readonly RecordedEvent[]): Promise<void> => {
    for (const listener of listeners.get(name) ?? []) await listener(events);
  };
  const onPosition = (name: string, position: Position) => {
    positions.set(name, position);
    wakeWaiters();
  };

  const seats: readonly Seat[] = options.projections.map((projection) => ({ projection }));
  const known = ({ name }: ProjectionName): string => {
    if (seats.some(({ projection }) => projection.name === name)) return name;
    throw new Error(`there is no projection ${name}`);
  };
  const maxBatch = options.maxBatch ?? DEFAULT_MAX_BATCH;
  const feed = createFeed({
    store,
    keepEvents: options.keepEvents ?? DEFAULT_KEEP_EVENTS,
    pageEvents: HISTORY_PAGE_EVENTS,
    onError: (name, err) => options.logger.warn({ name, err }, 'reading the log is tried again'),
  });
  const watch = createCheckpointWatch(options.sql, store);

  const startRunner = async (seat: Seat): Promise<void> => {
    const { projection } = seat;
    const { name } = projection;
    parked.delete(name);
    seat.parkedTold = false;
    await resumeParked(options.sql, name);
    seat.runner = createRunner({
      ...options,
      feed,
      projection,
      maxBatch,
      async onApplied(events, lagMs) {
        lag.record(lagMs);
        options.onLag?.(name, lagMs);
        await tell(name, events);
      },
      onPosition: (position) => onPosition(name, position),
      onParked(parking) {
        parked.add(name);
        wakeWaiters();
        writeParked(options.sql, name, parking).then(
          () => {
            seat.parkedTold = true;
          },
          (err: unknown) => options.logger.error({ err, projection: name }, 'parking not recorded'),
        );
      },
    });
    await seat.runner.start();
  };

  /** What the last driver applied after this process was told last. */
  const tellMissed = async ({ projection }: Seat): Promise<void> => {
    let told = positions.get(projection.name);
    if (told === undefined) return;
    const { position: applied } = await openCheckpoint(options.sql, projection.name, store.start);
    while (store.comparePositions(told, applied) < 0) {
      const batch: readonly RecordedEvent[] = await store.readAll({ after: told, limit: MISSED_BATCH });
      const missed = batch.filter(
        ({ type, position }) =>
          projection.handles.has(type) && store.comparePositions(position, applied) <= 0,
      );
      if (missed.length > 0) await tell(projection.name, missed);
      told = batch[batch.length - 1]!.position;
    }
  };

  const take = async (seat: Seat): Promise<void> => {
    if (seat.runner !== undefined || seat.building !== undefined) return;
    await seat.follower?.stop();
    seat.follower = undefined;
    if (await hasOlderVersion(seat.projection.name)) return build(seat);
    await tellMissed(seat);
    await startRunner(seat);
  };

  /** Its tables hold what an earlier version made of the log. */
  const hasOlderVersion = async (name: string): Promise<boolean> => {
    const rows = await options.sql<{ name: string }>`
      select name from projection_checkpoints
      where split_part(name, '@', 1) = ${baseNameOf(name)} and position('#' in name) = 0`;
    return rows.length > 0 && rows.every((row) => versionOf(row.name) < versionOf(name));
  };

  /** Builds a new version beside the old one, whose rows are read until then; nobody waits for it. */
  const build = (seat: Seat): void => {
    const { projection } = seat;
    const { name } = projection;
    const stopping = new AbortController();
    options.logger.info({ projection: name }, 'a new version is built');
    parked.add(name);
    wakeWaiters();
    const work = async () => {
      const { sql, url } = options;
      await rebuildProjections({ store, url, projections: [projection], signal: stopping.signal });
      await sql`delete from projection_checkpoints
        where split_part(name, '@', 1) = ${baseNameOf(name)} and name <> ${name}`;
      parked.delete(name);
      await startRunner(seat);
      options.logger.info({ projection: name }, 'the new version is in use');
    };
    const done = work()
      .catch((err: unknown) => {
        if (!stopping.signal.aborted)
          options.logger.error({ projection: name, err }, 'a new version is not built');
      })
      .finally(() => {
        seat.building = undefined;
      });
    seat.building = { done, stop: () => stopping.abort() };
  };
  const stopBuilding = async ({ building }: Seat): Promise<void> => {
    building?.stop();
    await building?.done;
  };
  const leave = async (seat: Seat): Promise<void> => {
    if (seat.follower !== undefined) return;
    await stopBuilding(seat);
    await seat.runner?.stop();
    seat.runner = undefined;
    const { projection } = seat;
    seat.follower = startFollower({
      ...options,
      feed,
      projection,
      maxBatch,
      watch,
      from: positions.get(projection.name),
      onApplied: (events) => tell(projection.name, events),
      onPosition: (position) => onPosition(projection.name, position),
    });
  };

  /** Starts again what somebody resumed, and knows what is parked elsewhere: nobody waits for it. */
  const lookAtParked = async (): Promise<void> => {
    const rows = await readParked(options.sql);
    for (const seat of seats) {
      const { name } = seat.projection;
      if (seat.building !== undefined) continue;
      if (seat.runner === undefined) {
        if (rows.has(name)) parked.add(name);
        else parked.delete(name);
      } else if (seat.parkedTold && !rows.has(name)) {
        await seat.runner.stop();
        await startRunner(seat);
      }
    }
    wakeWaiters();
  };

  const leases = createLeases({
    url: options.url,
    names: seats.map(({ projection }) => projection.name),
    logger: options.logger,
    async onLook(held) {
      await lookAtParked();
      await Promise.all(seats.map((seat) => (held.has(seat.projection.name) ? take(seat) : leave(seat))));
    },
  });

  const statusOf = ({ projection, runner, building }: Seat): RunnerStatus =>
    runner?.status() ?? {
      name: projection.name,
      state: building === undefined ? 'elsewhere' : 'building',
      position: positions.get(projection.name) ?? store.start,
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
        await Promise.all(seats.map(stopBuilding));
        await Promise.all(seats.flatMap(({ runner, follower }) => [runner?.stop(), follower?.stop()]));
        await feed.close();
      });
      for (const waiter of waiters) waiter.resolve(false);
    },
    onApplied(projection, listener) {
      const name = known(projection);
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
    waitFor(position, { projections, timeoutMs = DEFAULT_WAIT_MS } = {}) {
      const names = new Set(projections?.map(known) ?? seats.map(({ projection }) => projection.name));
      return new Promise((resolve) => {
        const waiter: Waiter = {
          names,
          position,
          resolve(done) {
            clearTimeout(timer);
            waiters.delete(waiter);
            resolve(done);
          },
        };
        const timer = setTimeout(
          guarded('engine timer', () => waiter.resolve(false)),
          timeoutMs,
        );
        if (reached(waiter)) waiter.resolve(true);
        else waiters.add(waiter);
      });
    },
    async status() {
      const [head, rows] = [await store.head(), await readParked(options.sql)];
      return seats.map((seat) => {
        const status = statusOf(seat);
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
