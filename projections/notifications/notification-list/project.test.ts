import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { notificationListProjection } from './project.ts';

test('a notification is a row for each person, released and acknowledged separately', async () => {
  const notificationId = 'n1';
  const [issuedAt, deferredUntil, at] = [
    '2026-11-24T02:00:00.000Z',
    '2026-11-24T23:00:00.000Z',
    '2026-11-24T23:05:00.000Z',
  ];
  const recipients = [
    { userId: 'u1', deferredUntil: null },
    { userId: 'u2', deferredUntil },
  ];
  const log = [
    given('NotificationIssued', { notificationId, recipients, at: issuedAt }),
    given('NotificationReleased', { notificationId, userIds: ['u2'], at: deferredUntil }),
    given('NotificationAcknowledged', { notificationId, userId: 'u2', at }),
    given('NotificationAcknowledged', { notificationId, userId: 'u3', at }),
  ];
  expect(await rowsAfter(notificationListProjection, log)).toMatchObject([
    { user_id: 'u1', released_at: issuedAt, acknowledged_at: null },
    { user_id: 'u2', deferred_until: deferredUntil, released_at: deferredUntil, acknowledged_at: at },
  ]);
});
