import { divisionCovers } from '../../geography/index.ts';
import type { Role } from '../events.ts';
import { isValidAt } from '../rights.ts';
import { ALLOWED, HIDDEN, type Policy } from './verdict.ts';

/** A role at a place, and in a department. */
export interface PostTarget {
  readonly role: Role;
  readonly divisionCode: string;
  readonly departmentId: string | null;
}

/** What one shift leaves to the next: for everybody who holds the post now, and for nobody else. */
export const postPolicy: Policy<'hold', PostTarget> = ({ person, before, now }) =>
  before !== undefined &&
  person.assignments.some(
    (held) =>
      isValidAt(held, now) &&
      held.role === before.role &&
      divisionCovers(held.divisionCode, before.divisionCode) &&
      held.departmentId === before.departmentId,
  )
    ? ALLOWED
    : HIDDEN;
