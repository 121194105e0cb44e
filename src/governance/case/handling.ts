import { accepted, type Decision, refused } from '../../commands/decider.ts';
import { addLimit } from '../calendar/working-time.ts';
import { usedAt, wholeLimitMs } from '../clocks/clock.ts';
import type { CaseEvent } from '../events.ts';
import type { CaseHandlingCommand } from './commands.ts';
import { isAfter } from './guards.ts';
import { coDepartmentOf } from './separation.ts';
import type { CaseState } from './state.ts';
import { textProblem } from './texts.ts';
import { type CaseTiming, moveClocks, yearMissing } from './timing.ts';

type DispatchCommand = Extract<CaseHandlingCommand, { type: 'DispatchCase' | 'RedispatchCase' }>;
type FeedbackCommand = Extract<CaseHandlingCommand, { type: 'GiveFeedback' }>;

/** The handling clock starts with the dispatch; the department may refuse for a while, but not beyond its deadline. */
const dispatch = (command: DispatchCommand, state: CaseState, timing: CaseTiming): Decision<CaseEvent> => {
  const { departmentId, coDepartmentIds = [], opinion, at } = command;
  if (coDepartmentIds.includes(departmentId) || new Set(coDepartmentIds).size !== coDepartmentIds.length)
    return refused('departmentTwice', '主办与协办部门不得重复', { departmentId, coDepartmentIds });
  const redispatch = command.type === 'RedispatchCase';
  if (redispatch && departmentId === state.departmentId)
    return refused('departmentUnchanged', '改派须选择其他部门', { departmentId });
  const clocks =
    textProblem('opinion', opinion) ?? moveClocks(state, { to: 'dispatched', clock: 'restart' }, at, timing);
  if (!clocks.ok) return clocks;
  const { deadline, calendarVersion } = clocks.clocks[clocks.clocks.length - 1]!;
  const { limit, unit } = timing.rulesOf(state.rulesVersion).refuse;
  const refuse = addLimit(timing.calendar, Date.parse(at), limit, unit);
  if (!refuse.ok) return yearMissing(refuse);
  const refuseBy = new Date(Math.min(refuse.deadline, Date.parse(deadline))).toISOString();
  return accepted({
    type: 'CaseDispatched',
    data: {
      caseId: state.caseId,
      departmentId,
      deadline,
      calendarVersion,
      opinion,
      ...(coDepartmentIds.length === 0 ? {} : { coDepartmentIds }),
      refuseBy,
      ...(refuse.provisional === true && { refuseProvisional: true as const }),
      ...(redispatch ? { redispatch } : {}),
      clocks: clocks.clocks,
      at,
    },
  });
};

/** In time is judged when the department confirms its feedback, not when its worker has finished. */
const feedBack = (command: FeedbackCommand, state: CaseState, timing: CaseTiming): Decision<CaseEvent> => {
  const { result, photos, actor, at } = command;
  const clocks = textProblem('result', result) ?? moveClocks(state, { to: 'checking' }, at, timing);
  if (!clocks.ok) return clocks;
  const clock = clocks.clocks.find((each) => each.clock === 'handle');
  const used = clock && usedAt(clock, at, timing.calendar);
  if (used !== undefined && !used.ok) return yearMissing(used);
  const inTime = state.deadline === null || !isAfter(at, state.deadline);
  const evaluated =
    clock === undefined || used === undefined
      ? {}
      : {
          usedMs: used.usedMs,
          evaluatedInTime: inTime || used.usedMs - clock.deferredMs <= wholeLimitMs(clock),
        };
  return accepted({
    type: 'CaseFeedbackGiven',
    data: {
      caseId: state.caseId,
      handlerId: actor.userId,
      result,
      photos,
      inTime,
      ...evaluated,
      clocks: clocks.clocks,
      at,
    },
  });
};

/** Dispatch and what the departments do until they feed back. */
export const decideHandling = (
  command: CaseHandlingCommand,
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseEvent> => {
  const { caseId, departmentId } = state;
  const { actor, at } = command;
  switch (command.type) {
    case 'DispatchCase':
    case 'RedispatchCase':
      return dispatch(command, state, timing);
    case 'RefuseDispatch': {
      const { reason } = command;
      const clocks = textProblem('reason', reason) ?? moveClocks(state, { to: 'filed' }, at, timing);
      if (!clocks.ok) return clocks;
      const data = { caseId, departmentId: departmentId!, reason, clocks: clocks.clocks, at };
      return accepted({ type: 'CaseDispatchRefused', data });
    }
    case 'AssignHandler': {
      const { handlerId, opinion } = command;
      return (
        textProblem('opinion', opinion) ??
        accepted({
          type: 'CaseHandlerAssigned',
          data: { caseId, departmentId: departmentId!, handlerId, opinion, at },
        })
      );
    }
    case 'WithdrawHandler': {
      const { reason } = command;
      const handlerId = state.assignedHandlerId!;
      return (
        textProblem('reason', reason) ??
        accepted({
          type: 'CaseHandlerWithdrawn',
          data: { caseId, departmentId: departmentId!, handlerId, reason, at },
        })
      );
    }
    case 'StartHandling':
      return accepted({ type: 'CaseHandlingStarted', data: { caseId, handlerId: actor.userId, at } });
    case 'GiveCoFeedback': {
      const { result, photos } = command;
      const own = coDepartmentOf(actor, state)!;
      return (
        textProblem('result', result) ??
        accepted({
          type: 'CaseCoFeedbackGiven',
          data: { caseId, departmentId: own, handlerId: actor.userId, result, photos, at },
        })
      );
    }
    case 'GiveFeedback':
      return feedBack(command, state, timing);
    default:
      return command satisfies never;
  }
};
