import type { EventStore, Position } from '../event-store/event-store.ts';
import { guarded } from '../platform/guard.ts';

interface Waiter {
  readonly names: ReadonlySet<string>;
  readonly position: Position;
  readonly resolve: (reached: boolean) => void;
}

/** Positions of the projections, and their waiters. */
export interface Waiters {
  positionOf(name: string): Position | undefined;
  moved(name: string, position: Position): void;
  /** A projection that is parked, or whose new version is being built, does not advance by itself: waiters skip it. */
  skip(name: string): void;
  heed(name: string): void;
  /** Resolves true once every named projection that is not skipped has passed `position`, false after the time limit. */
  wait(names: ReadonlySet<string>, position: Position, timeoutMs: number): Promise<boolean>;
  /** Ends all waits: they resolve false. */
  close(): void;
}

export const createWaiters = (store: Pick<EventStore, 'comparePositions' | 'start'>): Waiters => {
  const positions = new Map<string, Position>();
  const skipped = new Set<string>();
  const waiters = new Set<Waiter>();

  const reached = ({ names, position }: Waiter): boolean => {
    for (const name of names) {
      if (skipped.has(name)) continue;
      if (store.comparePositions(positions.get(name) ?? store.start, position) < 0) return false;
    }
    return true;
  };
  const wake = () => {
    for (const waiter of waiters) if (reached(waiter)) waiter.resolve(true);
  };

  return {
    positionOf: (name) => positions.get(name),
    moved(name, position) {
      positions.set(name, position);
      wake();
    },
    skip(name) {
      skipped.add(name);
      wake();
    },
    heed: (name) => void skipped.delete(name),
    wait: (names, position, timeoutMs) =>
      new Promise((resolve) => {
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
      }),
    close() {
      for (const waiter of waiters) waiter.resolve(false);
    },
  };
};
