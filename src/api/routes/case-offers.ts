import type { Context } from 'hono';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { blockedSteps, type CaseActor, type CaseTransition, stepsFor } from '../../governance/index.ts';
import { can, isValidAt } from '../../identity/index.ts';
import type { caseInFullAnswer } from '../answers/cases.ts';
import type { Shown } from '../answers/shown.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { caseStateOf } from '../present.ts';
import { PROBLEMS } from '../problems.ts';
import { targetOf } from './case-access.ts';

/** The person who acts on a case, with the departments of all roles that are valid now. */
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

/** Steps of a case that this person can take now: those that the decider accepts from them and for which they have the right. */
export const stepsOf = (
  context: Context<ApiEnv>,
  { reference }: ApiDeps,
  row: CaseRow,
  at: string,
): readonly CaseTransition[] => {
  const timing = reference.caseTiming();
  // Without a calendar and case rules no step is accepted.
  if (timing === undefined) return [];
  return stepsFor(actorOf(context, at), caseStateOf(row), at, timing).filter(({ permission }) =>
    can(context.var.user, permission, targetOf(row), at),
  );
};

/**
 * Steps of the current stage that this person cannot take now, with the reason: the case's refusal, or the missing
 * right. A supervision or an appeal that nobody has begun is not worth a reason: those steps are left out.
 */
export const blockedFor = (
  context: Context<ApiEnv>,
  { reference }: ApiDeps,
  row: CaseRow,
  at: string,
): Shown<typeof caseInFullAnswer>['blockedSteps'] => {
  const timing = reference.caseTiming();
  if (timing === undefined) return [];
  const state = caseStateOf(row);
  const actor = actorOf(context, at);
  const may = ({ permission }: CaseTransition): boolean =>
    can(context.var.user, permission, targetOf(row), at);
  const show = (
    { command, name, nameEn, roles }: CaseTransition,
    code: string,
  ): Shown<typeof caseInFullAnswer>['blockedSteps'][number] => {
    const { titleZh: zh, titleEn: en } = PROBLEMS[code]!;
    return { command, name, nameEn, code, zh, en, roles: [...roles] };
  };
  const refused = blockedSteps(actor, state, at, timing)
    .filter(({ step, refusal }) => may(step) && refusal.refusal.code !== 'nothingOpen')
    .map(({ step, refusal }) => show(step, refusal.refusal.code));
  const forbidden = stepsFor(actor, state, at, timing)
    .filter((step) => step.awaited && !may(step))
    .map((step) => show(step, 'forbidden'));
  return [...refused, ...forbidden];
};

export const presentStep = ({
  command,
  name,
  resource,
}: CaseTransition): Shown<typeof caseInFullAnswer>['steps'][number] => ({ command, name, resource });
