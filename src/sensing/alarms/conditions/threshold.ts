import type { Severity, ThresholdCondition } from '../events.ts';
import { isBack, isBeyond } from './levels.ts';
import type { ConditionStep, Moment } from './signal.ts';

export type ThresholdState =
  | { readonly phase: 'quiet'; readonly lastAt: number }
  /** Beyond the level since `since`, for less than the rule's duration. */
  | { readonly phase: 'pending'; readonly since: number; readonly lastAt: number }
  | { readonly phase: 'on'; readonly since: number; readonly lastAt: number };

const QUIET: ThresholdState = { phase: 'quiet', lastAt: Number.NEGATIVE_INFINITY };

/** An observation older than the last one that changed it says nothing about the present and is ignored. */
export const observeThreshold = (
  condition: ThresholdCondition,
  known: ThresholdState | undefined,
  { at }: Moment,
  value: number,
): ConditionStep<ThresholdState | undefined> => {
  const state = known ?? QUIET;
  if (at < state.lastAt) return { state: known, signal: undefined };
  if (state.phase === 'on') {
    if (!isBack(condition, value)) return { state, signal: holds(condition, state.since, value) };
    return { state: { phase: 'quiet', lastAt: at }, signal: { holds: false, value } };
  }
  if (!isBeyond(condition, value)) {
    return {
      state: state.phase === 'quiet' ? known : { phase: 'quiet', lastAt: at },
      signal: { holds: false, value },
    };
  }
  const since = state.phase === 'pending' ? state.since : at;
  if (at - since < condition.forSeconds * 1000)
    return {
      state: state.phase === 'pending' ? state : { phase: 'pending', since, lastAt: at },
      signal: undefined,
    };
  return { state: { phase: 'on', since, lastAt: at }, signal: holds(condition, since, value) };
};

const holds = (condition: ThresholdCondition, since: number, value: number) => {
  const { direction, raiseAt: threshold, levels } = condition;
  let severity: Severity | undefined;
  if (levels !== undefined)
    for (const { raiseAt, severity: farther } of levels)
      if (isBeyond({ direction, raiseAt }, value)) severity = farther;
  return { holds: true, since, value, threshold, ...(severity && { severity }) } as const;
};
