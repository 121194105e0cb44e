const FIRST_MS = 500;
const LONGEST_MS = 60_000;
/** A server that ran this long was healthy: its end is a new fault. */
const WELL_MS = 300_000;

/** How long to wait before an ended server is restarted: doubled each time, up to a limit. */
export const restartPause = (lastPauseMs: number | undefined, ranMs: number): number =>
  lastPauseMs === undefined || ranMs >= WELL_MS ? FIRST_MS : Math.min(LONGEST_MS, lastPauseMs * 2);
