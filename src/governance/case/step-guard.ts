import type { CaseTransition, CaseTransitionCommand } from '../../workflows/index.ts';
import { caughtUp } from './due-timers.ts';
import { blockedBy } from './guards.ts';
import type { CaseState } from './state.ts';
import type { Asked, CaseActor } from './step.ts';
import { guardOf } from './step-rules.ts';
import type { CaseTiming, Refused } from './timing.ts';
import { possibleSteps } from './workflow.ts';

/** Why this person cannot take a step now, whatever they would say in it. The decider asks it before it reads the command any further. */
export const refusalOfStep = (
  command: CaseTransitionCommand,
  asked: Asked,
  state: CaseState,
): Refused | undefined => blockedBy(command, state) ?? guardOf(command)?.(asked, state);

/** Steps that the decider takes from this person now, provided they hold the permission of the step: what is offered is what is accepted. */
export const stepsFor = (
  actor: CaseActor,
  state: CaseState,
  at: string,
  timing: CaseTiming,
): readonly CaseTransition[] => {
  const now = caughtUp(state, at, timing);
  if (!state.exists || !now.ok) return [];
  const asked = { actor, at, timing };
  return possibleSteps(now.state).filter(({ command }) => guardOf(command)?.(asked, now.state) === undefined);
};
