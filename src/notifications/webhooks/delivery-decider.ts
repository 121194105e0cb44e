import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type { WebhookDeliveryEvent, WebhookDeliveryRequested } from '../events.ts';

export type DeliveryCommand =
  /** A test call, which is not about a notification. */
  | {
      readonly type: 'Ping';
      readonly deliveryId: string;
      readonly webhookId: string;
      readonly at: string;
    }
  | {
      readonly type: 'RecordDelivered';
      readonly attempts: number;
      readonly httpStatus: number;
      readonly at: string;
    }
  | {
      readonly type: 'GiveDeliveryUp';
      readonly attempts: number;
      readonly reason: string;
      readonly at: string;
    }
  | { readonly type: 'Redeliver'; readonly at: string };

export interface DeliveryState {
  readonly request: WebhookDeliveryRequested['data'] | null;
  readonly status: 'pending' | 'delivered' | 'dead';
}

export const deliveryStream = (deliveryId: string): string => `webhook-delivery-${deliveryId}`;

const MAX_REASON_LENGTH = 500;

/** A result counts only for a pending delivery: if two workers have the same one, only one result is kept. */
export const deliveryDecider: Decider<DeliveryState, DeliveryCommand, WebhookDeliveryEvent> = {
  initialState: { request: null, status: 'pending' },
  decide(command, { request, status }) {
    if (command.type === 'Ping') {
      if (request !== null) return accepted();
      const { deliveryId, webhookId, at } = command;
      const data = { deliveryId, webhookId, notificationId: null, userIds: [], at };
      return accepted({ type: 'WebhookDeliveryRequested', data });
    }
    if (request === null) return refused('deliveryUnknown', '投递记录不存在');
    const { deliveryId, webhookId } = request;
    const { at } = command;
    const which = { deliveryId, webhookId };
    switch (command.type) {
      case 'RecordDelivered': {
        if (status !== 'pending') return accepted();
        const { attempts, httpStatus } = command;
        return accepted({ type: 'WebhookDelivered', data: { ...which, attempts, httpStatus, at } });
      }
      case 'GiveDeliveryUp': {
        if (status !== 'pending') return accepted();
        const reason = command.reason.slice(0, MAX_REASON_LENGTH);
        const { attempts } = command;
        return accepted({ type: 'WebhookDeadLettered', data: { ...which, attempts, reason, at } });
      }
      case 'Redeliver':
        return status === 'pending'
          ? refused('deliveryPending', '投递尚未结束')
          : accepted({ type: 'WebhookRedeliveryRequested', data: { ...which, at } });
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'WebhookDeliveryRequested':
        return { request: event.data, status: 'pending' };
      case 'WebhookDelivered':
        return { ...state, status: 'delivered' };
      case 'WebhookDeadLettered':
        return { ...state, status: 'dead' };
      case 'WebhookRedeliveryRequested':
        return { ...state, status: 'pending' };
      default:
        return event satisfies never;
    }
  },
};
