import { refused } from '../../decider.ts';
import type { CaseActor } from './commands.ts';
import type { CaseState } from './state.ts';
import type { Refused } from './timing.ts';

const isOf = (actor: CaseActor, departmentId: string | null): boolean =>
  departmentId !== null && actor.departmentIds.includes(departmentId);

const wrongParty = (message: string, state: CaseState): Refused =>
  refused('wrongParty', message, { departmentId: state.departmentId });

/** The departments that handle the case now. */
export const handlingDepartments = ({ departmentId, coDepartmentIds }: CaseState): readonly string[] =>
  departmentId === null ? coDepartmentIds : [departmentId, ...coDepartmentIds];

/** Supervision and handling are apart (监管分离): who handled, department or person, does not judge the result. */
export const judgesOwnWork = (actor: CaseActor, state: CaseState): Refused | undefined => {
  const involved = handlingDepartments(state).some((departmentId) => isOf(actor, departmentId));
  if (!involved && !state.handlerIds.includes(actor.userId)) return undefined;
  return refused('handlerMayNotCheck', '处置单位不得核查或结案自己处置的案件', {
    departmentId: state.departmentId,
  });
};

/** Nor is a person sent to check what this person handled. */
export const mayNotExecute = (executorId: string, state: CaseState): Refused | undefined =>
  state.handlerIds.includes(executorId)
    ? refused('handlerMayNotCheck', '处置人员不得核查自己处置的案件', { executorId })
    : undefined;

/** Handling is the business of the main department that the case was dispatched to. */
export const isNotTheirs = (actor: CaseActor, state: CaseState): Refused | undefined =>
  isOf(actor, state.departmentId) ? undefined : wrongParty('案件未派遣给您所在的单位', state);

/** The co-handling department that a person acts for. */
export const coDepartmentOf = (actor: CaseActor, state: CaseState): string | undefined =>
  state.coDepartmentIds.find((departmentId) => isOf(actor, departmentId));

/**
 * A dispatched case is returned by its department. Once returned it keeps the department's name (a return clears nothing),
 * and that department does not push it back further.
 */
export const mayNotReturn = (actor: CaseActor, state: CaseState): Refused | undefined => {
  if (state.stage === 'dispatched' || state.stage === 'handling') return isNotTheirs(actor, state);
  return isOf(actor, state.departmentId) ? wrongParty('案件已退回，不再由原处置单位办理', state) : undefined;
};

/** Who asks does not decide. */
export const decidesOwnRequest = (actor: CaseActor, requesterId: string): Refused | undefined =>
  actor.userId === requesterId
    ? refused('requesterMayNotDecide', '申请人不得审批自己的申请', { requesterId })
    : undefined;
