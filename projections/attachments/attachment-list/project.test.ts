import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { attachmentListProjection } from './project.ts';

test('each stream that names an attachment has a row for it and for its public copy', async () => {
  const photo = { digest: 'a'.repeat(64), publicDigest: 'b'.repeat(64), mediaType: 'image/jpeg', size: 1 };
  const log = [given('CaseReported', { caseId: 'c1', photos: [photo] as never })];
  expect(await rowsAfter(attachmentListProjection, log)).toMatchObject([
    { digest: photo.publicDigest, case_id: 'c1', is_public: true },
    { digest: photo.digest, case_id: 'c1', is_public: false },
  ]);
});

test('an event that names no attachment has no row', async () => {
  expect(await rowsAfter(attachmentListProjection, [given('CaseReported', { photos: [] })])).toEqual([]);
});
