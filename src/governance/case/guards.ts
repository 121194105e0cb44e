import { refused } from '../../commands/decider.ts';
import { type CaseTransitionCommand, type OpenItem, transitionOf } from '../../workflows/index.ts';
import { refusedAsMerged } from '../duplicates/linked-case.ts';
import { type CaseState, missingCoFeedback } from './state.ts';
import type { Refused } from './timing.ts';
import { obstacleTo, openItems, possibleSteps } from './workflow.ts';

const BLOCKING_REFUSALS: Partial<Readonly<Record<OpenItem, readonly [code: string, message: string]>>> = {
  suspended: ['caseSuspended', '案件已挂账，恢复前不能办理'],
  returned: ['returnedCase', '退回的案件只能更正后重新发送'],
  assignedHandler: ['handlerAssigned', '须先撤回已指派的处置人员'],
  coFeedback: ['coFeedbackMissing', '协办部门尚未反馈'],
  checkTask: ['taskOpen', '核查任务尚未完成'],
  appeal: ['appealedAlready', '每个案件只能申诉一次'],
  deferred: ['deferredAlready', '案件正在缓办'],
};
const requestOpen = ['requestOpen', '同类申请正在审批'] as const;

/** Why a step is not possible: the case is merged into another one, or the workflow table forbids it: by the stage, something open, or something missing. */
export const blockedBy = (command: CaseTransitionCommand, state: CaseState): Refused | undefined => {
  const merged = refusedAsMerged(state);
  if (merged !== undefined) return merged;
  const transition = transitionOf(command);
  const open = openItems(state);
  const obstacle = obstacleTo(transition, state, open);
  if (obstacle === undefined) return undefined;
  const { to, name } = transition;
  const allowed = possibleSteps(state, open).map((step) => step.command);
  const about = { command, from: state.stage, allowed };
  switch (obstacle.kind) {
    case 'stage':
      return refused('impossibleTransition', `案件当前阶段不能${name}`, { ...about, to });
    case 'open': {
      const [code, message] = BLOCKING_REFUSALS[obstacle.item] ?? requestOpen;
      const missing = obstacle.item === 'coFeedback' ? { missing: missingCoFeedback(state) } : {};
      return refused(code, message, { ...about, open: obstacle.item, ...missing });
    }
    case 'missing':
      return refused('nothingOpen', `没有可以${name}的事项`, { ...about, needs: obstacle.item });
    default:
      return obstacle satisfies never;
  }
};

/** Times come from several clocks and may differ in their fractions of a second: compared as instants, not as text. */
export const isAfter = (time: string, limit: string): boolean => Date.parse(time) > Date.parse(limit);

/** The item is not the one that is open: named by an old id, or decided meanwhile. */
export const staleItem = (what: string, id: string): Refused =>
  refused('nothingOpen', '该事项不存在或已办结', { [what]: id });
