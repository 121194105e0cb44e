import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { notificationTimersProjection } from './project.ts';

const notificationId = 'n1';
const dueAt = '2026-11-24T23:00:00.000Z';
const issued = given('NotificationIssued', {
  notificationId,
  escalateAt: '2026-11-24T03:00:00.000Z',
  recipients: [{ userId: 'u1', deferredUntil: dueAt }],
});

test('there are timers for escalation and the end of quiet hours', async () => {
  expect(await rowsAfter(notificationTimersProjection, [issued])).toEqual([
    { notification_id: 'n1', kind: 'escalate', due_at: '2026-11-24T03:00:00.000Z', running: true },
    { notification_id: 'n1', kind: 'release', due_at: dueAt, running: true },
  ]);
});

test('an acknowledged notification is not escalated, but still released', async () => {
  const acknowledged = given('NotificationAcknowledged', { notificationId, userId: 'u1' });
  expect(await rowsAfter(notificationTimersProjection, [issued, acknowledged])).toMatchObject([
    { kind: 'escalate', running: false },
    { kind: 'release', running: true },
  ]);
  const released = given('NotificationReleased', { notificationId, dueAt });
  expect(await rowsAfter(notificationTimersProjection, [issued, released])).toMatchObject([
    { kind: 'escalate', running: true },
    { kind: 'release', running: false },
  ]);
});
