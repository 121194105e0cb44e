import { accepted, type Decider, refused } from '../commands/decider.ts';
import type { NotificationEvent, NotificationIssued } from './events.ts';

export type NotificationCommand =
  | { readonly type: 'AcknowledgeNotification'; readonly userId: string; readonly at: string }
  /** Quiet hours that end at `dueAt` are over. */
  | { readonly type: 'ReleaseNotification'; readonly dueAt: string; readonly at: string }
  | { readonly type: 'EscalateNotification'; readonly at: string };

export interface NotificationState {
  readonly issued: NotificationIssued['data'] | null;
  readonly acknowledgedBy: readonly string[];
  /** Ends of quiet hours that are already handled. */
  readonly released: readonly string[];
  readonly escalated: boolean;
}

export const notificationStream = (notificationId: string): string => `notification-${notificationId}`;

/** Somebody has been notified. A person who acknowledges takes it on: nobody else is notified then. */
export const notificationDecider: Decider<NotificationState, NotificationCommand, NotificationEvent> = {
  initialState: { issued: null, acknowledgedBy: [], released: [], escalated: false },
  decide(command, state) {
    const { issued } = state;
    if (issued === null) return refused('notificationUnknown', '通知不存在');
    const { notificationId, step } = issued;
    const { at } = command;
    switch (command.type) {
      case 'AcknowledgeNotification': {
        const { userId } = command;
        // Somebody else's notification is answered like one that does not exist.
        if (!issued.recipients.some((recipient) => recipient.userId === userId))
          return refused('notificationUnknown', '通知不存在');
        return state.acknowledgedBy.includes(userId)
          ? accepted()
          : accepted({ type: 'NotificationAcknowledged', data: { notificationId, userId, at } });
      }
      case 'ReleaseNotification': {
        const { dueAt } = command;
        if (state.released.includes(dueAt)) return accepted();
        const userIds = issued.recipients
          .filter(
            ({ userId, deferredUntil }) => deferredUntil === dueAt && !state.acknowledgedBy.includes(userId),
          )
          .map(({ userId }) => userId);
        return accepted({ type: 'NotificationReleased', data: { notificationId, userIds, dueAt, at } });
      }
      case 'EscalateNotification':
        return state.acknowledgedBy.length > 0 || state.escalated
          ? accepted()
          : accepted({ type: 'NotificationEscalated', data: { notificationId, step, at } });
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'NotificationIssued':
        return { ...state, issued: event.data };
      case 'NotificationAcknowledged':
        return { ...state, acknowledgedBy: [...state.acknowledgedBy, event.data.userId] };
      case 'NotificationReleased':
        return { ...state, released: [...state.released, event.data.dueAt] };
      case 'NotificationEscalated':
        return { ...state, escalated: true };
      default:
        return event satisfies never;
    }
  },
};
