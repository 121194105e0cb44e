import type { Case } from './case-query.ts';
import type { RowOrder } from './merge-rows.ts';
import type { AwaitedCase } from './task-query.ts';

/* As the server sorts them. */
const BY_REPORT: RowOrder<Case> = { of: ({ reportedAt }) => reportedAt, isDownwards: true };
const CASE_ORDERS: Readonly<Record<string, RowOrder<Case>>> = {
  dueAt: { of: ({ dueAt }) => dueAt },
  deadline: { of: ({ deadline }) => deadline },
};
export const caseOrder = (sort: string | undefined): RowOrder<Case> => CASE_ORDERS[sort ?? ''] ?? BY_REPORT;

const BY_TASK: RowOrder<AwaitedCase> = { of: ({ deadline }) => deadline };
export const taskOrder = (sort?: string): RowOrder<AwaitedCase> =>
  sort === 'reportedAt' ? BY_REPORT : BY_TASK;
