import type { Severity } from '../../sensing/events.ts';
import type { CaseLinkCommand } from '../duplicates/linked-case.ts';
import type {
  Attachment,
  CaseCorrected,
  CaseReported,
  CaseRequestKind,
  FilingStandardRef,
} from '../events.ts';

/** Who acts: the person, and the departments this person belongs to. */
export interface CaseActor {
  readonly userId: string;
  readonly departmentIds: readonly string[];
  /** Those of them that the person manages; absent for whoever manages none. */
  readonly managedIds?: readonly string[];
}

interface ByPerson {
  readonly actor: CaseActor;
  /** ISO 8601 UTC. */
  readonly at: string;
}
type Command<Type extends string, Data = unknown> = { readonly type: Type } & ByPerson & Data;
interface Opinion {
  readonly opinion: string;
}
interface Reason {
  readonly reason: string;
}
interface Photos {
  readonly photos: readonly Attachment[];
}

/** What is known and done without a person. */
export type CaseProcessCommand =
  | { readonly type: 'ReportCase'; readonly data: CaseReported['data'] }
  | {
      readonly type: 'AttachAlarm';
      readonly alarmId: string;
      readonly deviceId: string;
      readonly severity: Severity;
      readonly place?: string;
      readonly at: string;
    }
  | { readonly type: 'ClearCaseAlarm'; readonly alarmId: string; readonly at: string }
  /** Notices everything that is due at an instant: lights, overdue, the end of a suspension or deferral. */
  | { readonly type: 'ApplyDueTimers'; readonly at: string };

export type CaseMainCommand =
  | Command<'AcceptCase', Opinion>
  | Command<'RejectCase', Reason>
  | Command<'CorrectCase', Reason & { readonly changes: CaseCorrected['data']['changes'] }>
  | Command<'FileCase', Opinion & { readonly standard: FilingStandardRef | null }>
  | Command<'DeclineFiling', Reason>
  | Command<'CloseCase', Opinion>
  | Command<'ReturnCase', Reason>
  | Command<'AuditSelfHandling', Opinion & { readonly approved: boolean }>;

interface Dispatch extends Opinion {
  readonly departmentId: string;
  readonly coDepartmentIds?: readonly string[];
}
export type CaseHandlingCommand =
  | Command<'DispatchCase', Dispatch>
  | Command<'RedispatchCase', Dispatch>
  | Command<'RefuseDispatch', Reason>
  | Command<'AssignHandler', Opinion & { readonly handlerId: string }>
  | Command<'WithdrawHandler', Reason>
  | Command<'StartHandling'>
  | Command<'GiveCoFeedback', Photos & { readonly result: string }>
  | Command<'GiveFeedback', Photos & { readonly result: string }>;

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

interface Decision extends Opinion {
  readonly requestId: string;
  readonly approved: boolean;
}
interface Until {
  /** ISO 8601 UTC. */
  readonly until: string;
}
interface NewRequest extends Reason {
  readonly requestId: string;
}
export type CaseAdjustmentCommand =
  | Command<'RequestExtension', NewRequest>
  | Command<'RequestSuspension', NewRequest & Until>
  | Command<'RequestDeferral', NewRequest & Until>
  | Command<'RequestVoid', NewRequest>
  | Command<'DecideExtension', Decision>
  | Command<'DecideSuspension', Decision>
  | Command<'DecideDeferral', Decision>
  | Command<'DecideVoid', Decision>
  | Command<'VoidCase', Reason>
  | Command<'ResumeCase', Reason>
  | Command<'EndDeferral', Reason>;

export type CaseSupervisionCommand =
  | Command<'SuperviseCase', Opinion & { readonly supervisionId: string; readonly departmentId?: string }>
  | Command<'AnswerSupervision', { readonly supervisionId: string; readonly reply: string }>
  | Command<'UrgeCase', Opinion>
  | Command<'FlagShirk', Reason & { readonly departmentId: string }>
  | Command<'ForceClose', Reason>
  | Command<'AppealCase', Reason & { readonly appealId: string }>
  | Command<'ReviewAppealFirst', Opinion & { readonly appealId: string; readonly approved: boolean }>
  | Command<'ReviewAppealSecond', Opinion & { readonly appealId: string; readonly approved: boolean }>;

/** Steps of persons: one for each row of the workflow table. */
export type CaseStepCommand =
  | CaseMainCommand
  | CaseHandlingCommand
  | CaseTaskCommand
  | CaseAdjustmentCommand
  | CaseSupervisionCommand;

export type CaseCommand = CaseProcessCommand | CaseLinkCommand | CaseStepCommand;

export const REQUEST_COMMANDS = {
  RequestExtension: 'extension',
  RequestSuspension: 'suspension',
  RequestDeferral: 'deferral',
  RequestVoid: 'void',
} as const satisfies Record<string, CaseRequestKind>;
