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

/** A case as this person stands to it now; undefined without a calendar and case rules, where no step is accepted. */
const standingOf = (context: Context<ApiEnv>, { reference }: ApiDeps, row: CaseRow, at: string) => {
  const timing = reference.caseTiming();
  if (timing === undefined) return undefined;
  const asked = [actorOf(context, at), caseStateOf(row), at, timing] as const;
  return {
    asked,
    possible: stepsFor(...asked),
    may: ({ permission }: CaseTransition): boolean => can(context.var.user, permission, targetOf(row), at),
  };
};

/** Steps of a case that this person can take now: those that the decider accepts from them and for which they have the right. */
export const stepsOf = (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  row: CaseRow,
  at: string,
): readonly CaseTransition[] => {
  const standing = standingOf(context, deps, row, at);
  return standing?.possible.filter(standing.may) ?? [];
};

type Blocked = Shown<typeof caseInFullAnswer>['blockedSteps'][number];
const presentBlocked = ({ command, name, nameEn, roles }: CaseTransition, code: string): Blocked => {
  const { titleZh: zh, titleEn: en } = PROBLEMS[code]!;
  return { command, name, nameEn, code, zh, en, roles: [...roles] };
};

/**
 * The steps that this person can take now, and those of the current stage that they cannot, with the reason: the case's
 * refusal, or the missing right. A supervision or an appeal that nobody has begun is not worth a reason: those steps are left out.
 */
export const offersOf = (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  row: CaseRow,
  at: string,
): Pick<Shown<typeof caseInFullAnswer>, 'steps' | 'blockedSteps'> => {
  const standing = standingOf(context, deps, row, at);
  if (standing === undefined) return { steps: [], blockedSteps: [] };
  const { asked, possible, may } = standing;
  const refused = blockedSteps(...asked)
    .filter(({ step, refusal }) => may(step) && refusal.refusal.code !== 'nothingOpen')
    .map(({ step, refusal }) => presentBlocked(step, refusal.refusal.code));
  const forbidden = possible
    .filter((step) => step.awaited && !may(step))
    .map((step) => presentBlocked(step, 'forbidden'));
  return { steps: possible.filter(may).map(presentStep), blockedSteps: [...refused, ...forbidden] };
};

export const presentStep = ({
  command,
  name,
  resource,
}: CaseTransition): Shown<typeof caseInFullAnswer>['steps'][number] => ({ command, name, resource });
