import { CASE_STAGES } from '../../workflows/index.ts';
import type { HandedCase, OpenWork } from './events.ts';

/** What is open, counted by stage in the order of the work. Every case is in exactly one count. */
export const openWorkOf = (cases: readonly HandedCase[], isMore: boolean): OpenWork => ({
  cases,
  isMore,
  counts: CASE_STAGES.flatMap((stage) => {
    const own = cases.filter((each) => each.stage === stage);
    if (own.length === 0) return [];
    return [{ stage, cases: own.length, overdue: own.filter(({ light }) => light === 'red').length }];
  }),
});
