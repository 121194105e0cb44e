import type { EventStore, Position, RecordedEvent } from '../event-store/event-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Database } from '../platform/sql.ts';
import type { Projection } from '../projection.ts';
import { createLagRecorder } from './lag.ts';
import { createRunner, type RunnerStatus } from './runner.ts';

export type AppliedListener = (events: readonly RecordedEvent[]) => void | Promise<void>;

export interface ProjectionStatus extends RunnerStatus {
  /** Events between its position and the end of the log. */
  readonly behind: number;
}

export interface ProjectionEngine {
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Calls back after a projection committed events, with those events. Who waits for a position waits for the listeners too,
   * so that what they keep in memory is as new as the rows. A listener handles its own errors.
   */
  onApplied(name: string, listener: AppliedListener): void;
  /** Resolves true once every named projection (default: all) has passed `position`, false after the time limit. */
  waitFor(position: Position, options?: { names?: readonly string[]; timeoutMs?: number }): Promise<boolean>;
  status(): Promise<ProjectionStatus[]>;
  /** Time from an event's commit to its visibility in a read model, ms: oldest event of each batch since the start. */
  lagPercentile(fraction: number): number;
  resetLag(): void;
}

export interface ProjectionEngineOptions {
  readonly store: EventStore;
  readonly sql: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly projections: readonly Projection[];
  readonly maxBatch?: number;
  readonly onLag?: (name: string, lagMs: number) => void;
}

interface Waiter {
  readonly names: ReadonlySet<string>;
  readonly position: Position;
  readonly resolve: (reached: boolean) => void;
}

const DEFAULT_MAX_BATCH = 5000;
const DEFAULT_WAIT_MS = 5000;

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

  const runners = options.projections.map((projection) =>
    createRunner({
      ...options,
      projection,
      maxBatch: options.maxBatch ?? DEFAULT_MAX_BATCH,
      async onApplied(events, lagMs) {
        lag.record(lagMs);
        options.onLag?.(projection.name, lagMs);
        for (const listener of listeners.get(projection.name) ?? []) await listener(events);
      },
      onPosition(position) {
        positions.set(projection.name, position);
        wakeWaiters();
      },
      onParked() {
        parked.add(projection.name);
        wakeWaiters();
      },
    }),
  );

  return {
    async start() {
      await Promise.all(runners.map((runner) => runner.start()));
    },
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()));
      for (const waiter of waiters) waiter.resolve(false);
    },
    onApplied(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
    waitFor(position, { names, timeoutMs = DEFAULT_WAIT_MS } = {}) {
      return new Promise((resolve) => {
        const waiter: Waiter = {
          names: new Set(names ?? runners.map((runner) => runner.projection.name)),
          position,
          resolve(done) {
            clearTimeout(timer);
            waiters.delete(waiter);
            resolve(done);
          },
        };
        const timer = setTimeout(() => waiter.resolve(false), timeoutMs);
        if (reached(waiter)) waiter.resolve(true);
        else waiters.add(waiter);
      });
    },
    async status() {
      const head = await store.head();
      return runners.map((runner) => {
        const status = runner.status();
        return { ...status, behind: store.distance(status.position, head) };
      });
    },
    lagPercentile: (fraction) => lag.percentile(fraction),
    resetLag: () => lag.reset(),
  };
};
