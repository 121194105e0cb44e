import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { rejectedListProjection } from './project.ts';

const rejectionId = 'r1';
const at = '2026-11-24T18:00:00.000Z';
const rejected = given('MessageRejected', { rejectionId }, { sealedTexts: { payload: 'sealed' } });

test('a dead letter is open until somebody settles it', async () => {
  expect(await rowsAfter(rejectedListProjection, [rejected])).toMatchObject([
    { rejection_id: rejectionId, state: 'open', sealed_payload: 'sealed', settled_at: null },
  ]);
  const discarded = given('RejectionDiscarded', { rejectionId, reason: '试机', at });
  expect(await rowsAfter(rejectedListProjection, [rejected, discarded])).toMatchObject([
    { state: 'discarded', outcome: '试机', settled_at: at },
  ]);
});

test('archived dead letters leave the list', async () => {
  const archived = given('RejectionsArchived', { rejectionIds: [rejectionId, 'r2'] });
  const other = given('MessageRejected', { rejectionId: 'r3' });
  expect(await rowsAfter(rejectedListProjection, [rejected, other, archived])).toMatchObject([
    { rejection_id: 'r3' },
  ]);
});
