import type { DomainEvent } from '../event-store/event-store.ts';
import type { Point } from '../geography/events.ts';
import type { Sealed } from '../identity/events.ts';
import type { Severity } from '../sensing/events.ts';

export const CASE_STAGES = [
  'reported',
  'accepted',
  'filed',
  'dispatched',
  'handling',
  'checking',
  'closing',
  'closed',
  'rejected',
  'voided',
] as const;
export type CaseStage = (typeof CASE_STAGES)[number];

export const CASE_SOURCES = [
  'gridWorker',
  'acceptor',
  'public',
  'sensorAlarm',
  'videoAnalytics',
  'leader',
] as const;
export type CaseSource = (typeof CASE_SOURCES)[number];

/** urgentHour/urgentDay/naturalDay run on the wall clock; workHour/workDay inside working windows (1 workDay = 8 workHours). */
export const LIMIT_UNITS = ['urgentHour', 'urgentDay', 'workHour', 'workDay', 'naturalDay'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

/** Where, when and with what a photo was taken, as its EXIF says: a hint, never a proof. */
export interface PhotoOrigin {
  readonly takenAt?: string;
  readonly position?: Point;
  readonly camera?: string;
}

export interface Attachment {
  /** SHA-256 of the bytes, hex: also the name under which the bytes are kept. */
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
  /** Digest of the copy without EXIF, where the format has one; the same as `digest` where there was nothing to take out. */
  readonly publicDigest?: string;
  readonly origin?: PhotoOrigin;
}

export interface CaseLocation extends Point {
  readonly address: string;
}

/** The row of a filing standard that a case is filed under, as it read in that version. */
export interface FilingStandardRef {
  readonly standardId: string;
  readonly standardVersion: number;
  readonly rowId: string;
  readonly matterName: string;
  readonly filingCondition: string;
  readonly closingCondition: string;
  readonly limit: number;
  readonly limitUnit: LimitUnit;
}

/** Streams `case-{id}`. Who acted and when is in the envelope; `at` repeats the command's time for deadlines and statistics. */
export type CaseReported = DomainEvent<
  'CaseReported',
  {
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
    readonly alarm: { readonly alarmId: string; readonly deviceId: string; readonly caseKey: string } | null;
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
  { readonly caseId: string; readonly opinion: string; readonly at: string }
>;
export type CaseRejected = DomainEvent<
  'CaseRejected',
  { readonly caseId: string; readonly reason: string; readonly at: string }
>;
export type CaseFiled = DomainEvent<
  'CaseFiled',
  {
    readonly caseId: string;
    readonly standard: FilingStandardRef;
    readonly opinion: string;
    readonly at: string;
  }
>;
export type CaseDispatched = DomainEvent<
  'CaseDispatched',
  {
    readonly caseId: string;
    readonly departmentId: string;
    /** The handling clock starts at dispatch. */
    readonly deadline: string;
    readonly calendarVersion: string;
    readonly opinion: string;
    readonly at: string;
  }
>;
export type CaseHandlingStarted = DomainEvent<
  'CaseHandlingStarted',
  { readonly caseId: string; readonly handlerId: string; readonly at: string }
>;
export type CaseFeedbackGiven = DomainEvent<
  'CaseFeedbackGiven',
  {
    readonly caseId: string;
    /** Person who answers for the result: like the handler, they do not judge it later. */
    readonly handlerId: string;
    readonly result: string;
    readonly photos: readonly Attachment[];
    readonly inTime: boolean;
    readonly at: string;
  }
>;
export type CaseChecked = DomainEvent<
  'CaseChecked',
  {
    readonly caseId: string;
    readonly passed: boolean;
    readonly opinion: string;
    readonly photos: readonly Attachment[];
    readonly at: string;
  }
>;
export type CaseClosed = DomainEvent<
  'CaseClosed',
  { readonly caseId: string; readonly opinion: string; readonly inTime: boolean; readonly at: string }
>;
export type CaseReturned = DomainEvent<
  'CaseReturned',
  {
    readonly caseId: string;
    readonly from: CaseStage;
    readonly to: CaseStage;
    readonly reason: string;
    readonly at: string;
  }
>;
export type CaseVoided = DomainEvent<
  'CaseVoided',
  { readonly caseId: string; readonly reason: string; readonly at: string }
>;
export type CaseHandlingOverdue = DomainEvent<
  'CaseHandlingOverdue',
  { readonly caseId: string; readonly departmentId: string; readonly deadline: string; readonly at: string }
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
  | CaseHandlingOverdue;

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
}

/** Stream `standard-{id}`. */
export type FilingStandardPublished = DomainEvent<
  'FilingStandardPublished',
  {
    readonly standardId: string;
    readonly standardVersion: number;
    readonly name: string;
    readonly codeSet: string;
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
    readonly years: readonly number[];
    /** Days off that fall on Monday to Friday or are named holidays. */
    readonly holidays: readonly string[];
    /** Make-up working days (调休) on a weekend. */
    readonly workdays: readonly string[];
    /** Working windows of a working day, `HH:MM`–`HH:MM`, in order. */
    readonly windows: readonly (readonly [string, string])[];
    readonly source: string;
  }
>;
