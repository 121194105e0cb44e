import type { RateOfChangeCondition } from '../events.ts';
import type { ConditionStep, Moment } from './signal.ts';

export interface RateOfChangeState {
  /** Alternating times and values of the window, oldest first: at most one pair per slot. */
  readonly samples: readonly number[];
  readonly lastAt: number;
  /** Since when the change holds; absent: it does not. */
  readonly since?: number;
}

/** Number of slots of a window: the oldest value is that of its slot, and at most a sixtieth of the window too recent. */
const SLOTS = 60;
const NOTHING: RateOfChangeState = { samples: [], lastAt: Number.NEGATIVE_INFINITY };

export const observeRateOfChange = (
  condition: RateOfChangeCondition,
  known: RateOfChangeState | undefined,
  { at }: Moment,
  value: number,
): ConditionStep<RateOfChangeState> => {
  const before = known ?? NOTHING;
  if (at < before.lastAt) return { state: before, signal: undefined };
  const state = withSample(condition, before, at, value);
  const oldest = state.samples[1]!;
  const change = condition.direction === 'rise' ? value - oldest : oldest - value;
  const { raiseAt: threshold, clearAt } = condition;
  if (state.since !== undefined) {
    if (!(change < threshold && change <= clearAt))
      return { state, signal: { holds: true, since: state.since, value: change, threshold } };
    const { since: _, ...off } = state;
    return { state: { ...off, lastAt: at }, signal: { holds: false, value: change } };
  }
  if (change < threshold) return { state, signal: { holds: false, value: change } };
  return {
    state: { ...state, lastAt: at, since: at },
    signal: { holds: true, since: at, value: change, threshold },
  };
};

const withSample = (
  { windowSeconds }: RateOfChangeCondition,
  state: RateOfChangeState,
  at: number,
  value: number,
): RateOfChangeState => {
  const { samples } = state;
  const windowMs = windowSeconds * 1000;
  const { length } = samples;
  if (length > 0 && at - samples[length - 2]! < windowMs / SLOTS && at - samples[0]! <= windowMs)
    return state;
  let from = 0;
  while (from < length && at - samples[from]! > windowMs) from += 2;
  return { ...state, samples: [...samples.slice(from), at, value], lastAt: at };
};
