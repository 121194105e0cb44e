import { codesOf, type Words } from '../../platform/words.ts';
import type { Role } from '../roles.ts';
import type { CaseStage } from './stages.ts';
import type { OpenItem } from './step-row.ts';

/** Which cases are in a queue: those that `GET /cases` gives for the same filter. */
export interface CaseQueueFilter {
  readonly stages?: readonly CaseStage[];
  /** At least one of them is open. */
  readonly openItems?: readonly OpenItem[];
  readonly light?: 'yellow';
  readonly overdue?: true;
  /** Waits for somebody. */
  readonly open?: true;
}

interface QueueRow extends Words {
  /** Roles that decide what is in it, or watch it. */
  readonly roles: readonly Role[];
  readonly filter: CaseQueueFilter;
}

const WATCHERS: readonly Role[] = ['supervisionOfficer', 'leader'];

/** Lists that somebody keeps an eye on apart from what waits for them, in the order in which they are shown. */
export const CASE_QUEUE_TABLE = {
  overdue: {
    zh: '超期',
    en: 'Overdue',
    roles: [...WATCHERS, 'shiftLeader', 'dispatcher', 'departmentManager'],
    filter: { overdue: true },
  },
  supervised: {
    zh: '督办中',
    en: 'Supervised',
    roles: [...WATCHERS, 'dispatcher', 'departmentManager'],
    filter: { open: true, openItems: ['supervision'] },
  },
  dueSoon: {
    zh: '临期',
    en: 'Due soon',
    roles: [...WATCHERS, 'shiftLeader', 'dispatcher', 'departmentManager'],
    filter: { light: 'yellow' },
  },
  extensions: {
    zh: '延期申请',
    en: 'Extensions asked for',
    roles: ['dispatcher', 'departmentManager', 'supervisionOfficer'],
    filter: { open: true, openItems: ['extension'] },
  },
  suspensions: {
    zh: '挂账申请',
    en: 'Suspensions asked for',
    roles: ['dispatcher', 'departmentManager', 'supervisionOfficer'],
    filter: { open: true, openItems: ['suspension'] },
  },
  deferrals: {
    zh: '缓办申请',
    en: 'Deferrals asked for',
    roles: ['dispatcher', 'departmentManager', 'supervisionOfficer'],
    filter: { open: true, openItems: ['deferral'] },
  },
  suspended: {
    zh: '挂账中',
    en: 'Suspended',
    roles: ['dispatcher', 'departmentManager', 'supervisionOfficer'],
    filter: { open: true, openItems: ['suspended'] },
  },
  deferred: {
    zh: '缓办中',
    en: 'Deferred',
    roles: ['dispatcher', 'departmentManager', 'supervisionOfficer'],
    filter: { open: true, openItems: ['deferred'] },
  },
  returned: {
    zh: '回退',
    en: 'Returned',
    roles: ['acceptor', 'shiftLeader', 'dispatcher'],
    filter: { open: true, openItems: ['returned'] },
  },
  voids: {
    zh: '作废申请',
    en: 'Voiding asked for',
    roles: ['shiftLeader', 'acceptor', 'dispatcher'],
    filter: { open: true, openItems: ['void'] },
  },
  audits: {
    zh: '自行处置审核',
    en: 'Self-handling to audit',
    roles: ['acceptor', 'shiftLeader', 'supervisionOfficer'],
    filter: { stages: ['auditing'] },
  },
  appeals: {
    zh: '申诉',
    en: 'Appeals',
    roles: ['dispatcher', 'acceptor', 'departmentManager', 'supervisionOfficer'],
    filter: { openItems: ['firstReview', 'secondReview'] },
  },
  open: {
    zh: '在办',
    en: 'Open',
    roles: [...WATCHERS, 'acceptor', 'shiftLeader', 'dispatcher', 'departmentManager'],
    filter: { open: true },
  },
} as const satisfies Record<string, QueueRow>;
export type CaseQueue = keyof typeof CASE_QUEUE_TABLE;
export const CASE_QUEUES = codesOf(CASE_QUEUE_TABLE);

/** The queues of somebody with these roles. */
export const queuesOf = (roles: readonly Role[]): readonly CaseQueue[] =>
  CASE_QUEUES.filter((queue) =>
    (CASE_QUEUE_TABLE[queue].roles as readonly Role[]).some((role) => roles.includes(role)),
  );
