import type { ReadingValue } from '../../../devices/reading-value.ts';
import type {
  DetectionTypeDefinition,
  IndicatorChecks,
  IndicatorDefinition,
  Quality,
  QualityFlag,
} from '../events.ts';
import { judgeValue, OUT_OF_ORDER } from './series-checks.ts';
import type { DeviceSeries } from './series-memory.ts';

/** A record this far ahead of our clock is doubtful. */
export const MAX_FUTURE_MS = 10 * 60_000;
/** A record from before this time is doubtful: clocks that lost power restart in 1970 or 2000. */
export const EARLIEST_OBSERVATION = '2000-01-01T00:00:00.000Z';
const EARLIEST_MS = Date.parse(EARLIEST_OBSERVATION);
/** Device flag for "valid" (HJ 212-2017, table 8: N = normal). */
const VALID_FLAG = 'N';

/** How old a record may be and still be current: a quarter of an hour, or two report intervals. */
const LATE_MS = 15 * 60_000;
export const lateAfterMs = (intervalSeconds: number): number => Math.max(LATE_MS, 2000 * intervalSeconds);

/** A sender's statement of the time of its record. */
export interface RecordTime {
  /** Device's time, ISO 8601 UTC. */
  readonly observedAt: string;
  readonly period?: { readonly end: string };
  /** When the message was created, by the same clock; absent: together with the record. */
  readonly sentAt?: string;
  /** The sender marks it as historical. */
  readonly historical?: true;
}

/**
 * The flag of a record's time. A record is historical if the sender marks it so, or if its message is newer by the same clock.
 * A difference from our clock alone only shows that one of the two clocks is wrong.
 */
const timeFlag = (
  { observedAt, period, sentAt, historical }: RecordTime,
  nowMs: number,
  intervalSeconds: number,
): QualityFlag | undefined => {
  const observedMs = Date.parse(observedAt);
  if (observedMs < EARLIEST_MS) return 'clockBefore2000';
  if (observedMs > nowMs + MAX_FUTURE_MS) return 'clockInFuture';
  if (historical === true) return 'historical';
  const endMs = period === undefined ? observedMs : Date.parse(period.end);
  const lateMs = lateAfterMs(intervalSeconds);
  if (sentAt !== undefined && Date.parse(sentAt) - endMs > lateMs) return 'historical';
  return nowMs - endMs > lateMs ? 'clockBehind' : undefined;
};

/** An absurd time says nothing about the order of records. */
const isAbsurd = (time: QualityFlag | undefined): boolean =>
  time === 'clockBefore2000' || time === 'clockInFuture';

/** Flags of a single value, without its series. */
const judge = (
  sent: ReadingValue,
  indicator: IndicatorDefinition | undefined,
): readonly QualityFlag[] | undefined => {
  if (indicator === undefined) return UNKNOWN_INDICATOR;
  if (typeof sent === 'number') {
    return sent < indicator.min || sent > indicator.max ? OUT_OF_RANGE : undefined;
  }
  const { value, flag, unit } = sent;
  if (unit !== undefined && unit !== indicator.unit) return UNKNOWN_UNIT;
  const outside = value < indicator.min || value > indicator.max;
  const flagged = flag !== undefined && flag !== VALID_FLAG;
  if (!outside && !flagged) return undefined;
  return [...(outside ? OUT_OF_RANGE : []), ...(flagged ? (['deviceFlag'] as const) : [])];
};

const UNKNOWN_INDICATOR: readonly QualityFlag[] = ['unknownIndicator'];
const OUT_OF_RANGE: readonly QualityFlag[] = ['outOfRange'];
const UNKNOWN_UNIT: readonly QualityFlag[] = ['unknownUnit'];

/** Without checks a series still detects out-of-order values. */
const NO_CHECKS: IndicatorChecks = {};

export interface AssessOptions {
  /** How often the device reports. */
  readonly intervalSeconds?: number;
  /** State of the device's series; updated by each assessment. Without it values are assessed individually. */
  readonly series?: DeviceSeries;
}

/**
 * Doubts and notes about a record: it is stored as sent all the same. Undefined if there are none.
 * `nowMs` is when it was received. Every message is processed here.
 */
export const assessReadings = (
  record: RecordTime & { readonly values: Readonly<Record<string, ReadingValue>> },
  indicators: ReadonlyMap<string, IndicatorDefinition>,
  nowMs: number,
  { intervalSeconds = 0, series }: AssessOptions = {},
): Quality | undefined => {
  let quality: Record<string, readonly QualityFlag[]> | undefined;
  const observedMs = Date.parse(record.observedAt);
  const time = timeFlag(record, nowMs, intervalSeconds);
  if (time !== undefined) quality = { '*': [time] };
  const isSerial = series !== undefined && !isAbsurd(time);
  const lateMs = lateAfterMs(intervalSeconds);
  for (const code of Object.keys(record.values)) {
    const sent = record.values[code]!;
    const indicator = indicators.get(code);
    let flags = judge(sent, indicator);
    if (flags === undefined && isSerial) {
      const value = typeof sent === 'number' ? sent : sent.value;
      const judgement = judgeValue(
        indicator?.checks ?? NO_CHECKS,
        series.get(code),
        { at: observedMs, seen: nowMs, value },
        { intervalSeconds, lateMs },
      );
      series.set(code, judgement.state);
      flags = judgement.flags;
      // The flag of the record already says so.
      if (flags === OUT_OF_ORDER && time === 'historical') flags = undefined;
    }
    if (flags === undefined) continue;
    quality ??= {};
    quality[code] = flags;
  }
  return quality;
};

export const assessDetection = (
  record: RecordTime & { readonly type: string },
  types: ReadonlyMap<string, DetectionTypeDefinition>,
  nowMs: number,
): Quality | undefined => {
  const time = timeFlag(record, nowMs, 0);
  const flags: QualityFlag[] = time === undefined ? [] : [time];
  if (!types.has(record.type)) flags.push('unknownDetectionType');
  return flags.length === 0 ? undefined : { '*': flags };
};
