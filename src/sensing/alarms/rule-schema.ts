import { z } from 'zod';
import { alarmConditionSchema } from './condition-schema.ts';
import { type AlarmRule, SEVERITIES } from './events.ts';
import { RULE_FAULTS } from './rule-faults.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm');
const severityRank = (severity: AlarmRule['severity']): number => SEVERITIES.indexOf(severity);
const seconds = z.number().positive();

const scheduleWindow = z.object({
  days: z
    .array(z.number().int().min(1).max(7))
    .min(1)
    .refine((days) => new Set(days).size === days.length, RULE_FAULTS.dayTwice.en),
  from: timeOfDay,
  to: timeOfDay,
});

/** An alarm rule as data. A rule that opens cases names the matter under which they are filed. */
export const alarmRuleSchema = z
  .object({
    ruleId: z.string().regex(/^[a-z0-9-]{1,64}$/),
    ruleVersion: z.number().int().positive(),
    name: z.string().min(1).max(100),
    modelId: z.string().min(1).max(64),
    deviceIds: z.array(z.string()).nullable(),
    condition: alarmConditionSchema,
    severity: z.enum(SEVERITIES),
    safetyCritical: z.boolean().exactOptional(),
    caseScope: z.enum(['none', 'device', 'grid']),
    matterCode: z.string().nullable(),
    source: z.string().min(1),
    schedule: z.array(scheduleWindow).min(1).max(20).exactOptional(),
    flapping: z
      .object({
        count: z.number().int().min(2).max(50),
        windowSeconds: seconds.max(86_400),
        calmSeconds: seconds.max(86_400),
      })
      .exactOptional(),
    autoClearAfterSeconds: z
      .number()
      .min(10)
      .max(30 * 86_400)
      .exactOptional(),
    escalation: z
      .array(z.object({ afterSeconds: seconds.max(7 * 86_400), severity: z.enum(SEVERITIES) }))
      .max(3)
      .exactOptional(),
  })
  .refine((rule) => rule.caseScope === 'none' || rule.matterCode !== null, RULE_FAULTS.caseWithoutMatter.en)
  .refine(
    ({ condition, severity }) =>
      condition.kind !== 'threshold' ||
      (condition.levels ?? []).every((level) => severityRank(level.severity) > severityRank(severity)),
    RULE_FAULTS.levelMilderThanRule.en,
  )
  .refine(({ severity, escalation = [] }) => {
    const steps = [{ afterSeconds: 0, severity }, ...escalation];
    return steps.every(
      (step, n) =>
        n === 0 ||
        (step.afterSeconds > steps[n - 1]!.afterSeconds &&
          severityRank(step.severity) > severityRank(steps[n - 1]!.severity)),
    );
  }, RULE_FAULTS.escalationOrder.en) satisfies z.ZodType<AlarmRule>;
