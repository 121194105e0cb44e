import { refused } from '../../commands/decider.ts';
import type { CaseRequestKind } from '../events.ts';
import { type CaseState, missingCoFeedback } from './state.ts';
import type { ByPerson, CaseActor } from './step.ts';
import type { Refused } from './timing.ts';

type Acting = Pick<ByPerson, 'actor'>;

const isOf = (actor: CaseActor, departmentId: string | null): boolean =>
  departmentId !== null && actor.departmentIds.includes(departmentId);

const wrongParty = (message: string, state: CaseState): Refused =>
  refused('wrongParty', message, { departmentId: state.departmentId });

/** The departments that handle the case now. */
export const handlingDepartments = ({ departmentId, coDepartmentIds }: CaseState): readonly string[] =>
  departmentId === null ? coDepartmentIds : [departmentId, ...coDepartmentIds];

/** Supervision and handling are separate (监管分离): whoever handled a case, department or person, does not assess the result. */
export const judgesOwnWork = ({ actor }: Acting, state: CaseState): Refused | undefined => {
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
export const isNotTheirs = ({ actor }: Acting, state: CaseState): Refused | undefined =>
  isOf(actor, state.departmentId) ? undefined : wrongParty('案件未派遣给您所在的单位', state);

/** A case assigned to one person of the department is signed by nobody else. */
export const isGivenToAnother = ({ actor }: Acting, { assignedHandlerId }: CaseState): Refused | undefined =>
  assignedHandlerId === null || assignedHandlerId === actor.userId
    ? undefined
    : refused('assignedToAnother', '案件已指派给其他处置人员', { assignedHandlerId });

/** A department's feedback is given by the handler who has the case, or by its manager. */
export const mayNotFeedBack = ({ actor }: Acting, state: CaseState): Refused | undefined =>
  isNotTheirs({ actor }, state) ??
  (actor.managedIds?.includes(state.departmentId!) ? undefined : isGivenToAnother({ actor }, state));

/** The co-handling department that a person feeds back for: one that still has to. */
export const coDepartmentOf = ({ actor }: Acting, state: CaseState): string | undefined =>
  missingCoFeedback(state).find((departmentId) => isOf(actor, departmentId));

/** Each co-handling department feeds back once. */
export const mayNotCoFeedBack = ({ actor }: Acting, state: CaseState): Refused | undefined => {
  if (coDepartmentOf({ actor }, state) !== undefined) return undefined;
  const { coDepartmentIds } = state;
  return coDepartmentIds.some((departmentId) => isOf(actor, departmentId))
    ? refused('coFeedbackGiven', '您所在的单位已经反馈', { coDepartmentIds })
    : refused('wrongParty', '您所在的单位不是协办部门', { coDepartmentIds });
};

/** Suspension and deferral belong to the main department; an assisting one does not end them. */
export const onlyHelps = ({ actor }: Acting, state: CaseState): Refused | undefined =>
  state.coDepartmentIds.some((departmentId) => isOf(actor, departmentId))
    ? isNotTheirs({ actor }, state)
    : undefined;

/** A self-handler does not audit their own case. */
export const auditsOwnWork = ({ actor }: Acting, { reporterId }: CaseState): Refused | undefined =>
  actor.userId === reporterId
    ? refused('handlerMayNotCheck', '自行处置人不得审核自己的处置', { handlerId: reporterId })
    : undefined;

/** A task belongs to the person to whom it was sent. */
export const isNotExecutor = ({ actor }: Acting, { task }: CaseState): Refused | undefined =>
  task?.executorId === actor.userId
    ? undefined
    : refused('notTheExecutor', '任务未派给您', { executorId: task?.executorId });

/** A supervision is answered by the department to which it is addressed. */
export const isNotSupervised = ({ actor }: Acting, departmentId: string): Refused | undefined =>
  isOf(actor, departmentId) ? undefined : refused('wrongParty', '督办由被督办单位回复', { departmentId });

/** A department may answer as long as there is a supervision addressed to it that it has not answered. */
export const hasNothingToAnswer = ({ actor }: Acting, { supervisions }: CaseState): Refused | undefined => {
  const theirs = supervisions.filter(({ departmentId }) => isOf(actor, departmentId));
  if (theirs.length === 0) return refused('wrongParty', '督办由被督办单位回复');
  return theirs.some(({ reply }) => reply === null)
    ? undefined
    : refused('nothingOpen', '您所在的单位已经回复督办');
};

/**
 * A dispatched case is returned by its department. Once returned it keeps the department's name (a return clears nothing),
 * and that department does not push it back further.
 */
export const mayNotReturn = ({ actor }: Acting, state: CaseState): Refused | undefined => {
  if (state.stage === 'dispatched' || state.stage === 'handling') return isNotTheirs({ actor }, state);
  return isOf(actor, state.departmentId) ? wrongParty('案件已退回，不再由原处置单位办理', state) : undefined;
};

/** A requester does not decide their own request. A case has at most one open request of a kind. */
export const decidesOwnRequest =
  (kind: CaseRequestKind) =>
  ({ actor }: Acting, { requests }: CaseState): Refused | undefined => {
    const requesterId = requests.find((each) => each.kind === kind)?.requesterId;
    return actor.userId === requesterId
      ? refused('requesterMayNotDecide', '申请人不得审批自己的申请', { requesterId })
      : undefined;
  };
