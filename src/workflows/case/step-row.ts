import { codesOf, type Words } from '../../platform/words.ts';
import type { Role } from '../roles.ts';
import type { CaseStage } from './stages.ts';

/** What can be open on a case apart from its stage: an open task, a pending request, a suspension, feedback that a co-handling department owes. */
export const OPEN_ITEM_TABLE = {
  task: { zh: '任务', en: 'Task' },
  verifyTask: { zh: '核实任务', en: 'Verify task' },
  checkTask: { zh: '核查任务', en: 'Check task' },
  extension: { zh: '延期申请', en: 'Request for an extension' },
  suspension: { zh: '挂账申请', en: 'Request for a suspension' },
  deferral: { zh: '缓办申请', en: 'Request for a deferral' },
  void: { zh: '作废申请', en: 'Request for voiding' },
  suspended: { zh: '挂账', en: 'Suspension' },
  deferred: { zh: '缓办', en: 'Deferral' },
  assignedHandler: { zh: '已指派处置人员', en: 'Assigned handler' },
  coFeedback: { zh: '协办反馈', en: 'Feedback of a co-handling department' },
  supervision: { zh: '督办', en: 'Supervision without a reply' },
  appeal: { zh: '申诉', en: 'Appeal' },
  firstReview: { zh: '申诉初审', en: 'First review of an appeal' },
  secondReview: { zh: '申诉复审', en: 'Second review of an appeal' },
  returned: { zh: '回退', en: 'Return' },
} as const satisfies Record<string, Words>;
export type OpenItem = keyof typeof OPEN_ITEM_TABLE;
export const OPEN_ITEMS = codesOf(OPEN_ITEM_TABLE);

/** One step of a case: which stages it leaves, where it leads, who takes it. */
export interface StepRow {
  /** Name of the decider's command. */
  readonly command: string;
  readonly name: string;
  readonly nameEn: string;
  readonly from: readonly CaseStage[];
  /** Several where the command's content or the stage it leaves decides. */
  readonly to: readonly CaseStage[];
  /** The permission that the step's roles get; steps may share one. */
  readonly permission: `case:${string}`;
  /** Roles that may take the step. */
  readonly roles: readonly Role[];
  /** True if a case waits for this step; false for steps that somebody takes on their own initiative. */
  readonly awaited: boolean;
  /** Last part of the route under `/api/v1/cases/{id}/`. */
  readonly resource: string;
  /**
   * What is decided binds people outside, or ends the case: a page sends it at once and shows it only when it is done. Any other step may
   * be taken back for a few seconds before it is sent.
   */
  readonly legalWeight?: true;
  /** It creates something with an id, which the answer contains: a task, a request, a supervision, an appeal. */
  readonly makesId?: true;
  /** What must be open for it. */
  readonly needs?: OpenItem;
  /** What must not be open for it. */
  readonly excludes?: readonly OpenItem[];
}
