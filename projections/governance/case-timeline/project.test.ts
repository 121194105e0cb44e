import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { caseTimelineProjection } from './project.ts';

test('each event of a case is a line with its actor', async () => {
  const caseId = 'c1';
  const log = [
    given('CaseReported', { caseId }, { actor: 'process:alarm-to-case' }),
    given('CaseAccepted', { caseId }, { actor: 'user:u1' }),
  ];
  expect(await rowsAfter(caseTimelineProjection, log)).toMatchObject([
    { case_id: caseId, version: 1, type: 'CaseReported', actor: 'process:alarm-to-case' },
    { case_id: caseId, version: 2, type: 'CaseAccepted', actor: 'user:u1' },
  ]);
});
