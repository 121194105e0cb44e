import { z } from 'zod';
import { isDivisionCode } from '../../geography/index.ts';
import { SEVERITIES } from '../../sensing/events.ts';
import { CATEGORY_KINDS } from '../categories/events.ts';
import { CASE_SOURCES } from '../events.ts';
import { DISPATCH_PRIORITIES } from './events.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
const id = z.string().regex(/^[a-z0-9-]{1,64}$/);
const name = z.string().trim().min(1).max(100);

export const dispatchConditionsSchema = z.strictObject({
  category: z
    .strictObject({
      standard: id.exactOptional(),
      kind: z.enum(CATEGORY_KINDS).exactOptional(),
      codePrefix: z
        .string()
        .regex(/^[A-Za-z0-9]{1,6}$/)
        .exactOptional(),
    })
    .exactOptional(),
  divisionPrefix: z.string().refine(isDivisionCode, 'no division code').exactOptional(),
  gridCodes: z.array(z.string().min(1).max(32)).min(1).max(1000).exactOptional(),
  sources: z.array(z.enum(CASE_SOURCES)).min(1).exactOptional(),
  timeOfDay: z
    .strictObject({ from: time, until: time })
    .refine(({ from, until }) => from !== until, 'an empty window')
    .exactOptional(),
  workingDay: z.boolean().exactOptional(),
  keywords: z.array(z.string().trim().min(1).max(50)).min(1).max(50).exactOptional(),
  severities: z.array(z.enum(SEVERITIES)).min(1).exactOptional(),
});

export const dispatchRuleSchema = z.strictObject({
  ruleId: id,
  name,
  enabled: z.boolean(),
  when: dispatchConditionsSchema,
  outcome: z.strictObject({
    department: z.union([z.literal('suggested'), z.strictObject({ id })]),
    priority: z.enum(DISPATCH_PRIORITIES),
    supervisingBody: name.nullable(),
    automaticFor: z.array(z.enum(CASE_SOURCES)),
  }),
});

export const dispatchRulesSchema = z
  .array(dispatchRuleSchema)
  .max(500)
  .refine(
    (rules) => new Set(rules.map(({ ruleId }) => ruleId)).size === rules.length,
    'a ruleId occurs twice',
  );

/** Data of `DispatchRulesPublished`. */
export const dispatchRuleSetSchema = z.object({
  ruleSetVersion: z.number().int().positive(),
  name,
  source: z.string().trim().min(1).max(500),
  synthetic: z.boolean(),
  rules: dispatchRulesSchema,
});
