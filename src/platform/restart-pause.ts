const FIRST_MS = 500;
const LONGEST_MS = 60_000;
/** A server that ran this long was well: what ended it is a new fault. */
const WELL_MS = 300_000;

/** How long to wait before a server that ended is started again: twice as long each time, never for ever. */
export const restartPause = (lastPauseMs: number | undefined, ranMs: number): number =>
  lastPauseMs === undefined || ranMs >= WELL_MS ? FIRST_MS : Math.min(LONGEST_MS, lastPauseMs * 2);
