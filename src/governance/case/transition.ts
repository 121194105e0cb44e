import type { Role } from '../../identity/events.ts';
import type { Permission } from '../../identity/index.ts';
import type { CaseStage } from '../events.ts';

export const CASE_COMMANDS = [
  'AcceptCase',
  'RejectCase',
  'SendVerifyTask',
  'CompleteVerifyTask',
  'AuditSelfHandling',
  'CorrectCase',
  'FileCase',
  'DeclineFiling',
  'DispatchCase',
  'RedispatchCase',
  'RefuseDispatch',
  'AssignHandler',
  'WithdrawHandler',
  'StartHandling',
  'GiveCoFeedback',
  'GiveFeedback',
  'SendCheckTask',
  'CompleteCheckTask',
  'CheckCase',
  'ReassignTask',
  'CancelTask',
  'CloseCase',
  'ReturnCase',
  'RequestExtension',
  'DecideExtension',
  'RequestSuspension',
  'DecideSuspension',
  'RequestDeferral',
  'DecideDeferral',
  'ResumeCase',
  'EndDeferral',
  'RequestVoid',
  'DecideVoid',
  'VoidCase',
  'SuperviseCase',
  'AnswerSupervision',
  'UrgeCase',
  'FlagShirk',
  'ForceClose',
  'AppealCase',
  'ReviewAppealFirst',
  'ReviewAppealSecond',
] as const;
export type CaseTransitionCommand = (typeof CASE_COMMANDS)[number];

/** What can be open on a case beside its stage: a task that is out, a request that waits, a suspension that lasts, feedback that a co-handling department owes. */
export const OPEN_ITEMS = [
  'task',
  'verifyTask',
  'checkTask',
  'extension',
  'suspension',
  'deferral',
  'void',
  'suspended',
  'deferred',
  'assignedHandler',
  'coFeedback',
  'supervision',
  'appeal',
  'firstReview',
  'secondReview',
  'returned',
] as const;
export type OpenItem = (typeof OPEN_ITEMS)[number];

/** One row of the workflow: which stages a command leaves, and where it leads. */
export interface CaseTransition {
  readonly command: CaseTransitionCommand;
  readonly name: string;
  readonly from: readonly CaseStage[];
  /** Several where the command's content or the stage it leaves decides. */
  readonly to: readonly CaseStage[];
  readonly permission: Permission;
  /** Roles whose step it is. */
  readonly roles: readonly Role[];
  /** True where a case waits for this step; false for steps that somebody takes of their own accord. */
  readonly awaited: boolean;
  /** Last part of the route under `/api/v1/cases/{id}/`. */
  readonly resource: string;
  /** What must be open for it. */
  readonly needs?: OpenItem;
  /** What must not be open for it. */
  readonly excludes?: readonly OpenItem[];
}
