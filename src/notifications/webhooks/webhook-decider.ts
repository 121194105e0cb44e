import { accepted, type Decider, refused } from '../../commands/decider.ts';
import { divisionCovers } from '../../geography/index.ts';
import type { NotificationIssued, WebhookEvent, WebhookRegistered } from '../events.ts';

export type WebhookCommand =
  | {
      readonly type: 'RegisterWebhook';
      readonly data: Omit<WebhookRegistered['data'], 'secretVersion'>;
    }
  | {
      readonly type: 'PauseWebhook' | 'ResumeWebhook' | 'RotateWebhookSecret' | 'DeleteWebhook';
      readonly at: string;
    };

export type WebhookState =
  | { readonly status: 'none' }
  | (WebhookRegistered['data'] & { readonly status: 'active' | 'paused' | 'deleted' });

export const webhookStream = (webhookId: string): string => `webhook-${webhookId}`;

const MAX_URL_LENGTH = 2000;

/** Why an address cannot be called; undefined if it can. Which networks it may reach is decided when it is called. */
export const urlProblem = (text: string): string | undefined => {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) return '地址无效';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return '地址应以 https:// 开头';
  if (url.username !== '' || url.password !== '') return '地址不应包含用户名或密码';
  return url.hash === '' ? undefined : '地址不应包含 #';
};

/** Setting the same again gives no event. */
export const webhookDecider: Decider<WebhookState, WebhookCommand, WebhookEvent> = {
  initialState: { status: 'none' },
  decide(command, state) {
    if (command.type === 'RegisterWebhook') {
      const problem = urlProblem(command.data.url);
      if (problem !== undefined) return refused('webhookInvalid', problem);
      if (state.status !== 'none') return refused('alreadyExists', '推送地址（Webhook）已存在');
      return accepted({ type: 'WebhookRegistered', data: { ...command.data, secretVersion: 1 } });
    }
    if (state.status === 'none' || state.status === 'deleted')
      return refused('webhookUnknown', '推送地址（Webhook）不存在');
    const { webhookId } = state;
    const { at } = command;
    switch (command.type) {
      case 'PauseWebhook':
        return state.status === 'paused'
          ? accepted()
          : accepted({ type: 'WebhookPaused', data: { webhookId, at } });
      case 'ResumeWebhook':
        return state.status === 'active'
          ? accepted()
          : accepted({ type: 'WebhookResumed', data: { webhookId, at } });
      case 'RotateWebhookSecret': {
        const secretVersion = state.secretVersion + 1;
        return accepted({ type: 'WebhookSecretRotated', data: { webhookId, secretVersion, at } });
      }
      case 'DeleteWebhook':
        return accepted({ type: 'WebhookDeleted', data: { webhookId, at } });
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    if (event.type === 'WebhookRegistered') return { ...event.data, status: 'active' };
    if (state.status === 'none') return state;
    switch (event.type) {
      case 'WebhookPaused':
        return { ...state, status: 'paused' };
      case 'WebhookResumed':
        return { ...state, status: 'active' };
      case 'WebhookSecretRotated':
        return { ...state, secretVersion: event.data.secretVersion };
      case 'WebhookDeleted':
        return { ...state, status: 'deleted' };
      default:
        return event satisfies never;
    }
  },
};

type Wanted = Pick<WebhookRegistered['data'], 'kinds' | 'divisionCode' | 'departmentId' | 'roles'>;

/** The province, for events without a particular place. */
const EVERYWHERE = '14';

/** Whether a webhook gets a notification: every filter that it has must match. */
export const webhookWants = (webhook: Wanted, notification: NotificationIssued['data']): boolean =>
  (webhook.kinds === null || webhook.kinds.includes(notification.kind)) &&
  divisionCovers(webhook.divisionCode, notification.divisionCode ?? EVERYWHERE) &&
  (webhook.departmentId === null || webhook.departmentId === notification.departmentId) &&
  (webhook.roles === null || webhook.roles.some((role) => notification.roles.includes(role)));
