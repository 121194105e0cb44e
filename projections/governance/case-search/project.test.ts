import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { caseSearchProjection } from './project.ts';

const caseId = 'c1';
const reported = given('CaseReported', { caseId });

test('a case can be found at its corrected place, until it ends', async () => {
  const location = { lon: 112.57, lat: 37.86, address: '五一路' };
  const corrected = given('CaseCorrected', { caseId, changes: { location, matterCode: 'event-01-02' } });
  const [before] = (await rowsAfter(caseSearchProjection, [reported])) as { cell: string }[];
  const [after] = (await rowsAfter(caseSearchProjection, [reported, corrected])) as { cell: string }[];
  expect(after).toMatchObject({ open: true, ...location, matter_code: 'event-01-02', row_id: null });
  expect(after!.cell).not.toBe(before!.cell);
  const closed = given('CaseClosed', { caseId });
  expect(await rowsAfter(caseSearchProjection, [reported, closed])).toMatchObject([{ open: false }]);
});

test('feedback counts until a check fails', async () => {
  const log = [reported, given('CaseFeedbackGiven', { caseId })];
  expect(await rowsAfter(caseSearchProjection, log)).toMatchObject([{ fed_back: true }]);
  const passed = given('CaseChecked', { caseId, passed: true });
  expect(await rowsAfter(caseSearchProjection, [...log, passed])).toMatchObject([{ fed_back: true }]);
  const failed = given('CaseChecked', { caseId, passed: false });
  expect(await rowsAfter(caseSearchProjection, [...log, failed])).toMatchObject([{ fed_back: false }]);
});
