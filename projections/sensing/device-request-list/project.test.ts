import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { deviceRequestListProjection } from './project.ts';

const requestId = 'r1';
const [pickUpBy, giveUpAt, at] = [
  '2026-11-25T02:00:10.000Z',
  '2026-11-25T02:30:00.000Z',
  '2026-11-25T02:00:03.000Z',
];
const made = given('DeviceRequestMade', { requestId, pickUpBy, giveUpAt });
const sent = given('DeviceRequestSent', { requestId, attempt: 2, at });

test('a request is due to be picked up, then to be given up, then never', async () => {
  expect(await rowsAfter(deviceRequestListProjection, [made])).toMatchObject([
    { status: 'made', attempts: 0, due_at: pickUpBy },
  ]);
  expect(await rowsAfter(deviceRequestListProjection, [made, sent])).toMatchObject([
    { status: 'sent', attempts: 2, sent_at: at, due_at: giveUpAt },
  ]);
  const ended = given('DeviceRequestEnded', { requestId, outcome: 'done', result: { packets: 4 }, at });
  expect(await rowsAfter(deviceRequestListProjection, [made, sent, ended])).toMatchObject([
    { status: 'done', result: { packets: 4 }, ended_at: at, due_at: null },
  ]);
});
