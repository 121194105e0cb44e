import { isTerminal } from '../../workflows/index.ts';
import type { CaseClock } from '../events.ts';
import { clockOfStage } from './stage-after.ts';
import type { CaseState } from './state.ts';

/** Merged into another case: nobody has to act on it. One that was answered with its parent has ended. */
export const isAside = ({ link, stage }: Pick<CaseState, 'link' | 'stage'>): boolean =>
  link !== null && !isTerminal(stage);

/** The clock of a case's current stage, which determines the case's light and whether it is overdue. None once it has ended or is merged. */
export const presentClock = (state: Pick<CaseState, 'link' | 'stage' | 'clocks'>): CaseClock | undefined => {
  const name = isAside(state) ? undefined : clockOfStage(state.stage);
  return name && state.clocks[name];
};

/** When the current stage is due; null while its clock is paused. */
export const presentDeadline = (state: Pick<CaseState, 'link' | 'stage' | 'clocks'>): string | null => {
  const clock = presentClock(state);
  return clock?.state === 'running' ? clock.deadline : null;
};
