import type { RecordedEvent } from '../../event-store/event-store.ts';
import type { DepartmentDefined, Role } from '../../identity/events.ts';
import type { NotificationPreferencesSet, QuietHours, WebhookEvent } from '../../notifications/events.ts';
import {
  type NotificationRules,
  type People,
  type Person,
  readRules,
  type WebhookState,
  webhookDecider,
} from '../../notifications/index.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/sql.ts';
import { rowUpserter } from '../../platform/upsert-rows.ts';
import { type Handlers, handle, type Recorded } from '../../projection-engine/handlers.ts';
import { type NotificationMemoryRow, notificationMemory } from './table.ts';

export interface NotificationMemory {
  rules(): NotificationRules | undefined;
  people(): People;
  departmentName(departmentId: string): string | undefined;
  webhooks(): Iterable<WebhookState>;
  /** Applies an event; false if it is not of a type that is remembered. */
  remember(event: RecordedEvent): boolean;
  /** Writes what changed since the last time. */
  save(sql: Sql): Promise<void>;
}

const upsert = rowUpserter<NotificationMemoryRow>(notificationMemory, ['kind', 'key']);

export const loadNotificationMemory = async (sql: Sql, logger: Logger): Promise<NotificationMemory> => {
  let rules: NotificationRules | undefined;
  let roleQuietHours: ReadonlyMap<Role, QuietHours> = new Map();
  const persons = new Map<string, Person>();
  const preferences = new Map<string, NotificationPreferencesSet['data']>();
  const departments = new Map<string, DepartmentDefined['data']>();
  const webhooks = new Map<string, WebhookState>();
  const dirty = new Map<string, NotificationMemoryRow>();

  const keep = (row: NotificationMemoryRow): void => {
    const { kind, key, value } = row;
    if (kind === 'rules') {
      const read = readRules(value);
      if (read.faulty.length > 0) logger.error({ rules: read.faulty }, 'notification rules left out: faulty');
      rules = read.rules;
      roleQuietHours = new Map(rules.quietHours.map(({ role, from, until }) => [role, { from, until }]));
    } else if (kind === 'person') persons.set(key, value as Person);
    else if (kind === 'preferences') preferences.set(key, value as NotificationPreferencesSet['data']);
    else if (kind === 'department') departments.set(key, value as DepartmentDefined['data']);
    else webhooks.set(key, value as WebhookState);
  };
  const change = (kind: NotificationMemoryRow['kind'], key: string, value: unknown): true => {
    const row = { kind, key, value };
    keep(row);
    dirty.set(`${kind} ${key}`, row);
    return true;
  };
  const changePerson = (userId: string, alter: (person: Person) => Person): true => {
    const known = persons.get(userId) ?? { userId, active: true, assignments: [] };
    return change('person', userId, alter(known));
  };

  const changeWebhook = (event: Recorded<WebhookEvent>): true => {
    const { webhookId } = event.data;
    const before = webhooks.get(webhookId) ?? webhookDecider.initialState;
    return change('webhook', webhookId, webhookDecider.evolve(before, event));
  };

  const on: Handlers<void, true> = {
    UserRegistered: ({ data }) => changePerson(data.userId, (person) => person),
    UserRoleAssigned: ({ data: { userId, ...assignment } }) =>
      changePerson(userId, (person) => ({ ...person, assignments: [...person.assignments, assignment] })),
    UserRoleRevoked: ({ data: { userId, assignmentId } }) =>
      changePerson(userId, (person) => ({
        ...person,
        assignments: person.assignments.filter((held) => held.assignmentId !== assignmentId),
      })),
    UserDisabled: ({ data }) => changePerson(data.userId, (person) => ({ ...person, active: false })),
    UserEnabled: ({ data }) => changePerson(data.userId, (person) => ({ ...person, active: true })),
    DepartmentDefined: ({ data }) => change('department', data.departmentId, data),
    NotificationRulesPublished: ({ data }) => change('rules', 'rules', data),
    NotificationPreferencesSet: ({ data }) => change('preferences', data.userId, data),
    WebhookRegistered: changeWebhook,
    WebhookPaused: changeWebhook,
    WebhookResumed: changeWebhook,
    WebhookSecretRotated: changeWebhook,
    WebhookDeleted: changeWebhook,
  };

  for (const row of await sql<NotificationMemoryRow>`select kind, key, value from notification_memory`)
    keep(row);

  return {
    rules: () => rules,
    people: () => ({ persons, preferences, roleQuietHours }),
    departmentName: (departmentId) => departments.get(departmentId)?.name,
    webhooks: () => webhooks.values(),
    remember: (event) => handle(on, event, undefined) ?? false,
    async save(target) {
      await upsert(target, [...dirty.values()]);
      dirty.clear();
    },
  };
};
