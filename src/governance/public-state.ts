import { codesOf, type Words } from '../platform/words.ts';
import type { CaseEvent, CaseStage } from './events.ts';

/** What a person outside the administration is told of a case, in four states. */
export const PUBLIC_STATE_TABLE = {
  waiting: { zh: '待受理', en: 'Waiting to be accepted' },
  inProgress: { zh: '办理中', en: 'In progress' },
  done: { zh: '已办结', en: 'Done' },
  refused: { zh: '不予受理', en: 'Not accepted' },
} as const satisfies Record<string, Words>;
export const PUBLIC_STATES = codesOf(PUBLIC_STATE_TABLE);
export type PublicState = keyof typeof PUBLIC_STATE_TABLE;

interface PublicStageRow {
  readonly state: PublicState;
  /** What happens next. */
  readonly next: Words;
}

const CLOSED: Words = { zh: '已经办结。', en: 'It is done.' };
const REFUSED: Words = {
  zh: '不再办理。如有异议，可补充情况后重新上报，或拨打 12345。',
  en: 'Nothing more will be done. If you disagree, report it again with more details, or call 12345.',
};

/** By stage: the compiler reports a stage that is missing. */
export const PUBLIC_STAGES: Readonly<Record<CaseStage, PublicStageRow>> = {
  reported: {
    state: 'waiting',
    next: {
      zh: '受理员核对后决定是否受理。',
      en: 'The reception checks it and decides whether to accept it.',
    },
  },
  verifying: {
    state: 'waiting',
    next: { zh: '网格员正在到现场核实。', en: 'A grid worker is looking at it on the spot.' },
  },
  auditing: {
    state: 'waiting',
    next: { zh: '现场已处理，正在审核。', en: 'It was settled on the spot and is being audited.' },
  },
  accepted: {
    state: 'inProgress',
    next: { zh: '已受理，正在立案。', en: 'It is accepted and will be filed next.' },
  },
  filed: {
    state: 'inProgress',
    next: { zh: '已立案，正在确定办理部门。', en: 'It is filed; a department is being chosen.' },
  },
  dispatched: {
    state: 'inProgress',
    next: { zh: '已交办理部门，等待签收。', en: 'It was given to the department.' },
  },
  handling: {
    state: 'inProgress',
    next: { zh: '部门正在处置。', en: 'The department is working on it.' },
  },
  checking: {
    state: 'inProgress',
    next: { zh: '部门已处置，正在到现场核查。', en: 'It was handled and is being checked on the spot.' },
  },
  closing: {
    state: 'inProgress',
    next: { zh: '核查已通过，等待结案。', en: 'The check was passed; it will be closed next.' },
  },
  closed: { state: 'done', next: CLOSED },
  forceClosed: { state: 'done', next: CLOSED },
  archived: { state: 'done', next: CLOSED },
  rejected: { state: 'refused', next: REFUSED },
  declined: { state: 'refused', next: REFUSED },
  voided: { state: 'refused', next: REFUSED },
  invalid: { state: 'refused', next: REFUSED },
};

/** Stages of cases that everybody may see nearby: accepted, and not given up since. */
export const SHOWN_STAGES: readonly CaseStage[] = [
  'accepted',
  'filed',
  'dispatched',
  'handling',
  'checking',
  'closing',
  'closed',
];

/** Events that the person who reported the case is told about, in plain words. */
export const PUBLIC_MILESTONES: Partial<Readonly<Record<CaseEvent['type'], Words>>> = {
  CaseReported: { zh: '收到上报', en: 'Report received' },
  CaseVerified: { zh: '现场核实完毕', en: 'Looked at on the spot' },
  CaseAccepted: { zh: '受理', en: 'Accepted' },
  CaseFiled: { zh: '立案', en: 'Filed' },
  CaseDispatched: { zh: '交部门办理', en: 'Given to a department' },
  CaseSuspended: { zh: '暂缓办理', en: 'Suspended' },
  CaseResumed: { zh: '恢复办理', en: 'Resumed' },
  CaseFeedbackGiven: { zh: '部门反馈已处置', en: 'The department says it is handled' },
  CaseClosed: { zh: '办结', en: 'Done' },
  CaseAnsweredByParent: {
    zh: '与同一问题的案件一并办结',
    en: 'Done together with a case about the same problem',
  },
  CaseForceClosed: { zh: '办结', en: 'Done' },
  CaseRejected: { zh: '不予受理', en: 'Not accepted' },
  CaseFilingDeclined: { zh: '不予立案', en: 'Not filed' },
  CaseVoided: { zh: '作废', en: 'Voided' },
  CaseRated: { zh: '您作了评价', en: 'You rated the result' },
};

/** Why a case was refused, in the words of who refused it; undefined for other events. */
export const refusalReasonIn = ({
  type,
  data,
}: {
  readonly type: string;
  readonly data: unknown;
}): string | undefined =>
  type === 'CaseRejected' || type === 'CaseFilingDeclined' || type === 'CaseVoided'
    ? (data as { readonly reason: string }).reason
    : undefined;
