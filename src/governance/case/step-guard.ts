import { refused } from '../../commands/decider.ts';
import { addLimit } from '../calendar/working-time.ts';
import type { CaseActor } from './commands.ts';
import { caughtUp } from './due-timers.ts';
import { blockedBy, isAfter } from './guards.ts';
import {
  auditsOwnWork,
  decidesOwnRequest,
  hasNothingToAnswer,
  isGivenToAnother,
  isNotExecutor,
  isNotTheirs,
  judgesOwnWork,
  mayNotCoFeedBack,
  mayNotFeedBack,
  mayNotReturn,
  onlyHelps,
} from './separation.ts';
import type { CaseState } from './state.ts';
import { type CaseTiming, type Refused, yearMissing } from './timing.ts';
import type { CaseTransition, CaseTransitionCommand } from './transition.ts';
import { possibleSteps } from './workflow.ts';

/** Who asks for a step, when, and by which data. */
interface Asked {
  readonly actor: CaseActor;
  readonly at: string;
  readonly timing: CaseTiming;
}
type Guard = (asked: Asked, state: CaseState) => Refused | undefined;

const usedUp = (used: number, max: number, what: string): Refused | undefined =>
  used >= max ? refused('adjustmentUsedUp', `${what}次数已用完`, { used, max }) : undefined;

/** A request for more time comes before the time is over; a light that turned red is not undone by a clock set back. */
const tooLateToExtend: Guard = ({ at }, { clocks, deadline }) =>
  deadline !== null && (clocks.handle?.overdue || isAfter(at, deadline))
    ? refused('extensionTooLate', '处置期限已过，不能再申请', { deadline })
    : undefined;

const unfiled: Guard = (_asked, { standard }) =>
  standard === null ? refused('filingStandardMissing', '派遣前须选定立案标准') : undefined;

const tooLateToRefuse: Guard = ({ at }, { refuseBy }) =>
  refuseBy === null || isAfter(at, refuseBy)
    ? refused('refuseTooLate', '已超过拒收期限', { refuseBy })
    : undefined;

const mayNotAppeal: Guard = ({ actor, at, timing }, state) => {
  const notTheirs = isNotTheirs(actor, state);
  if (notTheirs !== undefined) return notTheirs;
  if (state.inTime !== false) return refused('notOverdue', '只有超期案件可以申诉');
  const { limit, unit } = timing.rulesOf(state.rulesVersion).appeal;
  const end = addLimit(timing.calendar, Date.parse(state.closedAt!), limit, unit);
  if (!end.ok) return yearMissing(end);
  const appealBy = new Date(end.deadline).toISOString();
  return isAfter(at, appealBy) ? refused('appealTooLate', '已超过申诉期限', { appealBy }) : undefined;
};

const theirs: Guard = ({ actor }, state) => isNotTheirs(actor, state);
const byExecutor: Guard = ({ actor }, state) => isNotExecutor(actor, state);
const byOthers: Guard = ({ actor }, state) => judgesOwnWork(actor, state);
const rulesOf = ({ timing }: Asked, state: CaseState) => timing.rulesOf(state.rulesVersion);

/** What stands between a person and a step that the case itself would take; steps that are not named are open to everybody with the right. */
const GUARDS: Partial<Readonly<Record<CaseTransitionCommand, Guard>>> = {
  CompleteVerifyTask: byExecutor,
  AuditSelfHandling: ({ actor }, state) => auditsOwnWork(actor, state),
  DispatchCase: unfiled,
  RedispatchCase: unfiled,
  RefuseDispatch: (asked, state) => theirs(asked, state) ?? tooLateToRefuse(asked, state),
  AssignHandler: theirs,
  WithdrawHandler: theirs,
  StartHandling: ({ actor }, state) => isNotTheirs(actor, state) ?? isGivenToAnother(actor, state),
  GiveCoFeedback: ({ actor }, state) => mayNotCoFeedBack(actor, state),
  GiveFeedback: ({ actor }, state) => mayNotFeedBack(actor, state),
  CompleteCheckTask: (asked, state) => byExecutor(asked, state) ?? byOthers(asked, state),
  CheckCase: byOthers,
  CloseCase: byOthers,
  ReturnCase: ({ actor }, state) => mayNotReturn(actor, state),
  RequestExtension: (asked, state) =>
    theirs(asked, state) ??
    usedUp(state.extensions, rulesOf(asked, state).extensions.max, '延期') ??
    tooLateToExtend(asked, state),
  RequestSuspension: (asked, state) =>
    theirs(asked, state) ?? usedUp(state.suspensions, rulesOf(asked, state).suspensions.max, '挂账'),
  RequestDeferral: (asked, state) =>
    theirs(asked, state) ?? usedUp(state.deferrals, rulesOf(asked, state).deferrals.max, '缓办'),
  DecideExtension: ({ actor }, state) => decidesOwnRequest(actor, 'extension', state),
  DecideSuspension: ({ actor }, state) => decidesOwnRequest(actor, 'suspension', state),
  DecideDeferral: ({ actor }, state) => decidesOwnRequest(actor, 'deferral', state),
  DecideVoid: ({ actor }, state) => decidesOwnRequest(actor, 'void', state),
  ResumeCase: ({ actor }, state) => onlyHelps(actor, state),
  EndDeferral: ({ actor }, state) => onlyHelps(actor, state),
  AnswerSupervision: ({ actor }, state) => hasNothingToAnswer(actor, state),
  FlagShirk: (_asked, { dispatchedIds }) =>
    dispatchedIds.length === 0 ? refused('wrongParty', '案件尚未派遣给任何单位') : undefined,
  AppealCase: mayNotAppeal,
};

/** Why this person cannot take a step now, whatever they would say in it. The decider asks it before it reads the command any further. */
export const refusalOfStep = (
  command: CaseTransitionCommand,
  actor: CaseActor,
  state: CaseState,
  at: string,
  timing: CaseTiming,
): Refused | undefined => blockedBy(command, state) ?? GUARDS[command]?.({ actor, at, timing }, state);

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
  return possibleSteps(now.state).filter(({ command }) => GUARDS[command]?.(asked, now.state) === undefined);
};
