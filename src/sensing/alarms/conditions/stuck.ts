import type { StuckCondition } from '../events.ts';
import type { ConditionStep, Moment } from './signal.ts';

/** The value at which it is stuck, and since when. */
export interface StuckState {
  readonly value: number;
  readonly since: number;
}

/** The state changes when the value moves, not with every reading. The value of the signal is the time without movement, in seconds. */
export const observeStuck = (
  { tolerance, forSeconds, except }: StuckCondition,
  known: StuckState | undefined,
  { at }: Moment,
  value: number,
): ConditionStep<StuckState> => {
  if (known === undefined) return { state: { value, since: at }, signal: undefined };
  if (at < known.since) return { state: known, signal: undefined };
  const moved = Math.abs(value - known.value) > tolerance;
  if (moved || except?.includes(value) === true)
    return { state: { value, since: at }, signal: { holds: false, value } };
  if (at - known.since < forSeconds * 1000) return { state: known, signal: undefined };
  const seconds = Math.round((at - known.since) / 1000);
  return { state: known, signal: { holds: true, since: known.since, value: seconds, threshold: forSeconds } };
};
