import type { Decision } from '../../commands/decider.ts';
import type { CaseTransitionCommand } from '../../workflows/index.ts';
import type { CaseEvent } from '../events.ts';
import { ADDITION_RULES } from './additions.ts';
import { ADJUSTMENT_RULES } from './adjustments.ts';
import type { CaseStepCommand } from './commands.ts';
import { HANDLING_RULES } from './handling.ts';
import { MAIN_RULES } from './main-path.ts';
import type { CaseState } from './state.ts';
import type { Guard, StepRule } from './step.ts';
import { SUPERVISION_RULES } from './supervision.ts';
import { TASK_RULES } from './tasks.ts';
import type { CaseTiming } from './timing.ts';

/** One rule for each row of the workflow's table: the compiler reports a row without one. */
const STEP_RULES: {
  readonly [Type in CaseTransitionCommand]: StepRule<Extract<CaseStepCommand, { type: Type }>>;
} = {
  ...MAIN_RULES,
  ...HANDLING_RULES,
  ...TASK_RULES,
  ...ADJUSTMENT_RULES,
  ...SUPERVISION_RULES,
  ...ADDITION_RULES,
};

export const guardOf = (command: CaseTransitionCommand): Guard | undefined => STEP_RULES[command].guard;

/** The events of a step that nothing forbids. */
export const decideByRule = (
  command: CaseStepCommand,
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseEvent> =>
  (STEP_RULES[command.type] as StepRule<CaseStepCommand>).decide(command, state, timing);
