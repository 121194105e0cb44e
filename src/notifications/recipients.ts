import { divisionCovers } from '../geography/index.ts';
import type { Assignment, Role } from '../identity/events.ts';
import { isValidAt } from '../identity/index.ts';
import type { Audience, NotificationPreferencesSet, QuietHours, Recipient } from './events.ts';
import { quietUntil } from './quiet-hours.ts';
import type { Facts } from './render.ts';

export interface Person {
  readonly userId: string;
  readonly active: boolean;
  readonly assignments: readonly Assignment[];
}

type Preferences = Pick<NotificationPreferencesSet['data'], 'quietHours' | 'muted'>;

/** Everybody who can be notified, with their preferences. */
export interface People {
  readonly persons: ReadonlyMap<string, Person>;
  readonly preferences: ReadonlyMap<string, Preferences>;
  readonly roleQuietHours: ReadonlyMap<Role, QuietHours>;
}

export interface Occasion {
  readonly kind: string;
  readonly urgent: boolean;
  readonly facts: Facts;
  /** ISO 8601. */
  readonly at: string;
}

/** Maximum number of people in one notification. */
export const MAX_RECIPIENTS = 500;

/** The role through which an audience includes a person; null for a person who is named; undefined if not included. */
const meant = (audience: Audience, person: Person, { facts, at }: Occasion): Role | null | undefined => {
  if (audience.kind === 'person') {
    const named = audience.fields.map((field) => facts[field]).find((value) => typeof value === 'string');
    return named === person.userId ? null : undefined;
  }
  const held = person.assignments.filter((assignment) => isValidAt(assignment, at));
  if (audience.kind === 'department') {
    const { departmentId } = facts;
    return held.find(
      ({ role, departmentId: of }) => of !== null && of === departmentId && audience.roles.includes(role),
    )?.role;
  }
  const { divisionCode } = facts;
  if (typeof divisionCode !== 'string') return undefined;
  return held.find(({ role, divisionCode: of }) => role === audience.role && divisionCovers(of, divisionCode))
    ?.role;
};

const deferredUntil = (
  role: Role | null,
  userId: string,
  people: People,
  occasion: Occasion,
): string | null => {
  if (occasion.urgent) return null;
  const preferences = people.preferences.get(userId);
  // Null is also a choice: no quiet hours at all.
  const own = preferences === undefined ? 'roleDefault' : preferences.quietHours;
  const hours = own === 'roleDefault' ? role && people.roleQuietHours.get(role) : own;
  const until = hours ? quietUntil(hours, Date.parse(occasion.at)) : null;
  return until === null ? null : new Date(until).toISOString();
};

/**
 * Who is notified, each person once, in the order of their ids. A person in quiet hours is notified when they end, unless it is
 * urgent; a person who muted the kind is not notified, unless it is urgent.
 */
export const recipientsOf = (
  audiences: readonly Audience[],
  people: People,
  occasion: Occasion,
): { readonly recipients: readonly Recipient[]; readonly omitted: number } => {
  const found: Recipient[] = [];
  for (const person of people.persons.values()) {
    if (!person.active) continue;
    const { userId } = person;
    if (!occasion.urgent && people.preferences.get(userId)?.muted.includes(occasion.kind)) continue;
    const roles = audiences.map((audience) => meant(audience, person, occasion));
    const role = roles.find((by) => by !== undefined);
    if (role !== undefined)
      found.push({ userId, deferredUntil: deferredUntil(role, userId, people, occasion) });
  }
  found.sort((a, b) => (a.userId < b.userId ? -1 : 1));
  return {
    recipients: found.slice(0, MAX_RECIPIENTS),
    omitted: Math.max(found.length - MAX_RECIPIENTS, 0),
  };
};
