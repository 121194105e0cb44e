import type { IndicatorChecks, QualityFlag } from '../events.ts';

/**
 * State of a series of values (one indicator of one device): a function of the previous values, small and JSON. Created anew with
 * every value and never changed. A flat object of numbers, since every value of every device is processed here.
 */
export interface SeriesState {
  /** Time of the last value in ms, the value, and its flags: if it is sent again, it gets the same flags. */
  readonly at: number;
  /** When it was received, ms. */
  readonly seen: number;
  readonly value: number;
  readonly flags: readonly QualityFlag[] | null;
  /** Since when the value has not changed, and for how many values. */
  readonly sameSince: number;
  readonly sameCount: number;
  /** The last five accepted values, latest first; `known` of them count. */
  readonly v0: number;
  readonly v1: number;
  readonly v2: number;
  readonly v3: number;
  readonly v4: number;
  readonly known: number;
  readonly believedAt: number;
  /** Number of consecutive values that were not accepted although they agree with each other, and the last of them. */
  readonly apart: number;
  readonly apartValue: number;
}

const REMEMBERED = 5;
/** With fewer values no spike can be detected. */
const LEAST_REMEMBERED = 3;
/** This many agreeing values are no longer a spike: the measured quantity has changed. */
const BELIEVED_AFTER = 3;
/** Fewer equal values than this are not evidence of a stuck sensor. */
const STUCK_COUNT = 3;
const MINUTE_MS = 60_000;

export interface Judgement {
  readonly state: SeriesState;
  readonly flags: readonly QualityFlag[] | undefined;
}

/** A value of a series, observed and received at these times (ms). */
export interface SeriesValue {
  readonly at: number;
  readonly seen: number;
  readonly value: number;
}

/** Flags of a value that arrived after a later one. */
export const OUT_OF_ORDER: readonly QualityFlag[] = ['historical'];
const AFTER_GAP: readonly QualityFlag[] = ['afterGap'];

const startAt = (
  { at, seen, value }: SeriesValue,
  flags: readonly QualityFlag[] | null,
  sameSince: number,
  sameCount: number,
): SeriesState => ({
  at,
  seen,
  value,
  flags,
  sameSince,
  sameCount,
  v0: value,
  v1: value,
  v2: value,
  v3: value,
  v4: value,
  known: 1,
  believedAt: at,
  apart: 0,
  apartValue: value,
});

/** Farther than `distance` from the median of the known values. */
const isFar = (state: SeriesState, value: number, distance: number): boolean => {
  const { v0, v1, v2, v3, v4, known } = state;
  if (known < LEAST_REMEMBERED) return false;
  // The median is between the smallest and the largest value: a value near both is near the median.
  if (known === REMEMBERED) {
    const least = Math.min(v0, v1, v2, v3, v4);
    const greatest = Math.max(v0, v1, v2, v3, v4);
    if (value - least <= distance && greatest - value <= distance) return false;
  }
  const sorted = [v0, v1, v2, v3, v4].slice(0, known).sort((a, b) => a - b);
  const middle = known >> 1;
  const median = known % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return Math.abs(value - median) > distance;
};

/**
 * The next value of a series. A value older than the last one says nothing about the present, nor about the course of the series: it
 * is historical, is not assessed and changes nothing, unless nothing newer has arrived for `lateMs`: then the device's clock has gone
 * back, and the series restarts. `intervalSeconds`: how often the device reports; without it no silence is detected.
 */
export const judgeValue = (
  checks: IndicatorChecks,
  before: SeriesState | undefined,
  next: SeriesValue,
  { intervalSeconds = 0, lateMs }: { readonly intervalSeconds?: number; readonly lateMs: number },
): Judgement => {
  const { at, seen, value } = next;
  if (before === undefined) return { state: startAt(next, null, at, 1), flags: undefined };
  if (at < before.at)
    return seen - before.seen > lateMs
      ? { state: startAt(next, null, at, 1), flags: undefined }
      : { state: before, flags: OUT_OF_ORDER };
  if (at === before.at) {
    return { state: before, flags: value === before.value ? (before.flags ?? undefined) : undefined };
  }
  const { maxGapIntervals, maxChangePerMinute, maxDistance, stuckAfterSeconds } = checks;
  if (
    maxGapIntervals !== undefined &&
    intervalSeconds > 0 &&
    at - before.at > maxGapIntervals * intervalSeconds * 1000
  ) {
    return { state: startAt(next, AFTER_GAP, at, 1), flags: AFTER_GAP };
  }

  const tooFast =
    maxChangePerMinute !== undefined &&
    Math.abs(value - before.v0) >
      (maxChangePerMinute * Math.max(at - before.believedAt, MINUTE_MS)) / MINUTE_MS;
  const far = maxDistance !== undefined && isFar(before, value, maxDistance);
  const same = value === before.value;
  const sameSince = same ? before.sameSince : at;
  const sameCount = same ? before.sameCount + 1 : 1;
  const stuck =
    stuckAfterSeconds !== undefined &&
    sameCount >= STUCK_COUNT &&
    at - sameSince >= stuckAfterSeconds * 1000 &&
    checks.stuckExcept?.includes(value) !== true;

  if (!tooFast && !far) {
    const flags: readonly QualityFlag[] | null = stuck ? ['stuck'] : null;
    const state: SeriesState = {
      at,
      seen,
      value,
      flags,
      sameSince,
      sameCount,
      v0: value,
      v1: before.v0,
      v2: before.v1,
      v3: before.v2,
      v4: before.v3,
      known: Math.min(REMEMBERED, before.known + 1),
      believedAt: at,
      apart: 0,
      apartValue: value,
    };
    return { state, flags: flags ?? undefined };
  }

  const agrees =
    before.apart > 0 && Math.abs(value - before.apartValue) <= (maxDistance ?? maxChangePerMinute ?? 0);
  const apart = agrees ? before.apart + 1 : 1;
  if (apart >= BELIEVED_AFTER) {
    const flags: readonly QualityFlag[] | null = stuck ? ['stuck'] : null;
    return { state: startAt(next, flags, sameSince, sameCount), flags: flags ?? undefined };
  }
  const flags: QualityFlag[] = [];
  if (tooFast) flags.push('rateOfChange');
  if (far) flags.push('spike');
  if (stuck) flags.push('stuck');
  return {
    state: { ...before, at, seen, value, flags, sameSince, sameCount, apart, apartValue: value },
    flags,
  };
};
