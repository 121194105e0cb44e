import type { Clock } from '../platform/clock.ts';

/** A clock that is stopped until it is set. */
export interface SteppedClock extends Clock {
  set(iso: string): void;
  forward(minutes: number): void;
}

export const createSteppedClock = (iso: string): SteppedClock => {
  let now = Date.parse(iso);
  return {
    now: () => now,
    set(to) {
      now = Date.parse(to);
    },
    forward(minutes) {
      now += minutes * 60_000;
    },
  };
};
