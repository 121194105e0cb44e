import { type CompositeState, observeComposite } from './conditions/composite.ts';
import { observeRateOfChange, type RateOfChangeState } from './conditions/rate-of-change.ts';
import type { ConditionStep, Moment } from './conditions/signal.ts';
import { observeStuck, type StuckState } from './conditions/stuck.ts';
import { observeThreshold, type ThresholdState } from './conditions/threshold.ts';
import type { AlarmCondition } from './events.ts';
import type { ConditionState } from './rule-state.ts';

/** Trustworthy value of an indicator in a record; undefined if there is none. */
export type ValueFor = (indicator: string) => number | undefined;

/** Evaluates a record against a condition on the values of one device. Other kinds are evaluated where they occur. */
export const observeRecord = (
  condition: AlarmCondition,
  state: ConditionState | undefined,
  moment: Moment,
  value: number,
  valueFor: ValueFor,
): ConditionStep<ConditionState | undefined> => {
  switch (condition.kind) {
    case 'threshold':
      return observeThreshold(condition, state as ThresholdState | undefined, moment, value);
    case 'rateOfChange':
      return observeRateOfChange(condition, state as RateOfChangeState | undefined, moment, value);
    case 'stuck':
      return observeStuck(condition, state as StuckState | undefined, moment, value);
    case 'composite':
      return observeComposite(condition, state as CompositeState | undefined, moment, valueFor);
    case 'spatial':
    case 'noData':
    case 'index':
    case 'detection':
      return { state, signal: undefined };
    default:
      return condition satisfies never;
  }
};
