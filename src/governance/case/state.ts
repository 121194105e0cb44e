import { codesOf, type Words } from '../../platform/words.ts';
import type { LinkKind } from '../duplicates/events.ts';
import type {
  CaseClock,
  CaseRequestKind,
  CaseSource,
  CaseStage,
  CaseTaskKind,
  ClockName,
  FilingStandardRef,
} from '../events.ts';

export interface CaseTask {
  readonly taskId: string;
  readonly kind: CaseTaskKind;
  readonly executorId: string;
  readonly sentAt: string;
}

/** A request awaiting a decision. */
export interface CaseRequest {
  readonly requestId: string;
  readonly kind: CaseRequestKind;
  readonly requesterId: string;
  readonly until: string | null;
  readonly reason: string;
  readonly at: string;
}

export interface Supervision {
  readonly supervisionId: string;
  readonly departmentId: string;
  readonly opinion: string;
  readonly replyBy: string;
  /** Computed with days off that were not published then. */
  readonly provisional?: true;
  readonly reply: string | null;
}

export interface Appeal {
  readonly appealId: string;
  readonly state: 'firstReview' | 'secondReview' | 'approved' | 'refused';
}

/** The case that this one was merged into. */
export interface MergedInto {
  readonly kind: LinkKind;
  readonly parentId: string;
  readonly parentNumber: string;
  readonly linkId: string;
  /** Clocks that ran until then, and resume when it is unlinked. */
  readonly pausedClocks: readonly ClockName[];
}

export interface CaseState {
  readonly exists: boolean;
  readonly stage: CaseStage;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly source: CaseSource;
  readonly divisionCode: string;
  readonly gridCode: string | null;
  readonly reporterId: string | null;
  readonly caseKey: string | null;
  /** Case rules under which it was reported; null for a case older than the rules. */
  readonly rulesVersion: string | null;
  readonly clocks: Partial<Readonly<Record<ClockName, CaseClock>>>;
  readonly standard: FilingStandardRef | null;
  readonly selfHandled: boolean;
  /** Was returned and not sent forward since: it can be corrected and sent again, nothing else. */
  readonly returned: boolean;
  /** The open verify or check task. */
  readonly task: CaseTask | null;
  readonly requests: readonly CaseRequest[];

  /** The main department. */
  readonly departmentId: string | null;
  readonly coDepartmentIds: readonly string[];
  readonly coFeedbackIds: readonly string[];
  /** Every main department that the case was ever dispatched to: two make it a wrong dispatch (错误派遣). */
  readonly dispatchedIds: readonly string[];
  readonly refuseBy: string | null;
  /** Computed with days off that were not published then. */
  readonly refuseProvisional?: true;
  /** The person to whom the department assigned it; null if it did not. */
  readonly assignedHandlerId: string | null;
  /** Persons who handled or fed back: they do not check or close. */
  readonly handlerIds: readonly string[];
  readonly deadline: string | null;
  /** The deadline of its current stage has passed: shown by a red light. */
  readonly overdue: boolean;
  /** Clocks that ever passed their deadline; none is ever removed. */
  readonly overdueClocks: readonly ClockName[];
  /** From the latest feedback since the dispatch; null while there is none. */
  readonly inTime: boolean | null;
  readonly evaluatedInTime: boolean | null;
  /** How often a check failed and sent the case back to its department (返工). */
  readonly reworkCount: number;

  readonly extensions: number;
  readonly suspendedUntil: string | null;
  readonly suspensions: number;
  readonly deferredUntil: string | null;
  readonly deferrals: number;
  readonly returns: number;
  readonly supervisions: readonly Supervision[];
  readonly urges: number;
  readonly shirkedIds: readonly string[];
  readonly appeal: Appeal | null;
  readonly closedAt: string | null;
  /** What the person who reported it says of the result; absent before that. */
  readonly rating?: { readonly score: number; readonly at: string };

  readonly alarmIds: readonly string[];
  readonly openAlarmIds: readonly string[];
  /** The place given by an alarm; absent if none gives one. */
  readonly alarmPlaces?: Readonly<Record<string, string>>;
  /** While the case is merged into another one; kept when it was answered with that one. */
  readonly link: MergedInto | null;
}

export const NO_CASE: CaseState = {
  exists: false,
  stage: 'reported',
  caseId: '',
  caseNumber: '',
  source: 'gridWorker',
  divisionCode: '',
  gridCode: null,
  reporterId: null,
  caseKey: null,
  rulesVersion: null,
  clocks: {},
  standard: null,
  selfHandled: false,
  returned: false,
  task: null,
  requests: [],
  departmentId: null,
  coDepartmentIds: [],
  coFeedbackIds: [],
  dispatchedIds: [],
  refuseBy: null,
  assignedHandlerId: null,
  handlerIds: [],
  deadline: null,
  overdue: false,
  overdueClocks: [],
  inTime: null,
  evaluatedInTime: null,
  reworkCount: 0,
  extensions: 0,
  suspendedUntil: null,
  suspensions: 0,
  deferredUntil: null,
  deferrals: 0,
  returns: 0,
  supervisions: [],
  urges: 0,
  shirkedIds: [],
  appeal: null,
  closedAt: null,
  alarmIds: [],
  openAlarmIds: [],
  link: null,
};

/** Co-handling departments that have not fed back since the dispatch or the last failed check. */
export const missingCoFeedback = ({ coDepartmentIds, coFeedbackIds }: CaseState): readonly string[] =>
  coDepartmentIds.filter((departmentId) => !coFeedbackIds.includes(departmentId));

interface FlagRow extends Words {
  readonly of: (state: CaseState) => boolean;
}

/** Flags by which statistics count a case. Separate from stages: a later step never removes a flag. */
export const CASE_FLAG_TABLE = {
  overdue: { zh: '超期', en: 'Overdue', of: ({ overdueClocks }) => overdueClocks.length > 0 },
  extended: { zh: '延期', en: 'Extended', of: ({ extensions }) => extensions > 0 },
  suspended: { zh: '挂账', en: 'Suspended', of: ({ suspensions }) => suspensions > 0 },
  deferred: { zh: '缓办', en: 'Deferred', of: ({ deferrals }) => deferrals > 0 },
  returned: { zh: '回退', en: 'Returned', of: ({ returns }) => returns > 0 },
  rework: { zh: '返工', en: 'Rework', of: ({ reworkCount }) => reworkCount > 0 },
  wrongDispatch: {
    zh: '错误派遣',
    en: 'Wrong dispatch',
    of: ({ dispatchedIds }) => dispatchedIds.length > 1,
  },
  supervised: { zh: '督办', en: 'Supervised', of: ({ supervisions }) => supervisions.length > 0 },
  urged: { zh: '催办', en: 'Urged', of: ({ urges }) => urges > 0 },
  shirked: { zh: '推诿', en: 'Shirked', of: ({ shirkedIds }) => shirkedIds.length > 0 },
  selfHandled: { zh: '自行处置', en: 'Self-handled', of: ({ selfHandled }) => selfHandled },
  voided: { zh: '作废', en: 'Voided', of: ({ stage }) => stage === 'voided' },
  forceClosed: { zh: '强制结案', en: 'Closed by force', of: ({ stage }) => stage === 'forceClosed' },
  appealed: { zh: '申诉', en: 'Appealed', of: ({ appeal }) => appeal !== null },
  /** Left out of statistics by an appeal, but still recorded as overdue. */
  exempt: { zh: '豁免', en: 'Exempt', of: ({ appeal }) => appeal?.state === 'approved' },
} as const satisfies Record<string, FlagRow>;
export type CaseFlag = keyof typeof CASE_FLAG_TABLE;
export const CASE_FLAGS = codesOf(CASE_FLAG_TABLE);
export type CaseFlags = Readonly<Record<CaseFlag, boolean>>;

export const flagsOf = (state: CaseState): CaseFlags =>
  Object.fromEntries(CASE_FLAGS.map((flag) => [flag, CASE_FLAG_TABLE[flag].of(state)])) as Record<
    CaseFlag,
    boolean
  >;

/** The flags that a case has. */
export const flagNamesOf = (state: CaseState): readonly CaseFlag[] =>
  CASE_FLAGS.filter((flag) => CASE_FLAG_TABLE[flag].of(state));
