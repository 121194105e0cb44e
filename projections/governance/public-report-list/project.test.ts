import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { publicReportListProjection } from './project.ts';

const publicReport = { codeDigest: 'd1', placeInWords: true } as const;
const caseId = 'c1';
const location = { lon: 112.5, lat: 37.8, address: '柳巷' };
const at = '2026-11-24T08:00:00.000Z';

test('a report of the public is found by the digest of its code; other reports are not in the list', async () => {
  const log = [given('CaseReported', { caseId, publicReport }), given('CaseReported', { caseId: 'c2' })];
  expect(await rowsAfter(publicReportListProjection, log)).toEqual([
    { case_id: caseId, code_digest: 'd1', place_in_words: true },
  ]);
});

test('a place told in words is known once somebody has corrected it', async () => {
  const log = [
    given('CaseReported', { caseId, publicReport }),
    given('CaseCorrected', { caseId, changes: { description: '井盖' }, reason: '补充', at }),
  ];
  expect(await rowsAfter(publicReportListProjection, log)).toMatchObject([{ place_in_words: true }]);
  log.push(given('CaseCorrected', { caseId, changes: { location }, reason: '定位', at }));
  expect(await rowsAfter(publicReportListProjection, log)).toMatchObject([{ place_in_words: false }]);
});
