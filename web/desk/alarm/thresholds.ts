import type { Schemas } from '../../shared/api.ts';
import type { Threshold } from '../curve/curve.tsx';
import type { Alarm } from './alarm-query.ts';

export type Rule = Pick<Schemas['AlarmRule'], 'condition' | 'severity' | 'ruleVersion'>;

/** What of a rule is a value of the indicator that its alarm is about; rates, gaps and detections are none. */
const levelsOf = ({ condition, severity }: Rule, subject: string): readonly Threshold[] => {
  switch (condition.kind) {
    case 'threshold':
      return [{ value: condition.raiseAt, severity }, ...levelsBeyond(condition.levels)];
    case 'spatial':
      return [{ value: condition.raiseAt, severity }];
    case 'composite':
      return condition.parts
        .filter(({ indicator }) => indicator === subject)
        .map(({ raiseAt }) => ({ value: raiseAt, severity }));
    default:
      return [];
  }
};

const levelsBeyond = (
  levels: readonly { readonly raiseAt: number; readonly severity: Threshold['severity'] }[] = [],
): readonly Threshold[] => levels.map(({ raiseAt, severity }) => ({ value: raiseAt, severity }));

/**
 * Lines to draw with an alarm's curve. Where the rule has another version by now, the one that the alarm was raised at: what it says today
 * did not hold then.
 */
export const thresholdsOf = (
  rule: Rule | undefined,
  { subject, threshold, ruleVersion, severity, escalations }: Alarm,
): readonly Threshold[] => {
  if (rule === undefined) return [];
  const levels = levelsOf(rule, subject);
  if (levels.length === 0 || rule.ruleVersion === ruleVersion) return levels;
  return [{ value: threshold, severity: escalations[0]?.from ?? severity }];
};
