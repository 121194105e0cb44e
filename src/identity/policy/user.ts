import type { Assignment, Role } from '../events.ts';
import type { Permission } from '../permissions.ts';
import { can, type RightsHolder } from '../rights.ts';
import { ALLOWED, HIDDEN, type Policy, type Verdict } from './verdict.ts';

/** A person as the object of an administrator's action. */
export interface ManagedPerson {
  /**
   * Division that the person belongs to, and whose administrators manage the account; null for a person who never had a role, who is
   * managed by the whole province.
   */
  readonly homeDivision: string | null;
  readonly assignments: readonly (Pick<Assignment, 'divisionCode'> & Partial<Pick<Assignment, 'role'>>)[];
}

/** `before` and `after` of one role: where it is given or taken away. */
export interface RoleAt {
  readonly divisionCode: string;
}

const WHOLE_PROVINCE = '14';
/** Those who manage accounts, give roles or read the audit log see the people concerned. */
const SEERS = ['user:manage', 'right:grant', 'user:read'] as const satisfies readonly Permission[];
/** Roles whose accounts the system's administrator must not take over (三权分立): a lost password is reset on the command line. */
const APART: ReadonlySet<Role> = new Set(['securityAdministrator', 'auditAdministrator']);

const has = (person: RightsHolder, permission: Permission, divisionCode: string, now: string): boolean =>
  can(person, permission, { divisionCode }, now);

const sees = (person: RightsHolder, divisionCode: string, now: string): boolean =>
  SEERS.some((permission) => has(person, permission, divisionCode, now));

const refusedAt = (permission: Permission, divisionCode: string): Verdict => ({
  kind: 'refused',
  permission,
  divisionCode,
});

/**
 * People. An administrator of the home division manages the account, wherever else the person has been given roles; someone with a right
 * over people in another division where the person has a role sees the person, and no more. An action that would hand over all of the
 * person's rights (`takeOver`, such as setting a password) needs the right wherever they have a role, and is not allowed on security and
 * audit administrators. New people are registered (`register`) in a division where one manages people.
 */
export const userPolicy: Policy<'see' | 'manage' | 'takeOver' | 'register', ManagedPerson> = ({
  person,
  action,
  before,
  after,
  now,
}) => {
  const manages = (divisionCode: string): boolean => has(person, 'user:manage', divisionCode, now);
  if (action === 'register') {
    const home = after?.homeDivision ?? WHOLE_PROVINCE;
    return manages(home) ? ALLOWED : refusedAt('user:manage', home);
  }
  if (before === undefined) return HIDDEN;
  const homeDivision = before.homeDivision ?? WHOLE_PROVINCE;
  const isSeen =
    sees(person, homeDivision, now) ||
    before.assignments.some(({ divisionCode }) => sees(person, divisionCode, now));
  if (!isSeen) return HIDDEN;
  if (action === 'see') return ALLOWED;
  // The home is not revealed to those who only share a division: the place named is the whole province.
  if (!manages(homeDivision)) return refusedAt('user:manage', WHOLE_PROVINCE);
  const isForeign = before.assignments.some(({ divisionCode }) => !manages(divisionCode));
  const isApart = before.assignments.some(({ role }) => role !== undefined && APART.has(role));
  return action === 'takeOver' && (isForeign || isApart) ? refusedAt('user:manage', WHOLE_PROVINCE) : ALLOWED;
};

/** Roles of a person: given or taken away where the caller may give rights, shown where they may see people. */
export const assignmentPolicy: Policy<'give' | 'takeBack' | 'see', RoleAt> = ({
  person,
  action,
  before,
  after,
  now,
}) => {
  if (before === undefined && after === undefined) return HIDDEN;
  if (before !== undefined && !sees(person, before.divisionCode, now)) return HIDDEN;
  if (action === 'see') return ALLOWED;
  const foreign = [before, after].find(
    (role) => role !== undefined && !has(person, 'right:grant', role.divisionCode, now),
  );
  return foreign === undefined ? ALLOWED : refusedAt('right:grant', foreign.divisionCode);
};
