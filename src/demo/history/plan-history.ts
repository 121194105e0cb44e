import { type Clock, SHANGHAI_OFFSET_MS, shanghaiDay, systemClock } from '../../platform/clock.ts';
import { connectDatabase } from '../../platform/connect-database.ts';
import { DEMO_SEED } from '../city.ts';
import type { History } from './record-history.ts';

const DAY_MS = 86_400_000;

/** Whole days before today, and today until now. */
export const historyOf = (days: number, nowMs: number): History => {
  const today = Math.floor((nowMs + SHANGHAI_OFFSET_MS) / DAY_MS) * DAY_MS - SHANGHAI_OFFSET_MS;
  const fromMs = today - days * DAY_MS;
  return { fromMs, toMs: nowMs, seed: `${shanghaiDay(fromMs)} ${DEMO_SEED}` };
};

/** Whether the log holds neither cases nor readings: a past can be put only before everything else. */
export const hasNoPast = async (databaseUrl: string): Promise<boolean> => {
  const sql = connectDatabase({ url: databaseUrl, name: 'history', maxConnections: 1 });
  try {
    const [row] = await sql<{ used: boolean }>`
      select exists (select from events where type in ('CaseReported', 'ReadingsRecorded')) as used`;
    return !row!.used;
  } finally {
    await sql.end();
  }
};

export interface StandingClock extends Clock {
  /** It is the present from now on. */
  release(): void;
}

/** Stands at an instant until it is released: the city is set up on the first day of its past. */
export const standingClock = (atMs: number): StandingClock => {
  let stands = true;
  return {
    now: () => (stands ? atMs : systemClock.now()),
    release() {
      stands = false;
    },
  };
};
