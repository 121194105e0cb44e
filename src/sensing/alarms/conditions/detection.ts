import type { DetectionCondition } from '../events.ts';
import type { ConditionStep, Moment } from './signal.ts';

export interface DetectionState {
  /** Times of the detections in the window; once the condition holds, only the first. */
  readonly hits: readonly number[];
  readonly lastAt: number;
  /** The last one by the server's time: since then nothing was detected. */
  readonly lastSeen: number;
  readonly on: boolean;
}

export const observeDetection = (
  { minConfidence, minCount, windowSeconds }: DetectionCondition,
  known: DetectionState | undefined,
  { at, seen }: Moment,
  confidence: number,
): ConditionStep<DetectionState | undefined> => {
  if (confidence < minConfidence || (known !== undefined && at < known.lastAt))
    return { state: known, signal: undefined };
  const holds = (since: number) =>
    ({ holds: true, since, value: confidence, threshold: minConfidence }) as const;
  if (known?.on === true)
    return { state: { ...known, lastAt: at, lastSeen: seen }, signal: holds(known.hits[0]!) };
  const recent = known?.hits.filter((hit) => at - hit < windowSeconds * 1000) ?? [];
  const hits = [...recent, at];
  const on = hits.length >= minCount;
  return {
    state: { hits: on ? [hits[0]!] : hits, lastAt: at, lastSeen: seen, on },
    signal: on ? holds(hits[0]!) : undefined,
  };
};

/** When a detection that holds will no longer hold, ms of the server's time; undefined while it does not hold. */
export const detectionExpiry = (
  { windowSeconds }: DetectionCondition,
  state: DetectionState | undefined,
): number | undefined => (state?.on === true ? state.lastSeen + windowSeconds * 1000 : undefined);

export const expireDetection = (state: DetectionState): DetectionState => ({
  hits: [],
  lastAt: state.lastAt,
  lastSeen: state.lastSeen,
  on: false,
});
