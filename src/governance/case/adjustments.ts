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
import { type CaseAdjustmentCommand, REQUEST_COMMANDS } from './commands.ts';
import { isAfter, staleItem } from './guards.ts';
import type { CaseRequest, CaseState } from './state.ts';
import { textProblem } from './texts.ts';
import { type CaseTiming, moveClocks, moved, type Refused, settingOf, yearMissing } from './timing.ts';

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
  const before = usedAt(handle, at, timing.calendar);
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
      const clocks = moved(...(handle === undefined ? [] : [pauseClock(handle, at, timing.calendar)]));
      if (!clocks.ok) return clocks;
      return accepted({ type: 'CaseSuspended', data: { ...base, until, opinion, clocks: clocks.clocks } });
    }
    case 'DecideDeferral': {
      const until = asked.until!;
      if (!isAfter(until, at)) return refused('endDateOutOfRange', '所申请的截止日期已过', { until });
      const clocks = handle === undefined ? [] : [deferClock(handle, at)];
      return accepted({ type: 'CaseDeferred', data: { ...base, until, opinion, clocks } });
    }
    case 'DecideVoid': {
      const clocks = moveClocks(state, { to: 'voided' }, at, timing);
      if (!clocks.ok) return clocks;
      return accepted({ type: 'CaseVoided', data: { ...base, reason: asked.reason, clocks: clocks.clocks } });
    }
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
    ...(handle === undefined ? [] : [endClockDeferral(handle, ended.at, timing.calendar)]),
  );
  if (!clocks.ok) return clocks;
  return accepted({
    type: 'CaseDeferralEnded',
    data: { caseId: state.caseId, ...ended, clocks: clocks.clocks },
  });
};

/** Extension, suspension, deferral and voiding: one side asks, the other decides. */
export const decideAdjustment = (
  command: CaseAdjustmentCommand,
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseEvent> => {
  switch (command.type) {
    case 'RequestExtension':
    case 'RequestSuspension':
    case 'RequestDeferral':
    case 'RequestVoid':
      return request(command, state, timing);
    case 'DecideExtension':
    case 'DecideSuspension':
    case 'DecideDeferral':
    case 'DecideVoid':
      return decideRequest(command, state, timing);
    case 'VoidCase': {
      const { reason, at } = command;
      const clocks = textProblem('reason', reason) ?? moveClocks(state, { to: 'voided' }, at, timing);
      if (!clocks.ok) return clocks;
      return accepted({
        type: 'CaseVoided',
        data: { caseId: state.caseId, reason, clocks: clocks.clocks, at },
      });
    }
    case 'ResumeCase': {
      const { reason, at } = command;
      return textProblem('reason', reason) ?? resume(state, { cause: 'command', reason, at }, timing);
    }
    case 'EndDeferral': {
      const { reason, at } = command;
      return textProblem('reason', reason) ?? endDeferral(state, { cause: 'command', reason, at }, timing);
    }
    default:
      return command satisfies never;
  }
};
