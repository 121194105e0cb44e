import type { Role } from '../identity/events.ts';
import type { Audience, NotificationIssued, NotificationRule, NotificationRulesPublished } from './events.ts';
import { type People, recipientsOf } from './recipients.ts';
import { type Facts, render } from './render.ts';

export type NotificationRules = NotificationRulesPublished['data'];

/** The event that a notification reports, with everything in its stream up to then. */
export interface Cause {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly version: number;
  readonly facts: Facts;
}

export const rulesFor = (rules: NotificationRules | undefined, type: string): readonly NotificationRule[] =>
  rules?.rules.filter(({ on }) => on.includes(type)) ?? [];

/** Whether the facts have the values that a rule requires, and nothing that it excludes. */
export const ruleApplies = ({ when, absent = [] }: NotificationRule, facts: Facts): boolean =>
  absent.every((field) => facts[field] === undefined) &&
  Object.entries(when).every(([field, values]) => values.some((value) => value === facts[field]));

const rolesOf = (audiences: readonly Audience[]): Role[] => [
  ...new Set(
    audiences.flatMap((audience): readonly Role[] => {
      if (audience.kind === 'role') return [audience.role];
      return audience.kind === 'department' ? audience.roles : [];
    }),
  ),
];

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The audiences of a step: 0 is the rule's own. Undefined beyond the last. */
export const audiencesOf = (rule: NotificationRule, step: number): readonly Audience[] | undefined =>
  step === 0 ? rule.to : rule.escalation[step - 1]?.to;

/**
 * When somebody else is notified if nobody acknowledges: the time begins when the first person is notified, and if there is nobody to
 * notify it is over at once.
 */
const escalationTime = (
  rule: NotificationRule,
  step: number,
  recipients: NotificationIssued['data']['recipients'],
  at: string,
): string | null => {
  const next = rule.escalation[step];
  if (next === undefined) return null;
  if (recipients.length === 0) return at;
  const first = Math.min(...recipients.map(({ deferredUntil }) => Date.parse(deferredUntil ?? at)));
  return new Date(first + next.afterMinutes * 60_000).toISOString();
};

/**
 * The notification that a rule derives from an event. Everything in it is derived from the log, so that the same event gives the same
 * notification again. Undefined if the rule has no such step.
 */
export const planNotification = (input: {
  readonly notificationId: string;
  readonly rules: NotificationRules;
  readonly rule: NotificationRule;
  readonly step: number;
  readonly cause: Cause;
  readonly people: People;
  readonly at: string;
}): NotificationIssued['data'] | undefined => {
  const { notificationId, rules, rule, step, cause, people, at } = input;
  const audiences = audiencesOf(rule, step);
  const template = rules.templates[rule.template];
  if (audiences === undefined || template === undefined) return undefined;
  const { facts, ...named } = cause;
  const { kind, urgent } = rule;
  const { recipients, omitted } = recipientsOf(audiences, people, { kind, urgent, facts, at });
  return {
    notificationId,
    ruleId: rule.ruleId,
    rulesVersion: rules.rulesVersion,
    kind,
    urgent,
    step,
    cause: named,
    caseId: textOf(facts.caseId),
    alarmId: textOf(facts.alarmId),
    divisionCode: textOf(facts.divisionCode),
    departmentId: textOf(facts.departmentId),
    roles: rolesOf(audiences),
    title: render(template.title, facts),
    body: render(template.body, facts),
    recipients,
    omitted,
    escalateAt: escalationTime(rule, step, recipients, at),
    at,
  };
};
