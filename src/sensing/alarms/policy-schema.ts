import { z } from 'zod';
import { type AlarmPolicy, SEVERITIES } from './events.ts';

/** `data/alarms/policy.json`. */
export const alarmPolicySchema = z.object({
  policyVersion: z.number().int().positive(),
  storm: z.object({
    count: z.number().int().min(2).max(10_000),
    windowSeconds: z.number().positive().max(86_400),
    calmSeconds: z.number().positive().max(86_400),
    exemptFrom: z.enum(SEVERITIES),
  }),
  source: z.string().min(1),
}) satisfies z.ZodType<AlarmPolicy>;
