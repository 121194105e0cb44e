import {
  CASE_WORKFLOW,
  type CaseStage,
  type CaseTransition,
  type CaseTransitionCommand,
  type OpenItem,
  type Role,
} from '../../workflows/index.ts';
import { type CaseState, missingCoFeedback } from './state.ts';

/**
 * Where a return leads: one step back towards the sender. The department returns to the dispatcher, the dispatcher to
 * the shift leader, the shift leader to the acceptor.
 */
export const RETURN_TARGET: Partial<Record<CaseStage, CaseStage>> = {
  accepted: 'reported',
  filed: 'accepted',
  dispatched: 'filed',
  handling: 'filed',
};

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
  if (missingCoFeedback(state).length > 0) open.add('coFeedback');
  if (state.returned) open.add('returned');
  if (state.supervisions.some(({ reply }) => reply === null)) open.add('supervision');
  if (state.appeal !== null) open.add('appeal');
  if (state.appeal?.state === 'firstReview') open.add('firstReview');
  if (state.appeal?.state === 'secondReview') open.add('secondReview');
  return open;
};

/** Why a case does not allow a step: its stage, something that is open on it, or something that is not. */
export type Obstacle =
  | { readonly kind: 'stage' }
  | { readonly kind: 'open'; readonly item: OpenItem }
  | { readonly kind: 'missing'; readonly item: OpenItem };

export const obstacleTo = (
  { from, needs, excludes = [] }: CaseTransition,
  state: CaseState,
  open: ReadonlySet<OpenItem> = openItems(state),
): Obstacle | undefined => {
  if (!from.includes(state.stage)) return { kind: 'stage' };
  const item = excludes.find((each) => open.has(each));
  if (item !== undefined) return { kind: 'open', item };
  return needs === undefined || open.has(needs) ? undefined : { kind: 'missing', item: needs };
};

/** Steps possible on the case now, by whomever; none while it is merged into another one. */
export const possibleSteps = (
  state: CaseState,
  open: ReadonlySet<OpenItem> = openItems(state),
): readonly CaseTransition[] => {
  if (state.link !== null) return [];
  return CASE_WORKFLOW.filter((transition) => obstacleTo(transition, state, open) === undefined);
};

/** Steps that the case waits for. */
export const awaitedSteps = (state: CaseState): readonly CaseTransition[] =>
  possibleSteps(state).filter(({ awaited }) => awaited);

/** Steps that cases wait for a role to take. */
export const stepsAwaiting = (role: Role): readonly CaseTransition[] =>
  CASE_WORKFLOW.filter(({ awaited, roles }) => awaited && roles.includes(role));
