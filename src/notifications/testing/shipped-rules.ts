import { readFileSync } from 'node:fs';
import type { Assignment, Role } from '../../identity/events.ts';
import type { NotificationRule } from '../events.ts';
import { type Cause, planNotification } from '../plan.ts';
import type { People } from '../recipients.ts';
import { notificationRulesSchema } from '../rules.ts';

export const rules = notificationRulesSchema.parse(
  JSON.parse(
    readFileSync(new URL('../../../data/governance/notification-rules.json', import.meta.url), 'utf8'),
  ),
);
/** An event as recorded. */
export const golden = (type: string): object =>
  JSON.parse(
    readFileSync(new URL(`../../testing/golden-events/${type}.v1.json`, import.meta.url), 'utf8'),
  ) as object;
/** Noon, half an hour before midnight, and the end of the night in Shanxi. */
export const NOON = '2026-11-24T04:00:00.000Z';
export const NIGHT = '2026-11-24T15:30:00.000Z';
export const MORNING = '2026-11-24T23:00:00.000Z';

export const holds = (role: Role, divisionCode: string, departmentId: string | null = null): Assignment => ({
  assignmentId: `${role}-${divisionCode}`,
  role,
  divisionCode,
  departmentId,
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: null,
});

export const people = (
  held: Readonly<Record<string, readonly Assignment[]>>,
  preferences: Record<
    string,
    { quietHours: { from: string; until: string } | 'roleDefault' | null; muted: string[] }
  > = {},
): People => ({
  persons: new Map(
    Object.entries(held).map(([userId, assignments]) => [
      userId,
      { userId, active: userId !== 'gone', assignments },
    ]),
  ),
  preferences: new Map(Object.entries(preferences)),
  roleQuietHours: new Map(rules.quietHours.map(({ role, from, until }) => [role, { from, until }])),
});

export const dispatched: Cause = {
  eventId: 'e1',
  type: 'CaseDispatched',
  stream: 'case-1',
  version: 4,
  facts: {
    caseId: '1',
    caseNumber: '140106-20261124-00001',
    divisionCode: '140106001',
    departmentId: 'ecology',
    departmentName: '生态环境局',
    deadline: '2026-11-24T08:00:00.000Z',
  },
};
export const alarm: Cause = {
  eventId: 'e2',
  type: 'AlarmRaised',
  stream: 'alarm-1',
  version: 1,
  facts: {
    alarmId: '1',
    divisionCode: '140106',
    severity: 'red',
    ruleName: 'PM2.5 高',
    deviceName: '一号站',
  },
};
const rule = (ruleId: string): NotificationRule => rules.rules.find((known) => known.ruleId === ruleId)!;
export const plan = (ruleId: string, cause: Cause, staff: People, at = NOON, step = 0) =>
  planNotification({
    notificationId: 'n1',
    rules,
    rule: rule(ruleId),
    step,
    cause,
    people: staff,
    at,
  });
