import { HOUR_MS } from './hour-summary.ts';

/**
 * The hours of a device with data not yet summarised. Pure: it depends only on the log, including its times, so a replay
 * closes the same hours at the same events.
 */
export interface OpenHour {
  readonly hourMs: number;
  /** Version of its first record in the device's reading stream. */
  readonly fromVersion: number;
  /** Summarised at the first event of the log that was recorded at this time or later. */
  readonly dueMs: number;
}

export interface DeviceHours {
  /** The latest hour for which the device reported. */
  readonly latestMs: number | null;
  readonly open: ReadonlyMap<number, OpenHour>;
}

export interface Touch {
  readonly state: DeviceHours;
  /** Just opened, so not yet in the table. */
  readonly opened?: OpenHour;
  /** Hours that are complete because the device has moved on to a later one. */
  readonly complete: readonly OpenHour[];
  /** The previous hour, if the device has moved on. */
  readonly movedFrom?: number;
}

export const NO_HOURS: DeviceHours = { latestMs: null, open: new Map() };

/** How long after its end an hour waits for the device's last records, if the device does not move on by itself. */
export const GRACE_MS = 10 * 60_000;
/** How long records for a past hour are collected before it is summarised again. */
export const LATE_GATHERING_MS = 60_000;
/** Due times are rounded up to a multiple of this, so that many hours are due at once. */
const DUE_STEP_MS = 10_000;
/** A record later than this only becomes history. */
export const LATE_HORIZON_MS = 31 * 86_400_000;

/** A record of the device for `observedMs`, recorded at `recordedMs` as the given version of its stream. */
export const touchHour = (
  state: DeviceHours,
  observedMs: number,
  recordedMs: number,
  version: number,
): Touch => {
  const hourMs = Math.floor(observedMs / HOUR_MS) * HOUR_MS;
  const { latestMs, open } = state;
  if (open.has(hourMs) || recordedMs - hourMs > LATE_HORIZON_MS) return { state, complete: [] };
  const end = hourMs + HOUR_MS;
  const dueMs = end > recordedMs ? end + GRACE_MS : recordedMs + LATE_GATHERING_MS;
  const opened: OpenHour = {
    hourMs,
    fromVersion: version,
    dueMs: Math.ceil(dueMs / DUE_STEP_MS) * DUE_STEP_MS,
  };
  const rest = new Map(open).set(hourMs, opened);
  if (latestMs === null || hourMs <= latestMs) {
    return { state: { latestMs: latestMs ?? hourMs, open: rest }, opened, complete: [] };
  }
  const previous = open.get(latestMs);
  rest.delete(latestMs);
  return {
    state: { latestMs: hourMs, open: rest },
    opened,
    complete: previous === undefined ? [] : [previous],
    movedFrom: latestMs,
  };
};
