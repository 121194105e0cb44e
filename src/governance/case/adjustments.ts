import { accepted, type Decision, refused } from '../../commands/decider.ts';
import {
  deferClock,
  endClockDeferral,
  extendClock,
  pauseClock,
  resumeClock,
  usedAt,
  wholeLimitMs,
} from '../clocks/clock.ts';
import type { CaseEvent, CaseRequestKind } from '../events.ts';
import { isAfter, staleItem } from './guards.ts';
import { decidesOwnRequest, isNotTheirs, onlyHelps } from './separation.ts';
import type { CaseRequest, CaseState } from './state.ts';
import type { Command, Guard, Opinion, Reason, StepRules } from './step.ts';
import { textProblem } from './texts.ts';
import {
  type CaseTiming,
  calendarOf,
  moved,
  moving,
  type Refused,
  settingOf,
  yearMissing,
} from './timing.ts';

interface Decides extends Opinion {
  readonly requestId: string;
  readonly approved: boolean;
}
interface Until {
  /** ISO 8601 UTC. */
  readonly until: string;
}
interface NewRequest extends Reason {
  readonly requestId: string;
}
export type CaseAdjustmentCommand =
  | Command<'RequestExtension', NewRequest>
  | Command<'RequestSuspension', NewRequest & Until>
  | Command<'RequestDeferral', NewRequest & Until>
  | Command<'RequestVoid', NewRequest>
  | Command<'DecideExtension', Decides>
  | Command<'DecideSuspension', Decides>
  | Command<'DecideDeferral', Decides>
  | Command<'DecideVoid', Decides>
  | Command<'VoidCase', Reason>
  | Command<'ResumeCase', Reason>
  | Command<'EndDeferral', Reason>;

const REQUEST_COMMANDS = {
  RequestExtension: 'extension',
  RequestSuspension: 'suspension',
  RequestDeferral: 'deferral',
  RequestVoid: 'void',
} as const satisfies Record<string, CaseRequestKind>;

type RequestCommand = Extract<CaseAdjustmentCommand, { type: keyof typeof REQUEST_COMMANDS }>;
type DecideCommand = Extract<CaseAdjustmentCommand, { requestId: string; approved: boolean }>;

const DAY_MS = 86_400_000;

const invalidEndDate = (until: string, at: string, maxDays: number): Refused | undefined =>
  !isAfter(until, at) || Date.parse(until) > Date.parse(at) + maxDays * DAY_MS
    ? refused('endDateOutOfRange', `截止日期须在今后 ${maxDays} 天以内`, { until, maxDays })
    : undefined;

const requestProblem = (command: RequestCommand, state: CaseState, timing: CaseTiming) => {
  const { suspensions, deferrals } = timing.rulesOf(state.rulesVersion);
  switch (command.type) {
    case 'RequestSuspension':
      return invalidEndDate(command.until, command.at, suspensions.maxDays);
    case 'RequestDeferral':
      return invalidEndDate(command.until, command.at, deferrals.maxDays);
    case 'RequestExtension':
    case 'RequestVoid':
      return undefined;
    default:
      return command satisfies never;
  }
};

const request = (command: RequestCommand, state: CaseState, timing: CaseTiming): Decision<CaseEvent> => {
  const { requestId, reason, actor, at } = command;
  return (
    textProblem('reason', reason) ??
    requestProblem(command, state, timing) ??
    accepted({
      type: 'CaseRequestMade',
      data: {
        caseId: state.caseId,
        requestId,
        kind: REQUEST_COMMANDS[command.type],
        requesterId: actor.userId,
        until: 'until' in command ? command.until : null,
        reason,
        at,
      },
    })
  );
};

const KIND_OF = {
  DecideExtension: 'extension',
  DecideSuspension: 'suspension',
  DecideDeferral: 'deferral',
  DecideVoid: 'void',
} as const satisfies Record<DecideCommand['type'], CaseRequestKind>;

const extend = (
  { requestId, opinion, at }: DecideCommand,
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseEvent> => {
  const { caseId } = state;
  const { handle } = state.clocks;
  if (handle === undefined) return refused('nothingOpen', '案件没有处置时限');
  const before = usedAt(handle, at, calendarOf(state, timing));
  const clocks = moved(extendClock(handle, at, settingOf(state, timing)));
  if (!before.ok) return yearMissing(before);
  if (!clocks.ok) return clocks;
  const clock = clocks.clocks[0]!;
  const extension = state.extensions + 1;
  const { deadline, light, run } = clock;
  const extended = {
    type: 'CaseExtended',
    data: { caseId, requestId, extension, deadline, opinion, clocks: clocks.clocks, at },
  } as const;
  if (light === handle.light) return accepted(extended);
  const usedShare = before.usedMs / wholeLimitMs(clock);
  const data = { caseId, clock: 'handle', run, from: handle.light, light, usedShare, since: at, at } as const;
  const changed = { type: 'CaseLightChanged', data: { ...data, clocks: clocks.clocks } } as const;
  return accepted<CaseEvent>(extended, changed);
};

const approve = (
  command: DecideCommand,
  asked: CaseRequest,
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseEvent> => {
  const { requestId, opinion, at } = command;
  const { caseId } = state;
  const { handle } = state.clocks;
  const base = { caseId, requestId, at };
  switch (command.type) {
    case 'DecideExtension':
      return extend(command, state, timing);
    case 'DecideSuspension': {
      const until = asked.until!;
      if (!isAfter(until, at)) return refused('endDateOutOfRange', '所申请的截止日期已过', { until });
      const clocks = moved(
        ...(handle === undefined ? [] : [pauseClock(handle, at, calendarOf(state, timing))]),
      );
      if (!clocks.ok) return clocks;
      return accepted({ type: 'CaseSuspended', data: { ...base, until, opinion, clocks: clocks.clocks } });
    }
    case 'DecideDeferral': {
      const until = asked.until!;
      if (!isAfter(until, at)) return refused('endDateOutOfRange', '所申请的截止日期已过', { until });
      const clocks = handle === undefined ? [] : [deferClock(handle, at)];
      return accepted({ type: 'CaseDeferred', data: { ...base, until, opinion, clocks } });
    }
    case 'DecideVoid':
      return moving(state, { type: 'CaseVoided', data: { ...base, reason: asked.reason } }, timing);
    default:
      return command satisfies never;
  }
};

const decideRequest = (command: DecideCommand, state: CaseState, timing: CaseTiming): Decision<CaseEvent> => {
  const kind = KIND_OF[command.type];
  const { requestId, opinion, approved, at } = command;
  const asked = state.requests.find((each) => each.requestId === requestId && each.kind === kind);
  if (asked === undefined) return staleItem('requestId', requestId);
  const problem = textProblem('opinion', opinion);
  if (problem !== undefined) return problem;
  return approved
    ? approve(command, asked, state, timing)
    : accepted({ type: 'CaseRequestRefused', data: { caseId: state.caseId, requestId, kind, opinion, at } });
};

/** The end of a suspension, by command or because its end date has come. */
export const resume = (
  state: CaseState,
  ended: { readonly cause: 'endDate' | 'command'; readonly reason: string; readonly at: string },
  timing: CaseTiming,
): Decision<CaseEvent> => {
  const { handle } = state.clocks;
  const goesOn = handle?.state === 'paused' ? [resumeClock(handle, ended.at, settingOf(state, timing))] : [];
  const clocks = moved(...goesOn);
  if (!clocks.ok) return clocks;
  return accepted({ type: 'CaseResumed', data: { caseId: state.caseId, ...ended, clocks: clocks.clocks } });
};

/** The end of a deferral: from now on the time is evaluated again. */
export const endDeferral = (
  state: CaseState,
  ended: { readonly cause: 'endDate' | 'command'; readonly reason: string; readonly at: string },
  timing: CaseTiming,
): Decision<CaseEvent> => {
  const { handle } = state.clocks;
  const clocks = moved(
    ...(handle === undefined ? [] : [endClockDeferral(handle, ended.at, calendarOf(state, timing))]),
  );
  if (!clocks.ok) return clocks;
  return accepted({
    type: 'CaseDeferralEnded',
    data: { caseId: state.caseId, ...ended, clocks: clocks.clocks },
  });
};

const usedUp = (used: number, max: number, what: string): Refused | undefined =>
  used >= max ? refused('adjustmentUsedUp', `${what}次数已用完`, { used, max }) : undefined;

/** A request for more time comes before the time is over; a light that turned red is not undone by a clock set back. */
const tooLateToExtend: Guard = ({ at }, { clocks, deadline }) =>
  deadline !== null && (clocks.handle?.overdue || isAfter(at, deadline))
    ? refused('extensionTooLate', '处置期限已过，不能再申请', { deadline })
    : undefined;

/** Extension, suspension, deferral and voiding: one side asks, the other decides. */
export const ADJUSTMENT_RULES: StepRules<CaseAdjustmentCommand> = {
  RequestExtension: {
    guard: (asked, state) =>
      isNotTheirs(asked, state) ??
      usedUp(state.extensions, asked.timing.rulesOf(state.rulesVersion).extensions.max, '延期') ??
      tooLateToExtend(asked, state),
    decide: request,
  },
  RequestSuspension: {
    guard: (asked, state) =>
      isNotTheirs(asked, state) ??
      usedUp(state.suspensions, asked.timing.rulesOf(state.rulesVersion).suspensions.max, '挂账'),
    decide: request,
  },
  RequestDeferral: {
    guard: (asked, state) =>
      isNotTheirs(asked, state) ??
      usedUp(state.deferrals, asked.timing.rulesOf(state.rulesVersion).deferrals.max, '缓办'),
    decide: request,
  },
  RequestVoid: { decide: request },
  DecideExtension: { guard: decidesOwnRequest('extension'), decide: decideRequest },
  DecideSuspension: { guard: decidesOwnRequest('suspension'), decide: decideRequest },
  DecideDeferral: { guard: decidesOwnRequest('deferral'), decide: decideRequest },
  DecideVoid: { guard: decidesOwnRequest('void'), decide: decideRequest },
  VoidCase: {
    decide: ({ reason, at }, state, timing) =>
      textProblem('reason', reason) ??
      moving(state, { type: 'CaseVoided', data: { caseId: state.caseId, reason, at } }, timing),
  },
  ResumeCase: {
    guard: onlyHelps,
    decide: ({ reason, at }, state, timing) =>
      textProblem('reason', reason) ?? resume(state, { cause: 'command', reason, at }, timing),
  },
  EndDeferral: {
    guard: onlyHelps,
    decide: ({ reason, at }, state, timing) =>
      textProblem('reason', reason) ?? endDeferral(state, { cause: 'command', reason, at }, timing),
  },
};
