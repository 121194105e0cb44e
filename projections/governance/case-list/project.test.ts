import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { caseListProjection } from './project.ts';

const caseId = 'c1';
const reported = given('CaseReported', { caseId }, { actor: 'process:alarm-to-case' });
const dispatched = given('CaseDispatched', { caseId, departmentId: 'ecology' }, { actor: 'user:dispatcher' });

test('a case has the stage that the decider computes, with its department and participants', async () => {
  expect(await rowsAfter(caseListProjection, [reported, dispatched])).toMatchObject([
    {
      case_id: caseId,
      stage: 'dispatched',
      department_id: 'ecology',
      participants: ['dispatcher'],
      version: 2,
    },
  ]);
});

test('a withdrawn handler no longer handles the case, but has taken part', async () => {
  const log = [reported, dispatched, given('CaseHandlerAssigned', { caseId, handlerId: 'h1' })];
  expect(await rowsAfter(caseListProjection, log)).toMatchObject([
    { handler_id: 'h1', participants: ['dispatcher', 'h1'] },
  ]);
  const withdrawn = given('CaseHandlerWithdrawn', { caseId });
  expect(await rowsAfter(caseListProjection, [...log, withdrawn])).toMatchObject([
    { handler_id: null, participants: ['dispatcher', 'h1'] },
  ]);
});

test('a correction changes what it names and nothing else', async () => {
  const corrected = given('CaseCorrected', { caseId, changes: { description: '井盖破损' } });
  const [before] = (await rowsAfter(caseListProjection, [reported])) as Record<string, unknown>[];
  const { description, address, matter_code } = before!;
  expect(description).not.toBe('井盖破损');
  expect(await rowsAfter(caseListProjection, [reported, corrected])).toMatchObject([
    { description: '井盖破损', address, matter_code },
  ]);
});
