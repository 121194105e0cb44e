import { codesOf, type Words } from '../../platform/words.ts';

interface StageRow extends Words {
  /** A case in this stage has ended: nobody has to act. */
  readonly ended?: true;
}

/**
 * The stages of a case. Beside the main path: `verifying` waits for a grid worker's verification before acceptance (核实), `auditing` for
 * the audit of a case that a grid worker handled alone (自行处置审核), which ends as `archived` (存档) or `invalid` (无效).
 */
export const CASE_STAGE_TABLE = {
  reported: { zh: '待受理', en: 'To be accepted' },
  verifying: { zh: '待核实', en: 'To be verified' },
  auditing: { zh: '待审核', en: 'To be audited' },
  accepted: { zh: '待立案', en: 'To be filed' },
  filed: { zh: '待派遣', en: 'To be dispatched' },
  dispatched: { zh: '待处置', en: 'To be handled' },
  handling: { zh: '处置中', en: 'Being handled' },
  checking: { zh: '待核查', en: 'To be checked' },
  closing: { zh: '待结案', en: 'To be closed' },
  closed: { zh: '已结案', en: 'Closed', ended: true },
  forceClosed: { zh: '强制结案', en: 'Closed by force', ended: true },
  rejected: { zh: '不予受理', en: 'Rejected', ended: true },
  declined: { zh: '不予立案', en: 'Filing declined', ended: true },
  voided: { zh: '已作废', en: 'Voided', ended: true },
  archived: { zh: '已存档', en: 'Archived', ended: true },
  invalid: { zh: '无效', en: 'Invalid', ended: true },
} as const satisfies Record<string, StageRow>;
type Table = typeof CASE_STAGE_TABLE;
export type CaseStage = keyof Table;
export type TerminalStage = {
  [Stage in CaseStage]: Table[Stage] extends { readonly ended: true } ? Stage : never;
}[CaseStage];

export const CASE_STAGES = codesOf(CASE_STAGE_TABLE);
export const TERMINAL_STAGES = CASE_STAGES.filter((stage) => 'ended' in CASE_STAGE_TABLE[stage]);

/** Those in which somebody has to act. */
export const OPEN_STAGES = CASE_STAGES.filter((stage) => !TERMINAL_STAGES.includes(stage));

export const isTerminal = (stage: CaseStage): boolean => TERMINAL_STAGES.includes(stage);
