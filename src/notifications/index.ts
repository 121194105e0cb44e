export { DELIVERY_STATE_WORDS } from './delivery-words.ts';
export { factsAfter, factsIn, NO_FACTS } from './facts.ts';
export { NOTIFICATION_KIND_WORDS } from './kind-words.ts';
export {
  type NotificationCommand,
  type NotificationState,
  notificationDecider,
  notificationStream,
} from './notification-decider.ts';
export { type Cause, type NotificationRules, planNotification, ruleApplies, rulesFor } from './plan.ts';
export { type PreferencesState, preferencesDecider, preferencesStream } from './preferences-decider.ts';
export { type ReadRules, readRules } from './read-rules.ts';
export type { People, Person } from './recipients.ts';
export { NOTIFICATION_REFUSALS } from './refusals.ts';
export {
  NEVER_NOTIFIED,
  NOTIFICATION_RULES_STREAM,
  notificationRulesSchema,
  quietHoursSchema,
} from './rules.ts';
export { type DeliveryState, deliveryDecider, deliveryStream } from './webhooks/delivery-decider.ts';
export { webhookSecret } from './webhooks/signature.ts';
export {
  type WebhookState,
  webhookDecider,
  webhookStream,
  webhookWants,
} from './webhooks/webhook-decider.ts';
