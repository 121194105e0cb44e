import { staleItem } from './guards.ts';
import { isNotExecutor, judgesOwnWork, mayNotExecute } from './separation.ts';
import type { CaseState } from './state.ts';
import type { Command, Opinion, Photos, Reason, StepRule, StepRules } from './step.ts';
import { textProblem } from './texts.ts';
import { moving, type Refused } from './timing.ts';

interface Executor {
  readonly executorId: string;
  /** Metres; null where a person chose. */
  readonly distance: number | null;
}
export type CaseTaskCommand =
  | Command<'SendVerifyTask', Opinion & Executor & { readonly taskId: string }>
  | Command<'SendCheckTask', Opinion & Executor & { readonly taskId: string }>
  | Command<'ReassignTask', Reason & Executor & { readonly taskId: string }>
  | Command<'CancelTask', Reason & { readonly taskId: string }>
  | Command<'CompleteVerifyTask', Opinion & Photos & { readonly taskId: string; readonly confirmed: boolean }>
  | Command<'CompleteCheckTask', Opinion & Photos & { readonly taskId: string; readonly passed: boolean }>
  | Command<'CheckCase', Opinion & Photos & { readonly passed: boolean }>;

type Check = Extract<CaseTaskCommand, { type: 'CheckCase' | 'CompleteCheckTask' }>;

const isNotTheTask = ({ taskId }: { readonly taskId: string }, { task }: CaseState): Refused | undefined =>
  task !== null && taskId !== task.taskId ? staleItem('taskId', taskId) : undefined;

/** A failed check sends the case back to the same department with all its data and the time remaining on its clock (返工). */
const check: StepRule<Check>['decide'] = ({ passed, opinion, photos, at }, state, timing) => {
  const task = state.task === null ? {} : { taskId: state.task.taskId };
  const data = { caseId: state.caseId, passed, opinion, photos, ...task, at };
  return (
    textProblem('opinion', opinion) ??
    moving(state, { type: 'CaseChecked', data }, timing, passed ? 'start' : 'resume')
  );
};

/**
 * Verify tasks before acceptance and check tasks after handling, in the case's stream: a case has at most one open task, and
 * what it allows next depends on it.
 */
export const TASK_RULES: StepRules<CaseTaskCommand> = {
  SendVerifyTask: {
    decide({ taskId, executorId, distance, opinion, at }, state, timing) {
      const data = { caseId: state.caseId, taskId, executorId, distance, opinion, at };
      return (
        textProblem('opinion', opinion) ??
        moving(state, { type: 'CaseTaskSent', data: { ...data, kind: 'verify' } }, timing)
      );
    },
  },
  SendCheckTask: {
    decide({ taskId, executorId, distance, opinion, at }, state, timing) {
      const data = { caseId: state.caseId, taskId, executorId, distance, opinion, at };
      return (
        mayNotExecute(executorId, state) ??
        textProblem('opinion', opinion) ??
        moving(state, { type: 'CaseTaskSent', data: { ...data, kind: 'check' } }, timing, 'restart')
      );
    },
  },
  ReassignTask: {
    decide(command, state, timing) {
      const { taskId, executorId, distance, reason, at } = command;
      const { kind } = state.task!;
      const data = { caseId: state.caseId, taskId, kind, executorId, distance, reason, at };
      return (
        isNotTheTask(command, state) ??
        (kind === 'check' ? mayNotExecute(executorId, state) : undefined) ??
        textProblem('reason', reason) ??
        moving(state, { type: 'CaseTaskReassigned', data }, timing, 'restart')
      );
    },
  },
  CancelTask: {
    decide(command, state, timing) {
      const { taskId, reason, at } = command;
      const { kind } = state.task!;
      const data = { caseId: state.caseId, taskId, kind, reason, at };
      return (
        isNotTheTask(command, state) ??
        textProblem('reason', reason) ??
        moving(state, { type: 'CaseTaskCancelled', data }, timing, kind === 'verify' ? 'resume' : 'restart')
      );
    },
  },
  CompleteVerifyTask: {
    guard: isNotExecutor,
    decide(command, state, timing) {
      const { taskId, confirmed, opinion, photos, actor, at } = command;
      const executorId = actor.userId;
      const data = { caseId: state.caseId, taskId, executorId, confirmed, opinion, photos, at };
      return (
        isNotTheTask(command, state) ??
        textProblem('opinion', opinion) ??
        moving(state, { type: 'CaseVerified', data }, timing, 'resume')
      );
    },
  },
  CompleteCheckTask: {
    guard: (asked, state) => isNotExecutor(asked, state) ?? judgesOwnWork(asked, state),
    decide: (command, state, timing) => isNotTheTask(command, state) ?? check(command, state, timing),
  },
  CheckCase: { guard: judgesOwnWork, decide: check },
};
