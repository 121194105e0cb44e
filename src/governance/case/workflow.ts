import type { Role } from '../../identity/events.ts';
import type { CaseStage } from '../events.ts';
import { MAIN_PATH } from './main-path-table.ts';
import { SIDE_STEPS } from './side-table.ts';
import type { CaseState } from './state.ts';
import type { CaseTransition, CaseTransitionCommand, OpenItem } from './transition.ts';

/** The work loop of a case. The decider obeys this very table, and the API publishes it. */
export const CASE_WORKFLOW: readonly CaseTransition[] = [...MAIN_PATH, ...SIDE_STEPS];

/**
 * Where a return leads: one step back towards whoever sent it. The department returns to the dispatcher, the dispatcher to
 * the shift leader, the shift leader to the acceptor.
 */
export const RETURN_TARGET: Partial<Record<CaseStage, CaseStage>> = {
  accepted: 'reported',
  filed: 'accepted',
  dispatched: 'filed',
  handling: 'filed',
};

const BY_COMMAND = new Map(CASE_WORKFLOW.map((transition) => [transition.command, transition]));

export const transitionOf = (command: CaseTransitionCommand): CaseTransition => BY_COMMAND.get(command)!;

/** Commands that the stage allows, whatever else is open on the case. */
export const allowedIn = (stage: CaseStage): readonly CaseTransitionCommand[] =>
  CASE_WORKFLOW.filter((transition) => transition.from.includes(stage)).map(
    (transition) => transition.command,
  );

export const openItems = (state: CaseState): ReadonlySet<OpenItem> => {
  const open = new Set<OpenItem>(state.requests.map(({ kind }) => kind));
  if (state.task !== null) open.add('task').add(state.task.kind === 'verify' ? 'verifyTask' : 'checkTask');
  if (state.suspendedUntil !== null) open.add('suspended');
  if (state.deferredUntil !== null) open.add('deferred');
  if (state.assignedHandlerId !== null) open.add('assignedHandler');
  if (state.returned) open.add('returned');
  if (state.supervisions.some(({ reply }) => reply === null)) open.add('supervision');
  if (state.appeal !== null) open.add('appeal');
  if (state.appeal?.state === 'firstReview') open.add('firstReview');
  if (state.appeal?.state === 'secondReview') open.add('secondReview');
  return open;
};

const isPossible = (
  { from, needs, excludes = [] }: CaseTransition,
  state: CaseState,
  open: ReadonlySet<OpenItem>,
) =>
  from.includes(state.stage) &&
  (needs === undefined || open.has(needs)) &&
  !excludes.some((item) => open.has(item));

/** Steps that the case takes now, as far as its stage and what is open on it tell; none while it is set aside for another one. */
export const possibleSteps = (state: CaseState): readonly CaseTransition[] => {
  if (state.link !== null) return [];
  const open = openItems(state);
  return CASE_WORKFLOW.filter((transition) => isPossible(transition, state, open));
};

/** Steps that the case waits for. */
export const awaitedSteps = (state: CaseState): readonly CaseTransition[] =>
  possibleSteps(state).filter(({ awaited }) => awaited);

/** Steps that cases wait for a role to take. */
export const stepsAwaiting = (role: Role): readonly CaseTransition[] =>
  CASE_WORKFLOW.filter(({ awaited, roles }) => awaited && roles.includes(role));
