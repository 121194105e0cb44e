import type { Assignment } from '../events.ts';
import { can, type RightsHolder } from '../rights.ts';
import { ALLOWED, HIDDEN, type Policy, type Verdict } from './verdict.ts';

/** A person as an administrator meets them. */
export interface ManagedPerson {
  /**
   * Division that the person belongs to, and whose administrators manage the account; null for a person who never had a role, who is
   * managed by the whole province.
   */
  readonly homeDivision: string | null;
  readonly assignments: readonly Pick<Assignment, 'divisionCode'>[];
}

/** `before` and `after` of one role: where it is given or taken back. */
export interface RoleAt {
  readonly divisionCode: string;
}

const WHOLE_PROVINCE = '14';

const manages = (person: RightsHolder, divisionCode: string, now: string): boolean =>
  can(person, 'user:manage', { divisionCode }, now);

const isHome = (person: RightsHolder, { homeDivision }: ManagedPerson, now: string): boolean =>
  manages(person, homeDivision ?? WHOLE_PROVINCE, now);

const refusedAt = (divisionCode: string): Verdict => ({
  kind: 'refused',
  permission: 'user:manage',
  divisionCode,
});

/**
 * People. An administrator of the home manages the account, wherever else the person has been given roles; an administrator of
 * another division in which the person has a role sees the person and gives and takes back roles there, and no more. What would
 * hand over all of the person's rights (`takeOver`, such as another password) needs the right wherever they have one.
 */
export const userPolicy: Policy<'see' | 'manage' | 'takeOver', ManagedPerson> = ({
  person,
  action,
  before,
  now,
}) => {
  if (before === undefined) return HIDDEN;
  const home = isHome(person, before, now);
  const foreign = before.assignments.find(({ divisionCode }) => !manages(person, divisionCode, now));
  const shared = before.assignments.some(({ divisionCode }) => manages(person, divisionCode, now));
  if (!home && !shared) return HIDDEN;
  if (action === 'see') return ALLOWED;
  // The home is not told to those who share a role: the place named is the whole province.
  if (!home) return refusedAt(WHOLE_PROVINCE);
  return action === 'takeOver' && foreign !== undefined ? refusedAt(WHOLE_PROVINCE) : ALLOWED;
};

/** Roles of a person: given or taken back where one manages people; elsewhere they are not shown. */
export const assignmentPolicy: Policy<'give' | 'takeBack' | 'see', RoleAt> = ({
  person,
  before,
  after,
  now,
}) => {
  if (before === undefined && after === undefined) return HIDDEN;
  if (before !== undefined && !manages(person, before.divisionCode, now)) return HIDDEN;
  if (after !== undefined && !manages(person, after.divisionCode, now)) return refusedAt(after.divisionCode);
  return ALLOWED;
};
