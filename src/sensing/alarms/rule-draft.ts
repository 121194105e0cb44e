import { z } from 'zod';
import type { AlarmRule } from './events.ts';
import { alarmRuleSchema } from './rule-schema.ts';

export const CONDITION_KINDS = [
  'threshold',
  'rateOfChange',
  'noData',
  'stuck',
  'composite',
  'spatial',
  'index',
  'detection',
] as const satisfies readonly AlarmRule['condition']['kind'][];

/**
 * A rule as sent by a person: its version is assigned on publication. This checks only the members; whether they are consistent is
 * checked by the schema of a rule.
 */
export const alarmRuleDraftSchema = z.object({
  ...alarmRuleSchema.shape,
  ruleId: alarmRuleSchema.shape.ruleId.optional(),
  ruleVersion: alarmRuleSchema.shape.ruleVersion.optional(),
});
