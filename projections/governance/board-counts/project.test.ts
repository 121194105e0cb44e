import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { boardCountsProjection } from './project.ts';

const reported = (caseId: string) => given('CaseReported', { caseId, divisionCode: '140106' });
const counts = (log: Parameters<typeof rowsAfter>[1]) =>
  rowsAfter(boardCountsProjection, log, 'board_counts');

test('cases are counted by division, stage and department', async () => {
  const log = [
    reported('c1'),
    reported('c2'),
    given('CaseDispatched', { caseId: 'c2', departmentId: 'ecology' }),
  ];
  expect(await counts(log)).toMatchObject([
    { division_code: '140106', stage: 'reported', department_id: '', cases: 1, set_aside: 0 },
    { division_code: '140106', stage: 'dispatched', department_id: 'ecology', cases: 1, set_aside: 0 },
  ]);
});

test('a case that is merged into another is not counted among the cases', async () => {
  const linked = given('CaseLinkedAsDuplicate', { caseId: 'c2', parentId: 'c1' });
  expect(await counts([reported('c1'), reported('c2'), linked])).toMatchObject([{ cases: 1, set_aside: 1 }]);
});

test('a case is late by the clock of its current stage', async () => {
  const late = given('CaseHandlingOverdue', { caseId: 'c1' });
  const dispatched = given('CaseDispatched', { caseId: 'c1' });
  expect(await rowsAfter(boardCountsProjection, [reported('c1'), dispatched, late])).toMatchObject([
    { case_id: 'c1', overdue: true, overdue_clocks: ['handle'] },
  ]);
});
