import type {
  DetectionTypeDefinition,
  IndicatorDefinition,
  Quality,
  QualityFlag,
  ReadingValue,
} from './events.ts';

/** A record this far ahead of our clock is doubtful. */
export const MAX_FUTURE_MS = 10 * 60_000;
/** A record from before this moment is doubtful: clocks that lost their power start in 1970 or 2000. */
export const EARLIEST_OBSERVATION = '2000-01-01T00:00:00.000Z';
/** Device flag that says "valid" (HJ 212-2017, table 8: N = normal). */
const VALID_FLAG = 'N';

/** Flags that say something about a record without making its values doubtful. */
const NOTES: ReadonlySet<QualityFlag> = new Set(['historical', 'afterGap']);

const isDoubtful = (flags: readonly QualityFlag[] | undefined): boolean =>
  flags?.some((flag) => !NOTES.has(flag)) === true;

/** Whether a value counts in means, indices and rates: nothing is doubtful about it or about its record. */
export const isUsable = (quality: Quality | undefined, indicator: string): boolean =>
  quality === undefined || !(isDoubtful(quality['*']) || isDoubtful(quality[indicator]));

const clockFlag = (observedAt: string, nowMs: number): QualityFlag | undefined => {
  if (observedAt < EARLIEST_OBSERVATION) return 'clockBefore2000';
  return Date.parse(observedAt) > nowMs + MAX_FUTURE_MS ? 'clockInFuture' : undefined;
};

const judge = (
  sent: ReadingValue,
  indicator: IndicatorDefinition | undefined,
): readonly QualityFlag[] | undefined => {
  if (indicator === undefined) return ['unknownIndicator'];
  const value = typeof sent === 'number' ? sent : sent.value;
  const flag = typeof sent === 'number' ? undefined : sent.flag;
  const outside = value < indicator.min || value > indicator.max;
  const flagged = flag !== undefined && flag !== VALID_FLAG;
  if (!outside && !flagged) return undefined;
  return [...(outside ? (['outOfRange'] as const) : []), ...(flagged ? (['deviceFlag'] as const) : [])];
};

/**
 * What is doubtful about a record: it is stored as sent all the same, and raises no alarm. Undefined when nothing is.
 * `nowMs` is when it was received.
 */
export const assessReadings = (
  record: { readonly observedAt: string; readonly values: Readonly<Record<string, ReadingValue>> },
  indicators: ReadonlyMap<string, IndicatorDefinition>,
  nowMs: number,
): Quality | undefined => {
  let quality: Record<string, readonly QualityFlag[]> | undefined;
  const clock = clockFlag(record.observedAt, nowMs);
  if (clock !== undefined) quality = { '*': [clock] };
  for (const code of Object.keys(record.values)) {
    const flags = judge(record.values[code]!, indicators.get(code));
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
  const clock = clockFlag(record.observedAt, nowMs);
  const flags: QualityFlag[] = clock === undefined ? [] : [clock];
  if (!types.has(record.type)) flags.push('unknownDetectionType');
  return flags.length === 0 ? undefined : { '*': flags };
};
