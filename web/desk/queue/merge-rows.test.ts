import { describe, expect, it } from 'vitest';
import { mergeRows } from './merge-rows.ts';
import { caseOrder, taskOrder } from './row-order.ts';
import type { AwaitedCase } from './task-query.ts';

const task = (caseId: string, deadline: string | null): AwaitedCase => ({ caseId, deadline }) as AwaitedCase;
const loaded = (pages: readonly (readonly AwaitedCase[])[], hasMore = false) => ({
  pageParams: pages.map(() => undefined),
  pages: pages.map((items, n) => ({
    items: [...items],
    nextCursor: n < pages.length - 1 || hasMore ? `after-${n}` : null,
  })),
});
const idsOf = (data: ReturnType<typeof mergeRows<AwaitedCase>>): string[][] =>
  data.pages.map(({ items }) => items.map(({ caseId }) => caseId));

const first = task('a', '2026-03-14T01:00:00Z');
const second = task('b', '2026-03-14T02:00:00Z');
const endless = task('z', null);

describe('tasks after cases have changed', () => {
  it('are without the one that waits for somebody else now', () => {
    expect(idsOf(mergeRows(loaded([[first, second]]), ['a'], [], taskOrder()))).toEqual([['b']]);
  });

  it('have the new one where it is due', () => {
    const between = task('c', '2026-03-14T01:30:00Z');
    expect(idsOf(mergeRows(loaded([[first], [second, endless]]), ['c'], [between], taskOrder()))).toEqual([
      ['a'],
      ['c', 'b', 'z'],
    ]);
  });

  it('have one without a deadline behind those that have one, by its id', () => {
    expect(idsOf(mergeRows(loaded([[first, endless]]), ['y'], [task('y', null)], taskOrder()))).toEqual([
      ['a', 'y', 'z'],
    ]);
  });

  it('leave what belongs behind the loaded ones to the next page', () => {
    const late = task('c', '2026-03-14T09:00:00Z');
    expect(idsOf(mergeRows(loaded([[first, second]], true), ['c'], [late], taskOrder()))).toEqual([
      ['a', 'b'],
    ]);
    expect(idsOf(mergeRows(loaded([[first, second]]), ['c'], [late], taskOrder()))).toEqual([
      ['a', 'b', 'c'],
    ]);
  });

  it('move the one whose deadline has changed', () => {
    const later = task('a', '2026-03-14T03:00:00Z');
    expect(idsOf(mergeRows(loaded([[first, second]]), ['a'], [later], taskOrder()))).toEqual([['b', 'a']]);
  });

  it('begin with the first one that comes', () => {
    expect(idsOf(mergeRows(loaded([[]]), ['a'], [first], taskOrder()))).toEqual([['a']]);
  });

  it('have the latest report first, where the list is sorted by it', () => {
    const reported = (caseId: string, reportedAt: string) => ({ caseId, reportedAt }) as never;
    const [early, late] = [reported('a', '2026-03-14T01:00:00Z'), reported('b', '2026-03-14T02:00:00Z')];
    expect(idsOf(mergeRows(loaded([[early]]), ['b'], [late], caseOrder('reportedAt') as never))).toEqual([
      ['b', 'a'],
    ]);
  });
});
