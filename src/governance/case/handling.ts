import { accepted, refused } from '../../commands/decider.ts';
import { addLimit } from '../calendar/working-time.ts';
import { usedAt, wholeLimitMs } from '../clocks/clock.ts';
import { isAfter } from './guards.ts';
import {
  coDepartmentOf,
  isGivenToAnother,
  isNotTheirs,
  mayNotCoFeedBack,
  mayNotFeedBack,
} from './separation.ts';
import type { Command, Guard, Opinion, Photos, Reason, StepRule, StepRules } from './step.ts';
import { textProblem } from './texts.ts';
import { calendarOf, moveClocks, moving, yearMissing } from './timing.ts';

interface Dispatch extends Opinion {
  readonly departmentId: string;
  readonly coDepartmentIds?: readonly string[];
}
export type CaseHandlingCommand =
  | Command<'DispatchCase', Dispatch>
  | Command<'RedispatchCase', Dispatch>
  | Command<'RefuseDispatch', Reason>
  | Command<'AssignHandler', Opinion & { readonly handlerId: string }>
  | Command<'WithdrawHandler', Reason>
  | Command<'StartHandling'>
  | Command<'GiveCoFeedback', Photos & { readonly result: string }>
  | Command<'GiveFeedback', Photos & { readonly result: string }>;

type DispatchCommand = Extract<CaseHandlingCommand, { type: 'DispatchCase' | 'RedispatchCase' }>;
type FeedbackCommand = Extract<CaseHandlingCommand, { type: 'GiveFeedback' }>;

/** The handling clock starts with the dispatch; the department may refuse within a limited time, but not beyond its deadline. */
const dispatch: StepRule<DispatchCommand>['decide'] = (command, state, timing) => {
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
  const refuse = addLimit(calendarOf(state, timing), Date.parse(at), limit, unit);
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

/** Whether it is in time is decided when the department confirms its feedback, not when its worker has finished. */
const feedBack: StepRule<FeedbackCommand>['decide'] = (command, state, timing) => {
  const { result, photos, actor, at } = command;
  const clocks = textProblem('result', result) ?? moveClocks(state, { to: 'checking' }, at, timing);
  if (!clocks.ok) return clocks;
  const clock = clocks.clocks.find((each) => each.clock === 'handle');
  const used = clock && usedAt(clock, at, calendarOf(state, timing));
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

const unfiled: Guard = (_asked, { standard }) =>
  standard === null ? refused('filingStandardMissing', '派遣前须选定立案标准') : undefined;

const tooLateToRefuse: Guard = ({ at }, { refuseBy }) =>
  refuseBy === null || isAfter(at, refuseBy)
    ? refused('refuseTooLate', '已超过拒收期限', { refuseBy })
    : undefined;

/** Dispatch and what the departments do until they feed back. */
export const HANDLING_RULES: StepRules<CaseHandlingCommand> = {
  DispatchCase: { guard: unfiled, decide: dispatch },
  RedispatchCase: { guard: unfiled, decide: dispatch },
  RefuseDispatch: {
    guard: (asked, state) => isNotTheirs(asked, state) ?? tooLateToRefuse(asked, state),
    decide({ reason, at }, state, timing) {
      const data = { caseId: state.caseId, departmentId: state.departmentId!, reason, at };
      return textProblem('reason', reason) ?? moving(state, { type: 'CaseDispatchRefused', data }, timing);
    },
  },
  AssignHandler: {
    guard: isNotTheirs,
    decide({ handlerId, opinion, at }, state) {
      const data = { caseId: state.caseId, departmentId: state.departmentId!, handlerId, opinion, at };
      return textProblem('opinion', opinion) ?? accepted({ type: 'CaseHandlerAssigned', data });
    },
  },
  WithdrawHandler: {
    guard: isNotTheirs,
    decide({ reason, at }, { caseId, departmentId, assignedHandlerId }) {
      const data = { caseId, departmentId: departmentId!, handlerId: assignedHandlerId!, reason, at };
      return textProblem('reason', reason) ?? accepted({ type: 'CaseHandlerWithdrawn', data });
    },
  },
  StartHandling: {
    guard: (asked, state) => isNotTheirs(asked, state) ?? isGivenToAnother(asked, state),
    decide: ({ actor, at }, { caseId }) =>
      accepted({ type: 'CaseHandlingStarted', data: { caseId, handlerId: actor.userId, at } }),
  },
  GiveCoFeedback: {
    guard: mayNotCoFeedBack,
    decide({ result, photos, actor, at }, state) {
      const departmentId = coDepartmentOf({ actor }, state)!;
      const data = { caseId: state.caseId, departmentId, handlerId: actor.userId, result, photos, at };
      return textProblem('result', result) ?? accepted({ type: 'CaseCoFeedbackGiven', data });
    },
  },
  GiveFeedback: { guard: mayNotFeedBack, decide: feedBack },
};
