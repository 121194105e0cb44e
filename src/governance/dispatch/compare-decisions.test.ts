import { expect, it } from 'vitest';
import {
  type ComparedCase,
  countedBy,
  type DispatchChoice,
  isChanged,
  movesOf,
} from './compare-decisions.ts';

const choice = (ruleId: string, departmentId: string | null): DispatchChoice => ({
  ruleId,
  departmentId,
  priority: 'normal',
  supervisingBody: null,
  automatic: false,
});
const one = (present: DispatchChoice, draft: DispatchChoice, matterCode = 'event-01-10'): ComparedCase => ({
  matterCode,
  present,
  draft,
});

const same = one(choice('a', 'water'), choice('b', 'water'));
const moved = one(choice('a', 'water'), choice('a', 'urban'));

it('another rule with the same outcome is no change; another department, priority or automatic is', () => {
  expect(isChanged(same)).toBe(false);
  expect(isChanged(moved)).toBe(true);
  expect(isChanged({ ...same, draft: { ...same.draft, priority: 'urgent' } })).toBe(true);
  expect(isChanged({ ...same, draft: { ...same.draft, automatic: true } })).toBe(true);
});

it('counts what each gets under both sets', () => {
  const counts = countedBy([same, moved], ({ departmentId }) => departmentId);
  expect([...counts]).toEqual([
    ['water', { present: 2, draft: 1 }],
    ['urban', { present: 0, draft: 1 }],
  ]);
});

it('joins cases that change in the same way, the most frequent first', () => {
  const other = one(choice('a', 'water'), choice('a', null), 'event-02-01');
  expect(movesOf([other, moved, same, moved]).map(({ matterCode, cases }) => [matterCode, cases])).toEqual([
    ['event-01-10', 2],
    ['event-02-01', 1],
  ]);
});
