import type { Context } from 'hono';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { type CaseActor, type CaseTransition, stepsFor } from '../../governance/index.ts';
import { can, isValidAt } from '../../identity/index.ts';
import type { caseInFullAnswer } from '../answers/cases.ts';
import type { Shown } from '../answers/shown.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { caseStateOf } from '../present.ts';
import { targetOf } from './case-access.ts';

/** Who acts on a case: the person with the departments of all roles that are valid now. */
export const actorOf = ({ var: { user } }: Context<ApiEnv>, at: string): CaseActor => {
  const held = user.assignments.filter((each) => isValidAt(each, at));
  const departmentsOf = (assignments: typeof held) =>
    assignments.flatMap(({ departmentId }) => (departmentId === null ? [] : [departmentId]));
  return {
    userId: user.userId,
    departmentIds: departmentsOf(held),
    managedIds: departmentsOf(held.filter(({ role }) => role === 'departmentManager')),
  };
};

/** Steps of a case that this person can take now: those that the decider accepts from them and that they have the right to. */
export const stepsOf = (
  context: Context<ApiEnv>,
  { reference }: ApiDeps,
  row: CaseRow,
  at: string,
): readonly CaseTransition[] => {
  const timing = reference.caseTiming();
  // Without calendar and rules no step is accepted.
  if (timing === undefined) return [];
  return stepsFor(actorOf(context, at), caseStateOf(row), at, timing).filter(({ permission }) =>
    can(context.var.user, permission, targetOf(row), at),
  );
};

export const presentStep = ({
  command,
  name,
  resource,
}: CaseTransition): Shown<typeof caseInFullAnswer>['steps'][number] => ({ command, name, resource });
