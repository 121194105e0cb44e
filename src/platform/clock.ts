/** The only source of time. Milliseconds since 1970-01-01 UTC. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export const isoNow = (clock: Clock): string => new Date(clock.now()).toISOString();

/** Asia/Shanghai has had no daylight saving since 1991: a fixed offset is exact for every date we handle. */
export const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** Calendar day in Asia/Shanghai as `YYYY-MM-DD`. */
export const shanghaiDay = (epochMs: number): string =>
  new Date(epochMs + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
