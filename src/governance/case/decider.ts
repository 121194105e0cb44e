import { accepted, type Decider, type Decision, refused } from '../../decider.ts';
import { decideLink, isLinkCommand, isSetAside } from '../duplicates/linked-case.ts';
import type { CaseEvent } from '../events.ts';
import type { CaseCommand } from './commands.ts';
import { isNotTheirs, judgesOwnWork, mayNotReturn } from './separation.ts';
import { type CaseState, evolveCase, isTerminal, NO_CASE } from './state.ts';
import { MAX_DESCRIPTION_LENGTH, textProblem } from './texts.ts';
import {
  allowedIn,
  CASE_COMMANDS,
  type CaseTransitionCommand,
  RETURN_TARGET,
  transitionOf,
} from './workflow.ts';

export const caseStream = (caseId: string): string => `case-${caseId}`;

type Refused = Extract<Decision<CaseEvent>, { ok: false }>;

const TRANSITIONS: ReadonlySet<string> = new Set(CASE_COMMANDS);

const wrongStage = (command: CaseTransitionCommand, state: CaseState): Refused | undefined => {
  const transition = transitionOf(command);
  if (transition.from.includes(state.stage)) return undefined;
  return refused('impossibleTransition', `案件当前阶段不能${transition.name}`, {
    command,
    from: state.stage,
    to: transition.to,
    allowed: allowedIn(state.stage),
  });
};

/** Times come from several clocks and may differ in their fractions of a second: compared as instants, not as text. */
const isAfter = (time: string, limit: string): boolean => Date.parse(time) > Date.parse(limit);

const decide = (command: CaseCommand, state: CaseState): Decision<CaseEvent> => {
  const { caseId } = state;
  if (command.type === 'ReportCase') {
    if (state.exists) return refused('caseExists', '案件已存在');
    return (
      textProblem('description', command.data.description, MAX_DESCRIPTION_LENGTH) ??
      accepted({ type: 'CaseReported', data: command.data })
    );
  }
  if (!state.exists) return refused('caseUnknown', '案件不存在');
  if (isLinkCommand(command)) return decideLink(command, state);
  if (TRANSITIONS.has(command.type)) {
    const problem = isSetAside(state) ?? wrongStage(command.type as CaseTransitionCommand, state);
    if (problem !== undefined) return problem;
  }
  switch (command.type) {
    case 'AttachAlarm': {
      const { alarmId, deviceId, severity, at } = command;
      if (state.alarmIds.includes(alarmId)) return accepted();
      if (isTerminal(state.stage)) return refused('caseEnded', '案件已结束');
      return accepted({ type: 'CaseAlarmAttached', data: { caseId, alarmId, deviceId, severity, at } });
    }
    case 'ClearCaseAlarm': {
      const { alarmId, at } = command;
      if (!state.openAlarmIds.includes(alarmId)) return accepted();
      return accepted({ type: 'CaseAlarmCleared', data: { caseId, alarmId, at } });
    }
    case 'MarkHandlingOverdue': {
      const running = state.stage === 'dispatched' || state.stage === 'handling';
      const { departmentId, deadline } = state;
      if (!running || state.overdue || departmentId === null || deadline === null) return accepted();
      if (!isAfter(command.at, deadline)) return accepted();
      return accepted({
        type: 'CaseHandlingOverdue',
        data: { caseId, departmentId, deadline, at: command.at },
      });
    }
    case 'AcceptCase': {
      const { opinion, at } = command;
      return (
        textProblem('opinion', opinion) ?? accepted({ type: 'CaseAccepted', data: { caseId, opinion, at } })
      );
    }
    case 'RejectCase': {
      const { reason, at } = command;
      return (
        textProblem('reason', reason) ?? accepted({ type: 'CaseRejected', data: { caseId, reason, at } })
      );
    }
    case 'FileCase': {
      const { standard, opinion, at } = command;
      if (standard === null) return refused('filingStandardMissing', '立案前须选定立案标准');
      return (
        textProblem('opinion', opinion) ??
        accepted({ type: 'CaseFiled', data: { caseId, standard, opinion, at } })
      );
    }
    case 'DispatchCase': {
      const { departmentId, deadline, calendarVersion, opinion, at } = command;
      return (
        textProblem('opinion', opinion) ??
        accepted({
          type: 'CaseDispatched',
          data: { caseId, departmentId, deadline, calendarVersion, opinion, at },
        })
      );
    }
    case 'StartHandling':
      return (
        isNotTheirs(command.actor, state) ??
        accepted({
          type: 'CaseHandlingStarted',
          data: { caseId, handlerId: command.actor.userId, at: command.at },
        })
      );
    case 'GiveFeedback': {
      const { result, photos, at } = command;
      // Judged when the department confirms its feedback, not when its worker has finished.
      const inTime = state.deadline === null || !isAfter(at, state.deadline);
      const handlerId = command.actor.userId;
      return (
        isNotTheirs(command.actor, state) ??
        textProblem('result', result) ??
        accepted({ type: 'CaseFeedbackGiven', data: { caseId, handlerId, result, photos, inTime, at } })
      );
    }
    case 'CheckCase': {
      const { passed, opinion, photos, at } = command;
      return (
        judgesOwnWork(command.actor, state) ??
        textProblem('opinion', opinion) ??
        accepted({ type: 'CaseChecked', data: { caseId, passed, opinion, photos, at } })
      );
    }
    case 'CloseCase': {
      const { opinion, at } = command;
      return (
        judgesOwnWork(command.actor, state) ??
        textProblem('opinion', opinion) ??
        accepted({ type: 'CaseClosed', data: { caseId, opinion, inTime: state.inTime ?? true, at } })
      );
    }
    case 'ReturnCase': {
      const { reason, at } = command;
      const to = RETURN_TARGET[state.stage] ?? state.stage;
      return (
        mayNotReturn(command.actor, state) ??
        textProblem('reason', reason) ??
        accepted({ type: 'CaseReturned', data: { caseId, from: state.stage, to, reason, at } })
      );
    }
    case 'VoidCase': {
      const { reason, at } = command;
      return textProblem('reason', reason) ?? accepted({ type: 'CaseVoided', data: { caseId, reason, at } });
    }
    default:
      return command satisfies never;
  }
};

/** The work loop of a case (GB/T 30428.8 practice as described by the city projects; see docs/governance.md). */
export const caseDecider: Decider<CaseState, CaseCommand, CaseEvent> = {
  initialState: NO_CASE,
  decide,
  evolve: evolveCase,
};
