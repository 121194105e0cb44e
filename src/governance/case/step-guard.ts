import { CASE_WORKFLOW, type CaseTransition, type CaseTransitionCommand } from '../../workflows/index.ts';
import { caughtUp } from './due-timers.ts';
import { blockedBy } from './guards.ts';
import type { CaseState } from './state.ts';
import type { Asked, CaseActor } from './step.ts';
import { guardOf } from './step-rules.ts';
import type { CaseTiming, Refused } from './timing.ts';
import { possibleSteps } from './workflow.ts';

/** Why this person cannot take a step now, whatever the command contains. The decider asks this before it looks at the rest of the command. */
export const refusalOfStep = (
  command: CaseTransitionCommand,
  asked: Asked,
  state: CaseState,
): Refused | undefined => blockedBy(command, state) ?? guardOf(command)?.(asked, state);

/** Steps of the current stage that are not possible now, for anybody or for this person; each with the reason. */
export const blockedSteps = (
  actor: CaseActor,
  state: CaseState,
  at: string,
  timing: CaseTiming,
): readonly { readonly step: CaseTransition; readonly refusal: Refused }[] => {
  const now = caughtUp(state, at, timing);
  if (!state.exists || !now.ok) return [];
  const asked = { actor, at, timing };
  return CASE_WORKFLOW.filter(({ from }) => from.includes(now.state.stage)).flatMap((step) => {
    const refusal = refusalOfStep(step.command, asked, now.state);
    return refusal === undefined ? [] : [{ step, refusal }];
  });
};

/** Steps that the decider accepts from this person now, provided they have the step's permission: exactly what is offered is accepted. */
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
