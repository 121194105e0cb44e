import { type Decision, refused } from '../../decider.ts';
import type { CaseEvent } from '../events.ts';
import type { CaseActor } from './commands.ts';
import type { CaseState } from './state.ts';

type Refused = Extract<Decision<CaseEvent>, { ok: false }>;

const isOfDepartment = (actor: CaseActor, state: CaseState): boolean =>
  state.departmentId !== null && actor.departmentIds.includes(state.departmentId);

const wrongParty = (message: string, state: CaseState): Refused =>
  refused('wrongParty', message, { departmentId: state.departmentId });

/** Supervision and handling are apart (监管分离): who handled, department or person, does not judge the result. */
export const judgesOwnWork = (actor: CaseActor, state: CaseState): Refused | undefined => {
  if (!isOfDepartment(actor, state) && !state.handlerIds.includes(actor.userId)) return undefined;
  return refused('handlerMayNotCheck', '处置单位不得核查或结案自己处置的案件', {
    departmentId: state.departmentId,
  });
};

/** Handling is the business of the department that the case was dispatched to. */
export const isNotTheirs = (actor: CaseActor, state: CaseState): Refused | undefined =>
  isOfDepartment(actor, state) ? undefined : wrongParty('案件未派遣给您所在的单位', state);

/**
 * A dispatched case is returned by its department. Once returned it keeps the department's name (a return clears nothing),
 * and that department does not push it back further.
 */
export const mayNotReturn = (actor: CaseActor, state: CaseState): Refused | undefined => {
  if (state.stage === 'dispatched' || state.stage === 'handling') return isNotTheirs(actor, state);
  return isOfDepartment(actor, state) ? wrongParty('案件已退回，不再由原处置单位办理', state) : undefined;
};
