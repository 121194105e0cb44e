import type { DomainEvent } from '../../event-store/event-store.ts';
import { codesOf, type Words } from '../../platform/words.ts';
import type { Attachment, CaseLocation, ClockName, Light, MovesClocks } from '../vocabulary.ts';
import { type CaseEventRow, maskedLater } from './event-row.ts';

/* Events of side steps, in the same stream `case-{id}` as the main path. */

interface OfCase {
  readonly caseId: string;
  /** ISO 8601 UTC, the command's time. */
  readonly at: string;
}

/** 核实 before acceptance and 核查 after handling; the Chinese words are swapped in some cities, the codes never are. */
export type CaseTaskKind = 'verify' | 'check';

export type CaseTaskSent = DomainEvent<
  'CaseTaskSent',
  OfCase &
    MovesClocks & {
      readonly taskId: string;
      readonly kind: CaseTaskKind;
      readonly executorId: string;
      /** From the executor to the case, metres; null where a person chose the executor or no position is known. */
      readonly distance: number | null;
      readonly opinion: string;
    }
>;
export type CaseTaskReassigned = DomainEvent<
  'CaseTaskReassigned',
  OfCase &
    MovesClocks & {
      readonly taskId: string;
      readonly kind: CaseTaskKind;
      readonly executorId: string;
      readonly distance: number | null;
      readonly reason: string;
    }
>;
export type CaseTaskCancelled = DomainEvent<
  'CaseTaskCancelled',
  OfCase & MovesClocks & { readonly taskId: string; readonly kind: CaseTaskKind; readonly reason: string }
>;
/** The verify task's result; a check task's result is `CaseChecked`. */
export type CaseVerified = DomainEvent<
  'CaseVerified',
  OfCase &
    MovesClocks & {
      readonly taskId: string;
      readonly executorId: string;
      readonly confirmed: boolean;
      readonly opinion: string;
      readonly photos: readonly Attachment[];
    }
>;

/** The corrected parts of a report; absent ones are unchanged. */
export type CaseCorrected = DomainEvent<
  'CaseCorrected',
  OfCase & {
    readonly changes: {
      readonly description?: string;
      readonly matterCode?: string;
      readonly location?: CaseLocation;
      /** Follow from the location. */
      readonly divisionCode?: string;
      readonly gridCode?: string | null;
    };
    readonly reason: string;
  }
>;
export type CaseFilingDeclined = DomainEvent<
  'CaseFilingDeclined',
  OfCase & MovesClocks & { readonly reason: string }
>;

export type CaseDispatchRefused = DomainEvent<
  'CaseDispatchRefused',
  OfCase & MovesClocks & { readonly departmentId: string; readonly reason: string }
>;
export type CaseHandlerAssigned = DomainEvent<
  'CaseHandlerAssigned',
  OfCase & { readonly departmentId: string; readonly handlerId: string; readonly opinion: string }
>;
export type CaseHandlerWithdrawn = DomainEvent<
  'CaseHandlerWithdrawn',
  OfCase & { readonly departmentId: string; readonly handlerId: string; readonly reason: string }
>;
/** A co-handling department is done; the main department concludes with `CaseFeedbackGiven`. */
export type CaseCoFeedbackGiven = DomainEvent<
  'CaseCoFeedbackGiven',
  OfCase & {
    readonly departmentId: string;
    readonly handlerId: string;
    readonly result: string;
    readonly photos: readonly Attachment[];
  }
>;

export const REQUEST_KIND_TABLE = {
  extension: { zh: '延期', en: 'Extension' },
  suspension: { zh: '挂账', en: 'Suspension' },
  deferral: { zh: '缓办', en: 'Deferral' },
  void: { zh: '作废', en: 'Voiding' },
} as const satisfies Record<string, Words>;
export const REQUEST_KINDS = codesOf(REQUEST_KIND_TABLE);
/** 延期, 挂账, 缓办, 作废: one side asks, the other decides. */
export type CaseRequestKind = keyof typeof REQUEST_KIND_TABLE;

export type CaseRequestMade = DomainEvent<
  'CaseRequestMade',
  OfCase & {
    readonly requestId: string;
    readonly kind: CaseRequestKind;
    readonly requesterId: string;
    /** Last instant of the requested suspension or deferral; null for the other kinds. */
    readonly until: string | null;
    readonly reason: string;
  }
>;
export type CaseRequestRefused = DomainEvent<
  'CaseRequestRefused',
  OfCase & { readonly requestId: string; readonly kind: CaseRequestKind; readonly opinion: string }
>;
export type CaseExtended = DomainEvent<
  'CaseExtended',
  OfCase &
    MovesClocks & {
      readonly requestId: string;
      /** First or second … extension of the case. */
      readonly extension: number;
      readonly deadline: string;
      readonly opinion: string;
    }
>;
export type CaseSuspended = DomainEvent<
  'CaseSuspended',
  OfCase & MovesClocks & { readonly requestId: string; readonly until: string; readonly opinion: string }
>;
export type CaseResumed = DomainEvent<
  'CaseResumed',
  OfCase & MovesClocks & { readonly cause: 'endDate' | 'command'; readonly reason: string }
>;
export type CaseDeferred = DomainEvent<
  'CaseDeferred',
  OfCase & MovesClocks & { readonly requestId: string; readonly until: string; readonly opinion: string }
>;
export type CaseDeferralEnded = DomainEvent<
  'CaseDeferralEnded',
  OfCase & MovesClocks & { readonly cause: 'endDate' | 'command'; readonly reason: string }
>;

export type CaseSupervised = DomainEvent<
  'CaseSupervised',
  OfCase & {
    readonly supervisionId: string;
    readonly departmentId: string;
    readonly opinion: string;
    readonly replyBy: string;
    /** Computed with days off that were not published then. */
    readonly provisional?: true;
  }
>;
export type CaseSupervisionAnswered = DomainEvent<
  'CaseSupervisionAnswered',
  OfCase & {
    readonly supervisionId: string;
    readonly departmentId: string;
    readonly reply: string;
    readonly inTime: boolean;
  }
>;
/** A reminder: no state changes. */
export type CaseUrged = DomainEvent<
  'CaseUrged',
  OfCase & { readonly departmentId: string | null; readonly opinion: string }
>;
export type CaseShirkFlagged = DomainEvent<
  'CaseShirkFlagged',
  OfCase & { readonly departmentId: string; readonly reason: string }
>;
/** Photos, sound, films or words that were added to what the case already has. */
export type CaseSupplemented = DomainEvent<
  'CaseSupplemented',
  OfCase & { readonly description: string; readonly photos: readonly Attachment[] }
>;
/** For the people who work on the case; neither its reporter nor the public sees it. */
export type CaseNoted = DomainEvent<'CaseNoted', OfCase & { readonly note: string }>;

export type CaseSelfHandlingAudited = DomainEvent<
  'CaseSelfHandlingAudited',
  OfCase & MovesClocks & { readonly approved: boolean; readonly opinion: string }
>;
export type CaseAppealed = DomainEvent<
  'CaseAppealed',
  OfCase & { readonly appealId: string; readonly departmentId: string; readonly reason: string }
>;
/** `first` by the dispatcher, `second` by the acceptor. Approved twice, the case is exempt in statistics, but stays recorded as overdue. */
export type CaseAppealReviewed = DomainEvent<
  'CaseAppealReviewed',
  OfCase & {
    readonly appealId: string;
    readonly review: 'first' | 'second';
    readonly approved: boolean;
    readonly opinion: string;
  }
>;
export type CaseForceClosed = DomainEvent<
  'CaseForceClosed',
  OfCase & MovesClocks & { readonly from: string; readonly reason: string }
>;

/** What the person who reported the case says of the result; a later one replaces it. */
export type CaseRated = DomainEvent<
  'CaseRated',
  OfCase & { /** 1 (bad) to 5 (good). */ readonly score: number; readonly words: string }
>;

/** A clock passed a threshold, or an extension moved it back before one. */
export type CaseLightChanged = DomainEvent<
  'CaseLightChanged',
  OfCase &
    MovesClocks & {
      readonly clock: ClockName;
      readonly run: number;
      readonly from: Light;
      readonly light: Light;
      /** The threshold that was passed, as a share of the limit; for a change by extension, the share used. */
      readonly usedShare: number;
      /** The instant of passing; `at` is when it was recorded. */
      readonly since: string;
    }
>;

/** Clocks were computed anew because the work calendar of the case's division changed. */
export type CaseDeadlinesMoved = DomainEvent<
  'CaseDeadlinesMoved',
  OfCase & MovesClocks & { readonly calendarVersion: string }
>;

export type CaseSideEvent =
  | CaseTaskSent
  | CaseTaskReassigned
  | CaseTaskCancelled
  | CaseVerified
  | CaseCorrected
  | CaseFilingDeclined
  | CaseDispatchRefused
  | CaseHandlerAssigned
  | CaseHandlerWithdrawn
  | CaseCoFeedbackGiven
  | CaseRequestMade
  | CaseRequestRefused
  | CaseExtended
  | CaseSuspended
  | CaseResumed
  | CaseDeferred
  | CaseDeferralEnded
  | CaseSupervised
  | CaseSupervisionAnswered
  | CaseUrged
  | CaseShirkFlagged
  | CaseSupplemented
  | CaseNoted
  | CaseSelfHandlingAudited
  | CaseAppealed
  | CaseAppealReviewed
  | CaseForceClosed
  | CaseRated
  | CaseLightChanged
  | CaseDeadlinesMoved;

export const CASE_SIDE_EVENT_TABLE = {
  CaseTaskSent: { zh: '下发任务', en: 'Task sent', to: ['verifying', 'checking'], ...maskedLater('opinion') },
  CaseTaskReassigned: { zh: '转派任务', en: 'Task reassigned', ...maskedLater('reason') },
  CaseTaskCancelled: {
    zh: '取消任务',
    en: 'Task cancelled',
    to: ['reported', 'checking'],
    ...maskedLater('reason'),
  },
  CaseVerified: { zh: '核实', en: 'Verified', to: ['reported'], ...maskedLater('opinion') },
  CaseCorrected: {
    zh: '更正',
    en: 'Corrected',
    ...maskedLater('changes.description', 'changes.location.address', 'changes.matterCode', 'reason'),
  },
  CaseFilingDeclined: { zh: '不予立案', en: 'Filing declined', to: ['declined'], ...maskedLater('reason') },
  CaseDispatchRefused: { zh: '拒收', en: 'Dispatch refused', to: ['filed'], ...maskedLater('reason') },
  CaseHandlerAssigned: { zh: '指派处置人员', en: 'Handler assigned', ...maskedLater('opinion') },
  CaseHandlerWithdrawn: { zh: '撤回指派', en: 'Handler withdrawn', ...maskedLater('reason') },
  CaseCoFeedbackGiven: { zh: '协办反馈', en: 'Co-handler fed back', ...maskedLater('result') },
  CaseRequestMade: { zh: '申请', en: 'Request made', ...maskedLater('reason') },
  CaseRequestRefused: { zh: '申请未通过', en: 'Request refused', ...maskedLater('opinion') },
  CaseExtended: { zh: '延期', en: 'Extended', ...maskedLater('opinion') },
  CaseSuspended: { zh: '挂账', en: 'Suspended', ...maskedLater('opinion') },
  CaseResumed: { zh: '挂账恢复', en: 'Resumed', ...maskedLater('reason') },
  CaseDeferred: { zh: '缓办', en: 'Deferred', ...maskedLater('opinion') },
  CaseDeferralEnded: { zh: '解除缓办', en: 'Deferral ended', ...maskedLater('reason') },
  CaseSupervised: { zh: '督办', en: 'Supervised', ...maskedLater('opinion') },
  CaseSupervisionAnswered: { zh: '督办回复', en: 'Supervision answered', ...maskedLater('reply') },
  CaseUrged: { zh: '催办', en: 'Urged', ...maskedLater('opinion') },
  CaseShirkFlagged: { zh: '标记推诿', en: 'Shirking flagged', ...maskedLater('reason') },
  CaseSupplemented: { zh: '补充材料', en: 'Material added', freeText: ['description'] },
  CaseNoted: { zh: '内部备注', en: 'Internal note', freeText: ['note'], internal: true },
  CaseSelfHandlingAudited: {
    zh: '自行处置审核',
    en: 'Self-handling audited',
    to: ['archived', 'invalid'],
    ...maskedLater('opinion'),
  },
  CaseAppealed: { zh: '申诉', en: 'Appealed', ...maskedLater('reason') },
  CaseAppealReviewed: { zh: '申诉审核', en: 'Appeal reviewed', ...maskedLater('opinion') },
  CaseForceClosed: { zh: '强制结案', en: 'Closed by force', to: ['forceClosed'], ...maskedLater('reason') },
  CaseRated: { zh: '群众评价', en: 'Rated by the reporter', freeText: ['words'] },
  CaseLightChanged: { zh: '灯色变化', en: 'Light changed' },
  CaseDeadlinesMoved: { zh: '工作日历调整，时限重算', en: 'Calendar changed, limits recomputed' },
} as const satisfies Record<CaseSideEvent['type'], CaseEventRow>;
