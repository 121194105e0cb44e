import { z } from 'zod';
import { ROLES } from '../identity/index.ts';
import type { NotificationRulesPublished } from './events.ts';

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** From and until are not the same: that would be either never or always. */
export const quietHoursSchema = z
  .object({ from: hour, until: hour })
  .refine(({ from, until }) => from !== until, 'quiet hours need a length');

const both = z.object({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) });
const name = z.string().regex(/^[a-z][a-zA-Z0-9-]{0,63}$/);
const role = z.enum(ROLES);

const audience = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), fields: z.array(z.string()).min(1) }),
  z.object({ kind: z.literal('role'), role }),
  z.object({ kind: z.literal('department'), roles: z.array(role).min(1) }),
]);

/** Events that devices send by the thousand notify nobody: alarms do. */
export const NEVER_NOTIFIED: ReadonlySet<string> = new Set([
  ...['ReadingsRecorded', 'DetectionRecorded', 'DeviceWentOnline', 'DeviceWentOffline', 'MessageRejected'],
  ...['DutyLocationReported', 'LatestReadingsCarriedForward', 'LogRangeArchived', 'AlarmTimePassed'],
  ...['DivisionDefined', 'DivisionBoundaryDefined', 'GridDefined', 'SessionOpened', 'SessionClosed'],
]);

export const ruleSchema = z.object({
  ruleId: name,
  kind: name,
  on: z.array(z.string().refine((type) => !NEVER_NOTIFIED.has(type), 'never notifies anybody')).min(1),
  when: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()])).min(1)).default({}),
  absent: z.array(z.string()).max(10).exactOptional(),
  to: z.array(audience).min(1),
  urgent: z.boolean(),
  template: z.string(),
  escalation: z
    .array(z.object({ afterMinutes: z.number().int().positive(), to: z.array(audience).min(1) }))
    .max(5)
    .default([]),
});

export const templateSchema = z.object({ title: both, body: both });
export const quietHoursOfRole = z.object({ role, from: hour, until: hour });

/** All rules, as one version. */
export const NOTIFICATION_RULES_STREAM = 'notification-rules';

/** `data/governance/notification-rules.json`. */
export const notificationRulesSchema: z.ZodType<NotificationRulesPublished['data']> = z
  .object({
    rulesVersion: z.number().int().positive(),
    rules: z.array(ruleSchema),
    templates: z.record(z.string(), templateSchema),
    quietHours: z.array(quietHoursOfRole),
    source: z.string(),
  })
  .superRefine(({ rules, templates }, context) => {
    const seen = new Set<string>();
    for (const { ruleId, template } of rules) {
      if (seen.has(ruleId)) context.addIssue({ code: 'custom', message: `${ruleId} occurs twice` });
      seen.add(ruleId);
      if (!Object.hasOwn(templates, template))
        context.addIssue({ code: 'custom', message: `${ruleId}: template ${template} does not exist` });
    }
  });
