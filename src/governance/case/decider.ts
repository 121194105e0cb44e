import { accepted, type Decider, type Decision, refused } from '../../commands/decider.ts';
import { isTerminal } from '../../workflows/index.ts';
import { decideLink, isLinkCommand } from '../duplicates/linked-case.ts';
import type { CaseEvent } from '../events.ts';
import type { CaseCommand, CaseProcessCommand, CaseStepCommand } from './commands.ts';
import { applyDueTimers, caughtUp } from './due-timers.ts';
import { evolveCase } from './evolve.ts';
import { reportCase } from './main-path.ts';
import { rateCase } from './rating.ts';
import { type CaseState, NO_CASE } from './state.ts';
import { refusalOfStep } from './step-guard.ts';
import { decideByRule } from './step-rules.ts';
import type { CaseTiming } from './timing.ts';

export const caseStream = (caseId: string): string => `case-${caseId}`;

const decideProcess = (
  command: Exclude<CaseProcessCommand, { type: 'ReportCase' }>,
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseEvent> => {
  const { caseId } = state;
  switch (command.type) {
    case 'AttachAlarm': {
      const { type: _type, ...attached } = command;
      const { alarmId } = attached;
      if (state.alarmIds.includes(alarmId)) return accepted();
      if (isTerminal(state.stage)) return refused('caseEnded', '案件已结束');
      return accepted({ type: 'CaseAlarmAttached', data: { caseId, ...attached } });
    }
    case 'ClearCaseAlarm': {
      const { alarmId, at } = command;
      if (!state.openAlarmIds.includes(alarmId)) return accepted();
      return accepted({ type: 'CaseAlarmCleared', data: { caseId, alarmId, at } });
    }
    case 'RateCase':
      return rateCase(command, state);
    case 'ApplyDueTimers':
      return applyDueTimers(state, command.at, timing);
    default:
      return command satisfies never;
  }
};

const decide = (command: CaseCommand, state: CaseState, timing: CaseTiming): Decision<CaseEvent> => {
  if (command.type === 'ReportCase') return reportCase(command.data, state, timing);
  if (!state.exists) return refused('caseUnknown', '案件不存在');
  if (
    command.type === 'AttachAlarm' ||
    command.type === 'ClearCaseAlarm' ||
    command.type === 'RateCase' ||
    command.type === 'ApplyDueTimers'
  )
    return decideProcess(command, state, timing);
  if (isLinkCommand(command) && command.type !== 'LinkToParent') return decideLink(command, state, timing);
  // Timers that became due before this step are recorded before it.
  const now = caughtUp(state, command.at, timing);
  if (!now.ok) return now;
  const decision = isLinkCommand(command)
    ? decideLink(command, now.state, timing)
    : decideStep(command, now.state, timing);
  return decision.ok ? accepted(...now.events, ...decision.events) : decision;
};

const decideStep = (command: CaseStepCommand, state: CaseState, timing: CaseTiming): Decision<CaseEvent> =>
  refusalOfStep(command.type, { actor: command.actor, at: command.at, timing }, state) ??
  decideByRule(command, state, timing);

/**
 * The work loop of a case (GB/T 30428.8 practice as described by the city projects; see docs/governance.md), one file per concern.
 * Limits are computed from the calendar and the case rules that it is created with.
 */
export const createCaseDecider = (timing: CaseTiming): Decider<CaseState, CaseCommand, CaseEvent> => ({
  initialState: NO_CASE,
  decide: (command, state) => decide(command, state, timing),
  evolve: evolveCase,
});

/** A case's state from its events. */
export const foldCase = (events: readonly { readonly type: string; readonly data: unknown }[]): CaseState =>
  events.reduce((state, event) => evolveCase(state, event as CaseEvent), NO_CASE);
