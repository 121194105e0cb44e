import { accepted, type Decision } from '../../commands/decider.ts';
import type { CaseEvent } from '../events.ts';
import type { CaseTaskCommand } from './commands.ts';
import { staleItem } from './guards.ts';
import { mayNotExecute } from './separation.ts';
import type { CaseState } from './state.ts';
import { textProblem } from './texts.ts';
import { type CaseTiming, moveClocks, type StageMove } from './timing.ts';

type Check = Extract<CaseTaskCommand, { type: 'CheckCase' | 'CompleteCheckTask' }>;

/** A failed check gives the case back to the same department with all its data and the time that its clock has left (返工). */
const check = (command: Check, state: CaseState, timing: CaseTiming): Decision<CaseEvent> => {
  const { passed, opinion, photos, at } = command;
  const move: StageMove = passed ? { to: 'closing' } : { to: 'dispatched', clock: 'resume' };
  const clocks = textProblem('opinion', opinion) ?? moveClocks(state, move, at, timing);
  if (!clocks.ok) return clocks;
  const task = state.task === null ? {} : { taskId: state.task.taskId };
  return accepted({
    type: 'CaseChecked',
    data: { caseId: state.caseId, passed, opinion, photos, ...task, clocks: clocks.clocks, at },
  });
};

/**
 * Verify tasks before acceptance and check tasks after handling, in the case's own stream: a case has at most one of them out, and
 * what it allows next depends on it.
 */
export const decideTask = (
  command: CaseTaskCommand,
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseEvent> => {
  const { caseId, task } = state;
  const { at } = command;
  if ('taskId' in command && task !== null && command.taskId !== task.taskId)
    return staleItem('taskId', command.taskId);
  switch (command.type) {
    case 'SendVerifyTask': {
      const { taskId, executorId, distance, opinion } = command;
      const clocks = textProblem('opinion', opinion) ?? moveClocks(state, { to: 'verifying' }, at, timing);
      if (!clocks.ok) return clocks;
      const data = { caseId, taskId, executorId, distance, opinion, clocks: clocks.clocks, at };
      return accepted({ type: 'CaseTaskSent', data: { ...data, kind: 'verify' } });
    }
    case 'SendCheckTask': {
      const { taskId, executorId, distance, opinion } = command;
      const clocks =
        mayNotExecute(executorId, state) ??
        textProblem('opinion', opinion) ??
        moveClocks(state, { to: 'checking', clock: 'restart' }, at, timing);
      if (!clocks.ok) return clocks;
      const data = { caseId, taskId, executorId, distance, opinion, clocks: clocks.clocks, at };
      return accepted({ type: 'CaseTaskSent', data: { ...data, kind: 'check' } });
    }
    case 'ReassignTask': {
      const { taskId, executorId, distance, reason } = command;
      const to = state.stage;
      const clocks =
        (task!.kind === 'check' ? mayNotExecute(executorId, state) : undefined) ??
        textProblem('reason', reason) ??
        moveClocks(state, { to, clock: 'restart' }, at, timing);
      if (!clocks.ok) return clocks;
      const { kind } = task!;
      const data = { caseId, taskId, kind, executorId, distance, reason, clocks: clocks.clocks, at };
      return accepted({ type: 'CaseTaskReassigned', data });
    }
    case 'CancelTask': {
      const { taskId, reason } = command;
      const { kind } = task!;
      const move: StageMove =
        kind === 'verify' ? { to: 'reported', clock: 'resume' } : { to: 'checking', clock: 'restart' };
      const clocks = textProblem('reason', reason) ?? moveClocks(state, move, at, timing);
      if (!clocks.ok) return clocks;
      return accepted({
        type: 'CaseTaskCancelled',
        data: { caseId, taskId, kind, reason, clocks: clocks.clocks, at },
      });
    }
    case 'CompleteVerifyTask': {
      const { taskId, confirmed, opinion, photos, actor } = command;
      const clocks =
        textProblem('opinion', opinion) ?? moveClocks(state, { to: 'reported', clock: 'resume' }, at, timing);
      if (!clocks.ok) return clocks;
      const executorId = actor.userId;
      const data = { caseId, taskId, executorId, confirmed, opinion, photos, clocks: clocks.clocks, at };
      return accepted({ type: 'CaseVerified', data });
    }
    case 'CompleteCheckTask':
    case 'CheckCase':
      return check(command, state, timing);
    default:
      return command satisfies never;
  }
};
