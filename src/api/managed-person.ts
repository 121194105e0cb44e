import type { UserRow } from '../../projections/identity/user-list/table.ts';
import type { EventStore } from '../event-store/event-store.ts';
import type { Assignment, UserRegistered } from '../identity/events.ts';
import { userStream } from '../identity/index.ts';
import { homeDivisionOf, type ManagedPerson } from '../identity/policy/index.ts';

/** Home division of a person who no longer has a role: that of the last role that counted. */
const lastHome = async (store: EventStore, userId: string): Promise<string | null> => {
  let held: Pick<Assignment, 'assignmentId' | 'divisionCode'>[] = [];
  let home: string | null = null;
  for (const { type, data } of await store.readStream(userStream(userId))) {
    if (type === 'UserRegistered') home = (data as UserRegistered['data']).homeDivision;
    const role = data as Assignment;
    if (type === 'UserRoleAssigned') held = [...held, role];
    else if (type === 'UserRoleRevoked')
      held = held.filter((each) => each.assignmentId !== role.assignmentId);
    else continue;
    home = homeDivisionOf(held, home);
  }
  return home;
};

/** A user as seen by the policy of people. */
export const managedPersonOf = async (store: EventStore, row: UserRow): Promise<ManagedPerson> => ({
  homeDivision: row.assignments[0]?.divisionCode ?? (await lastHome(store, row.user_id)),
  assignments: row.assignments,
});
