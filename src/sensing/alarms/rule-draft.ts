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
 * A rule as a person sends it: its version is given when it is published. Members only; whether they go together is for the schema
 * of a rule to say.
 */
export const alarmRuleDraftSchema = z.object({
  ...alarmRuleSchema.shape,
  ruleId: alarmRuleSchema.shape.ruleId.optional(),
  ruleVersion: alarmRuleSchema.shape.ruleVersion.optional(),
});
