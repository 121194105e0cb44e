import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Sealed } from '../../identity/events.ts';
import { codesOf } from '../../platform/words.ts';
import type { Severity } from '../../sensing/events.ts';
import type {
  CaseAnsweredByParent,
  CaseLinkedAsDuplicate,
  CaseMadeChild,
  CaseUnlinked,
} from '../duplicates/events.ts';
import type {
  Attachment,
  CaseLocation,
  CaseSource,
  CaseStage,
  ClockName,
  FilingStandardRef,
  MovesClocks,
} from '../vocabulary.ts';
import { type CaseEventRow, maskedLater } from './event-row.ts';
import { CASE_SIDE_EVENT_TABLE, type CaseSideEvent } from './side-events.ts';

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
    /** Sent in by a person without an account. */
    readonly publicReport?: {
      /** Keyed digest of the tracking code, which is stored nowhere. */
      readonly codeDigest: string;
      /** The place was told in words alone: the point is only one within the division. */
      readonly placeInWords?: true;
    };
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
    /** Where it is, within the area that the device watches; absent if the device does not say. */
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
    /** Departments that assist; each feeds back before the main department does. */
    readonly coDepartmentIds?: readonly string[];
    /** Until when the department may refuse the case. */
    readonly refuseBy?: string;
    /** Computed with days off that were not published then. */
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
    /** The check task of which this is the result; absent if somebody checked without one. */
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

/** The deadline of handling has passed; for every other stage there is `CaseStageOverdue`. */
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

/** Every event of a case, with its words and its effect on the stage. */
export const CASE_EVENT_TABLE = {
  CaseReported: {
    zh: '上报',
    en: 'Reported',
    to: ['reported', 'auditing'],
    ...maskedLater('description', 'location.address', 'matterCode', 'selfHandling.result', 'alarm.place'),
  },
  CaseAlarmAttached: { zh: '并入告警', en: 'Alarm joined', freeText: ['place'] },
  CaseAlarmCleared: { zh: '告警解除', en: 'Alarm cleared' },
  CaseAccepted: { zh: '受理', en: 'Accepted', to: ['accepted'], ...maskedLater('opinion') },
  CaseRejected: { zh: '不予受理', en: 'Rejected', to: ['rejected'], ...maskedLater('reason') },
  CaseFiled: { zh: '立案', en: 'Filed', to: ['filed'], ...maskedLater('opinion') },
  CaseDispatched: { zh: '派遣', en: 'Dispatched', to: ['dispatched'], ...maskedLater('opinion') },
  CaseHandlingStarted: { zh: '签收处置', en: 'Signed, handling started', to: ['handling'] },
  CaseFeedbackGiven: { zh: '反馈', en: 'Feedback given', to: ['checking'], ...maskedLater('result') },
  CaseChecked: { zh: '核查', en: 'Checked', to: ['closing', 'dispatched'], ...maskedLater('opinion') },
  CaseClosed: { zh: '结案', en: 'Closed', to: ['closed'], ...maskedLater('opinion') },
  CaseReturned: {
    zh: '回退',
    en: 'Returned',
    // Cases of the first release went back from checking to handling.
    to: ['reported', 'accepted', 'filed', 'handling'],
    ...maskedLater('reason'),
  },
  CaseVoided: { zh: '作废', en: 'Voided', to: ['voided'], ...maskedLater('reason') },
  CaseHandlingOverdue: { zh: '处置超期', en: 'Handling overdue' },
  CaseStageOverdue: { zh: '环节超期', en: 'Stage overdue' },
  ...CASE_SIDE_EVENT_TABLE,
  CaseLinkedAsDuplicate: { zh: '认定为重复件', en: 'Found a duplicate', ...maskedLater('reason') },
  CaseMadeChild: { zh: '归入主案件', en: 'Made a child case', ...maskedLater('reason') },
  CaseUnlinked: { zh: '解除关联', en: 'Unlinked', ...maskedLater('reason') },
  CaseAnsweredByParent: {
    zh: '随主案件答复',
    en: 'Answered with its parent case',
    to: ['closed'],
    ...maskedLater('opinion'),
  },
} as const satisfies Record<CaseEvent['type'], CaseEventRow>;
export const CASE_EVENT_TYPES = codesOf(CASE_EVENT_TABLE);

/** Stream `case-number-{division}-{yyyymmdd}`: its version is the serial. */
export type CaseNumberReserved = DomainEvent<'CaseNumberReserved', { readonly caseId: string }>;

/** Stream `case-key-{digest of the key}`: at most one open case has a key. */
export type CaseKeyReserved = DomainEvent<
  'CaseKeyReserved',
  { readonly caseKey: string; readonly caseId: string; readonly alarmId: string }
>;

/** A further alarm joins the case that has the key. Which case an alarm belongs to is decided only in this stream. */
export type CaseKeyJoined = DomainEvent<
  'CaseKeyJoined',
  { readonly caseKey: string; readonly caseId: string; readonly alarmId: string }
>;

export type CaseKeyReleased = DomainEvent<
  'CaseKeyReleased',
  { readonly caseKey: string; readonly caseId: string }
>;
