import { z } from 'zod';
import { SEVERITIES } from '../events.ts';

const threshold = z
  .object({
    kind: z.literal('threshold'),
    indicator: z.string().min(1).max(64),
    direction: z.enum(['above', 'below']),
    raiseAt: z.number(),
    clearAt: z.number(),
    forSeconds: z.number().nonnegative().max(86_400),
  })
  .refine(
    ({ direction, raiseAt, clearAt }) => (direction === 'above' ? clearAt <= raiseAt : clearAt >= raiseAt),
    'clearAt lies beyond raiseAt: the alarm would clear where it is raised',
  );

const detection = z.object({
  kind: z.literal('detection'),
  type: z.string().min(1).max(64),
  minConfidence: z.number().min(0).max(1),
  minCount: z.number().int().min(1).max(100),
  windowSeconds: z.number().positive().max(86_400),
});

/** An alarm rule as data. A rule that opens cases names the matter that they are filed under. */
export const alarmRuleSchema = z
  .object({
    ruleId: z.string().regex(/^[a-z0-9-]{1,64}$/),
    ruleVersion: z.number().int().positive(),
    name: z.string().min(1).max(100),
    modelId: z.string().min(1).max(64),
    deviceIds: z.array(z.string()).nullable(),
    condition: z.union([threshold, detection]),
    severity: z.enum(SEVERITIES),
    caseScope: z.enum(['none', 'device', 'grid']),
    matterCode: z.string().nullable(),
    source: z.string().min(1),
  })
  .refine(
    (rule) => rule.caseScope === 'none' || rule.matterCode !== null,
    'a rule that opens cases needs a matterCode',
  );
