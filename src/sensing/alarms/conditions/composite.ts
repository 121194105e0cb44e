import type { CompositeCondition } from '../events.ts';
import { isBack, isBeyond } from './levels.ts';
import type { ConditionStep, Moment } from './signal.ts';

interface PartState {
  readonly on: boolean;
  readonly at: number;
  readonly value: number;
}

export interface CompositeState {
  /** One for each part of the condition; null until its indicator has been observed. */
  readonly parts: readonly (PartState | null)[];
  readonly lastAt: number;
  /** Since when the parts hold together; absent: they do not. */
  readonly since?: number;
}

const isHolding = (part: PartState | null, at: number, freshMs: number): boolean =>
  part?.on === true && at - part.at <= freshMs;

/** All indicators of a record are applied together: none of them is evaluated against old values of the others. */
export const observeComposite = (
  condition: CompositeCondition,
  known: CompositeState | undefined,
  { at }: Moment,
  valueFor: (indicator: string) => number | undefined,
): ConditionStep<CompositeState> => {
  if (known !== undefined && at < known.lastAt) return { state: known, signal: undefined };
  const parts = condition.parts.map((part, n): PartState | null => {
    const before = known?.parts[n] ?? null;
    const value = valueFor(part.indicator);
    if (value === undefined) return before;
    const on = before?.on === true ? !isBack(part, value) : isBeyond(part, value);
    return { on, at, value };
  });
  const freshMs = condition.withinSeconds * 1000;
  const count = parts.reduce((sum, part) => (isHolding(part, at, freshMs) ? sum + 1 : sum), 0);
  const together = condition.mode === 'all' ? count === parts.length : count > 0;
  if (!together) {
    const value = parts.find((part) => part?.at === at)?.value ?? null;
    return { state: { parts, lastAt: at }, signal: { holds: false, value } };
  }
  const since = known?.since ?? at;
  const state = { parts, lastAt: at, since };
  if (at - since < condition.forSeconds * 1000) return { state, signal: undefined };
  // A part that holds and whose indicator is in this record, if there is one.
  const spoken = parts.findIndex((part) => part?.at === at && isHolding(part, at, freshMs));
  const index = spoken === -1 ? parts.findIndex((part) => isHolding(part, at, freshMs)) : spoken;
  const { indicator, raiseAt: threshold } = condition.parts[index]!;
  return { state, signal: { holds: true, since, value: parts[index]!.value, threshold, indicator } };
};
