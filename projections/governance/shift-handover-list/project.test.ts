import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { shiftHandoverListProjection } from './project.ts';

const handoverId = 'h1';
const handed = given('ShiftHandedOver', { handoverId, fromId: 'day' });

test('a handover waits until it is taken over, or is withdrawn', async () => {
  expect(await rowsAfter(shiftHandoverListProjection, [handed])).toMatchObject([
    { handover_id: handoverId, from_id: 'day', state: 'waiting', taken_by_id: null, version: 1 },
  ]);
  const taken = given('ShiftTakenOver', { handoverId, byId: 'night', remark: '清楚' });
  expect(await rowsAfter(shiftHandoverListProjection, [handed, taken])).toMatchObject([
    { state: 'taken', taken_by_id: 'night', remark: '清楚', version: 2 },
  ]);
  const withdrawn = given('ShiftHandoverWithdrawn', { handoverId });
  expect(await rowsAfter(shiftHandoverListProjection, [handed, withdrawn])).toMatchObject([
    { state: 'withdrawn', taken_by_id: null },
  ]);
});
