import type { DomainEvent } from '../event-store/event-store.ts';
import type { Sealed } from '../identity/events.ts';
import type { Severity } from '../sensing/events.ts';
import type { Festivals } from './calendar/legal-days-off.ts';
import { CASE_SIDE_EVENT_TYPES, type CaseSideEvent } from './case/side-events.ts';
import type {
  CaseAnsweredByParent,
  CaseLinkedAsDuplicate,
  CaseMadeChild,
  CaseUnlinked,
} from './duplicates/events.ts';
import type {
  Attachment,
  CaseLocation,
  CaseSource,
  CaseStage,
  ClockName,
  FilingStandardRef,
  LimitUnit,
  MovesClocks,
  TimeLimit,
} from './vocabulary.ts';

export * from './case/side-events.ts';
export type * from './duplicates/events.ts';
export * from './duty/events.ts';
export * from './vocabulary.ts';

/** Streams `case-{id}`. Who acted and when is in the envelope; `at` repeats the command's time for deadlines and statistics. */
export type CaseReported = DomainEvent<
  'CaseReported',
  MovesClocks & {
    readonly caseId: string;
    /** `{division code of 6 digits}-{yyyymmdd in Asia/Shanghai}-{serial of 5 digits}`. */
    readonly caseNumber: string;
    readonly source: CaseSource;
    readonly reporterId: string | null;
    readonly petitioner: { readonly personId: string; readonly name: Sealed; readonly phone: Sealed } | null;
    readonly description: string;
    readonly location: CaseLocation;
    readonly divisionCode: string;
    readonly gridCode: string | null;
    readonly matterCode: string | null;
    readonly severity: Severity | null;
    readonly photos: readonly Attachment[];
    readonly alarm: {
      readonly alarmId: string;
      readonly deviceId: string;
      readonly caseKey: string;
      readonly place?: string;
    } | null;
    /** A grid worker settled it alone (自行处置): the report is audited instead of accepted. */
    readonly selfHandling?: { readonly result: string; readonly photosAfter: readonly Attachment[] };
    /** `{rulesId}@{version}` of the case rules that this case is measured by to its end. */
    readonly rulesVersion?: string;
    /** The component (部件) that the report names; absent where it names none. */
    readonly componentId?: string;
    readonly at: string;
  }
>;
export type CaseAlarmAttached = DomainEvent<
  'CaseAlarmAttached',
  {
    readonly caseId: string;
    readonly alarmId: string;
    readonly deviceId: string;
    readonly severity: Severity;
    /** Where it is, inside what the device watches; absent: the device says nothing of it. */
    readonly place?: string;
    readonly at: string;
  }
>;
/** The cause has gone; people still check and close the case. */
export type CaseAlarmCleared = DomainEvent<
  'CaseAlarmCleared',
  { readonly caseId: string; readonly alarmId: string; readonly at: string }
>;
export type CaseAccepted = DomainEvent<
  'CaseAccepted',
  MovesClocks & { readonly caseId: string; readonly opinion: string; readonly at: string }
>;
export type CaseRejected = DomainEvent<
  'CaseRejected',
  MovesClocks & { readonly caseId: string; readonly reason: string; readonly at: string }
>;
export type CaseFiled = DomainEvent<
  'CaseFiled',
  MovesClocks & {
    readonly caseId: string;
    readonly standard: FilingStandardRef;
    readonly opinion: string;
    readonly at: string;
  }
>;
export type CaseDispatched = DomainEvent<
  'CaseDispatched',
  MovesClocks & {
    readonly caseId: string;
    readonly departmentId: string;
    /** The handling clock starts at dispatch. */
    readonly deadline: string;
    readonly calendarVersion: string;
    readonly opinion: string;
    /** Departments that help; each feeds back before the main department does. */
    readonly coDepartmentIds?: readonly string[];
    /** Until when the department may refuse the case. */
    readonly refuseBy?: string;
    /** Reckoned with days off that were not published then. */
    readonly refuseProvisional?: true;
    /** Taken from one department and given to another (改派), without a return in between. */
    readonly redispatch?: boolean;
    readonly at: string;
  }
>;
export type CaseHandlingStarted = DomainEvent<
  'CaseHandlingStarted',
  { readonly caseId: string; readonly handlerId: string; readonly at: string }
>;
export type CaseFeedbackGiven = DomainEvent<
  'CaseFeedbackGiven',
  MovesClocks & {
    readonly caseId: string;
    /** Person who answers for the result: like the handler, they do not judge it later. */
    readonly handlerId: string;
    readonly result: string;
    readonly photos: readonly Attachment[];
    readonly inTime: boolean;
    /** Handling time used, suspensions left out, ms. */
    readonly usedMs?: number;
    /** In time once deferred time is left out too: what counts in evaluation. */
    readonly evaluatedInTime?: boolean;
    readonly at: string;
  }
>;
export type CaseChecked = DomainEvent<
  'CaseChecked',
  MovesClocks & {
    readonly caseId: string;
    readonly passed: boolean;
    readonly opinion: string;
    readonly photos: readonly Attachment[];
    /** The check task that this is the result of; absent where somebody checked without one. */
    readonly taskId?: string;
    readonly at: string;
  }
>;
export type CaseClosed = DomainEvent<
  'CaseClosed',
  MovesClocks & {
    readonly caseId: string;
    readonly opinion: string;
    readonly inTime: boolean;
    readonly at: string;
  }
>;
export type CaseReturned = DomainEvent<
  'CaseReturned',
  MovesClocks & {
    readonly caseId: string;
    readonly from: CaseStage;
    readonly to: CaseStage;
    readonly reason: string;
    readonly at: string;
  }
>;
export type CaseVoided = DomainEvent<
  'CaseVoided',
  MovesClocks & {
    readonly caseId: string;
    readonly reason: string;
    readonly requestId?: string;
    readonly at: string;
  }
>;
/** The deadline of handling has passed; of every other stage `CaseStageOverdue` tells it. */
export type CaseHandlingOverdue = DomainEvent<
  'CaseHandlingOverdue',
  MovesClocks & {
    readonly caseId: string;
    readonly departmentId: string;
    readonly deadline: string;
    readonly at: string;
  }
>;

export type CaseStageOverdue = DomainEvent<
  'CaseStageOverdue',
  MovesClocks & {
    readonly caseId: string;
    readonly clock: Exclude<ClockName, 'handle'>;
    readonly run: number;
    readonly deadline: string;
    readonly at: string;
  }
>;

export type CaseEvent =
  | CaseReported
  | CaseAlarmAttached
  | CaseAlarmCleared
  | CaseAccepted
  | CaseRejected
  | CaseFiled
  | CaseDispatched
  | CaseHandlingStarted
  | CaseFeedbackGiven
  | CaseChecked
  | CaseClosed
  | CaseReturned
  | CaseVoided
  | CaseHandlingOverdue
  | CaseStageOverdue
  | CaseSideEvent
  | CaseLinkedAsDuplicate
  | CaseMadeChild
  | CaseUnlinked
  | CaseAnsweredByParent;

export const CASE_EVENT_TYPES = [
  'CaseReported',
  'CaseAlarmAttached',
  'CaseAlarmCleared',
  'CaseAccepted',
  'CaseRejected',
  'CaseFiled',
  'CaseDispatched',
  'CaseHandlingStarted',
  'CaseFeedbackGiven',
  'CaseChecked',
  'CaseClosed',
  'CaseReturned',
  'CaseVoided',
  'CaseHandlingOverdue',
  'CaseStageOverdue',
  ...CASE_SIDE_EVENT_TYPES,
  'CaseLinkedAsDuplicate',
  'CaseMadeChild',
  'CaseUnlinked',
  'CaseAnsweredByParent',
] as const satisfies readonly CaseEvent['type'][];

/** Stream `case-number-{division}-{yyyymmdd}`: its version is the serial. */
export type CaseNumberReserved = DomainEvent<'CaseNumberReserved', { readonly caseId: string }>;

/** Stream `case-key-{digest of the key}`: at most one open case holds a key. */
export type CaseKeyReserved = DomainEvent<
  'CaseKeyReserved',
  { readonly caseKey: string; readonly caseId: string; readonly alarmId: string }
>;
/** A further alarm joins the case that holds the key. Which case an alarm belongs to is decided in this stream alone. */
export type CaseKeyJoined = DomainEvent<
  'CaseKeyJoined',
  { readonly caseKey: string; readonly caseId: string; readonly alarmId: string }
>;
export type CaseKeyReleased = DomainEvent<
  'CaseKeyReleased',
  { readonly caseKey: string; readonly caseId: string }
>;

/** What a collection rule (采集要求) says safely about reports that make one case. */
export interface CollectionHint {
  /** On one road, within one view of the collector, or about one subject (component, shop, site). */
  readonly oneCasePer: 'road' | 'view' | 'subject';
  /** Distance and time within which reports belong together, where the rule names them. */
  readonly metres: number | null;
  readonly hours: number | null;
}

export interface CollectionRule {
  readonly text: string;
  /** Null where the text gives no rule about one case that a program may rely on. */
  readonly hint: CollectionHint | null;
}

export interface FilingStandardRow {
  /** Stable within the standard: `{kind}-{majorCode}-{minorCode}-{n}`. */
  readonly rowId: string;
  readonly kind: 'component' | 'event';
  readonly majorCode: string;
  readonly majorName: string;
  readonly minorCode: string;
  readonly minorName: string;
  readonly responsibleBodies: readonly string[];
  readonly supervisingBodies: readonly string[];
  readonly filingCondition: string;
  readonly closingCondition: string;
  readonly limit: number;
  readonly limitUnit: LimitUnit;
  readonly collectionRule?: CollectionRule;
}

/** Stream `standard-{id}`. */
export type FilingStandardPublished = DomainEvent<
  'FilingStandardPublished',
  {
    readonly standardId: string;
    readonly standardVersion: number;
    readonly name: string;
    readonly codeSet: string;
    /** The code set (`CodeSetPublished`) that the rows' codes are of; absent where they are of none. */
    readonly codeSetId?: string;
    readonly synthetic: boolean;
    readonly source: string;
    readonly rows: readonly FilingStandardRow[];
  }
>;

/** Stream `calendar-{id}`. Days are `YYYY-MM-DD` in Asia/Shanghai. */
export type WorkCalendarPublished = DomainEvent<
  'WorkCalendarPublished',
  {
    readonly calendarId: string;
    readonly calendarVersion: number;
    /** Years whose days off are listed; one without any is taken as not published. */
    readonly years: readonly number[];
    /** Days off that fall on Monday to Friday or are named holidays. */
    readonly holidays: readonly string[];
    /** Make-up working days (调休) on a weekend. */
    readonly workdays: readonly string[];
    /** Working windows of a working day, `HH:MM`–`HH:MM`, in order; the last may end at 24:00 or on the next day. */
    readonly windows: readonly (readonly [string, string])[];
    /** For years whose days off are not published: what the law's days off follow from. */
    readonly festivals?: readonly Festivals[];
    readonly source: string;
  }
>;

/** Stream `case-rules-{id}`. */
export type CaseRulesPublished = DomainEvent<
  'CaseRulesPublished',
  {
    readonly rulesId: string;
    readonly rulesVersion: number;
    /** The work calendar that its limits run by. */
    readonly calendarId: string;
    /** Limits of the stages other than handling, whose limit is the filing standard's. */
    readonly stages: Readonly<Record<Exclude<ClockName, 'handle'>, TimeLimit>>;
    /** Shares of a limit from which a clock shows yellow, and beyond which it shows red. */
    readonly lights: { readonly yellow: number; readonly red: number };
    /** How long a department may refuse a case after dispatch; never beyond the handling deadline. */
    readonly refuse: TimeLimit;
    readonly extensions: { readonly max: number };
    readonly suspensions: { readonly max: number; readonly maxDays: number };
    readonly deferrals: { readonly max: number; readonly maxDays: number };
    /** How soon a supervised department answers. */
    readonly supervisionReply: TimeLimit;
    /** How long after closing a department may appeal. */
    readonly appeal: TimeLimit;
    readonly source: string;
  }
>;
