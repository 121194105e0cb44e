import { describe, expect, it } from 'vitest';
import type { NotificationIssued } from './events.ts';
import { notificationDecider } from './notification-decider.ts';
import { dispatched, holds, MORNING, NIGHT, people, plan } from './testing/shipped-rules.ts';

describe('a notification', () => {
  const issued: NotificationIssued = {
    type: 'NotificationIssued',
    data: plan(
      'case-dispatched',
      dispatched,
      people(
        {
          day: [holds('departmentManager', '1401', 'ecology')],
          night: [holds('departmentManager', '1401', 'ecology')],
        },
        { day: { quietHours: null, muted: [] } },
      ),
      NIGHT,
    )!,
  };
  const given = (...events: Parameters<typeof notificationDecider.evolve>[1][]) =>
    [issued, ...events].reduce(notificationDecider.evolve, notificationDecider.initialState);
  const acknowledged = {
    type: 'NotificationAcknowledged',
    data: { notificationId: 'n1', userId: 'night', at: NIGHT },
  } as const;

  it('is acknowledged by each recipient once, and is unknown to everybody else', () => {
    const acknowledge = (userId: string) =>
      notificationDecider.decide({ type: 'AcknowledgeNotification', userId, at: NIGHT }, given(acknowledged));
    expect(acknowledge('day')).toMatchObject({ ok: true, events: [{ data: { userId: 'day' } }] });
    expect(acknowledge('night')).toEqual({ ok: true, events: [] });
    expect(acknowledge('stranger')).toMatchObject({ ok: false, refusal: { code: 'notificationUnknown' } });
  });

  it('is escalated once, unless somebody has acknowledged it', () => {
    const escalate = (state: ReturnType<typeof given>) =>
      notificationDecider.decide({ type: 'EscalateNotification', at: MORNING }, state);
    expect(escalate(given())).toMatchObject({
      events: [{ type: 'NotificationEscalated', data: { step: 0 } }],
    });
    expect(escalate(given(acknowledged))).toEqual({ ok: true, events: [] });
  });

  it('reaches those whose quiet hours end then, but not those who have seen it already', () => {
    const release = (state: ReturnType<typeof given>) =>
      notificationDecider.decide({ type: 'ReleaseNotification', dueAt: MORNING, at: MORNING }, state);
    expect(release(given())).toMatchObject({ events: [{ data: { userIds: ['night'] } }] });
    expect(release(given(acknowledged))).toMatchObject({ events: [{ data: { userIds: [] } }] });
  });
});
