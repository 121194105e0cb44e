import type { Clock } from '../platform/clock.ts';

export interface AttemptLimit {
  allows(name: string): boolean;
  failed(name: string): void;
  succeeded(name: string): void;
}

/** Failed sign-ins of one name within the window before it has to wait. */
export const MAX_FAILED_ATTEMPTS = 10;
const WINDOW_MS = 5 * 60_000;
const MOST_NAMES = 10_000;

/** Slows down guessing: after too many failures a name waits until the window is over. */
export const createAttemptLimit = (clock: Clock): AttemptLimit => {
  const failures = new Map<string, { count: number; since: number }>();
  const current = (name: string) => {
    const entry = failures.get(name);
    return entry !== undefined && clock.now() - entry.since < WINDOW_MS ? entry : undefined;
  };
  return {
    allows: (name) => (current(name)?.count ?? 0) < MAX_FAILED_ATTEMPTS,
    failed(name) {
      const entry = current(name) ?? { count: 0, since: clock.now() };
      failures.delete(name);
      failures.set(name, { ...entry, count: entry.count + 1 });
      for (const oldest of failures.keys()) {
        if (failures.size <= MOST_NAMES) break;
        failures.delete(oldest);
      }
    },
    succeeded: (name) => failures.delete(name),
  };
};
