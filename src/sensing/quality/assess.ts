import type {
  DetectionTypeDefinition,
  IndicatorChecks,
  IndicatorDefinition,
  Quality,
  QualityFlag,
  ReadingValue,
} from '../events.ts';
import { judgeValue, OUT_OF_ORDER } from './series-checks.ts';
import type { DeviceSeries } from './series-memory.ts';

/** A record this far ahead of our clock is doubtful. */
export const MAX_FUTURE_MS = 10 * 60_000;
/** A record from before this moment is doubtful: clocks that lost their power start in 1970 or 2000. */
export const EARLIEST_OBSERVATION = '2000-01-01T00:00:00.000Z';
const EARLIEST_MS = Date.parse(EARLIEST_OBSERVATION);
/** Device flag that says "valid" (HJ 212-2017, table 8: N = normal). */
const VALID_FLAG = 'N';

/** Older than this, and than two report intervals, a record is history: store and forward, or a clock that is behind. */
const HISTORICAL_MS = 15 * 60_000;

/** A record that is received so long after it was observed is history, ms. */
export const historicalAfterMs = (intervalSeconds: number): number =>
  Math.max(HISTORICAL_MS, 2000 * intervalSeconds);

const timeFlag = (observedMs: number, nowMs: number, intervalSeconds: number): QualityFlag | undefined => {
  if (observedMs < EARLIEST_MS) return 'clockBefore2000';
  if (observedMs > nowMs + MAX_FUTURE_MS) return 'clockInFuture';
  return observedMs < nowMs - historicalAfterMs(intervalSeconds) ? 'historical' : undefined;
};

/** What is wrong with a value by itself. */
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

/** Without checks a series still tells what comes out of order. */
const NO_CHECKS: IndicatorChecks = {};

export interface AssessOptions {
  /** How often the device reports. */
  readonly intervalSeconds?: number;
  /** Where the device's series stand; moved on by what is assessed. Without it values are judged by themselves alone. */
  readonly series?: DeviceSeries;
}

/**
 * What is doubtful about a record, or to be known of it: it is stored as sent all the same. Undefined when there is nothing.
 * `nowMs` is when it was received. Every message passes here.
 */
export const assessReadings = (
  record: { readonly observedAt: string; readonly values: Readonly<Record<string, ReadingValue>> },
  indicators: ReadonlyMap<string, IndicatorDefinition>,
  nowMs: number,
  { intervalSeconds = 0, series }: AssessOptions = {},
): Quality | undefined => {
  let quality: Record<string, readonly QualityFlag[]> | undefined;
  const observedMs = Date.parse(record.observedAt);
  const time = timeFlag(observedMs, nowMs, intervalSeconds);
  if (time !== undefined) quality = { '*': [time] };
  // An absurd time says nothing about what came before or after it.
  const isSerial = series !== undefined && (time === undefined || time === 'historical');
  for (const code of Object.keys(record.values)) {
    const sent = record.values[code]!;
    const indicator = indicators.get(code);
    let flags = judge(sent, indicator);
    if (flags === undefined && isSerial) {
      const value = typeof sent === 'number' ? sent : sent.value;
      const judgement = judgeValue(
        indicator?.checks ?? NO_CHECKS,
        series.get(code),
        observedMs,
        value,
        intervalSeconds,
      );
      series.set(code, judgement.state);
      flags = judgement.flags;
      // The record's own flag says so already.
      if (flags === OUT_OF_ORDER && time === 'historical') flags = undefined;
    }
    if (flags === undefined) continue;
    quality ??= {};
    quality[code] = flags;
  }
  return quality;
};

export const assessDetection = (
  record: { readonly observedAt: string; readonly type: string },
  types: ReadonlyMap<string, DetectionTypeDefinition>,
  nowMs: number,
): Quality | undefined => {
  const time = timeFlag(Date.parse(record.observedAt), nowMs, 0);
  const flags: QualityFlag[] = time === undefined ? [] : [time];
  if (!types.has(record.type)) flags.push('unknownDetectionType');
  return flags.length === 0 ? undefined : { '*': flags };
};
