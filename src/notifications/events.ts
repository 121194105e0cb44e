import type { DomainEvent } from '../event-store/event-store.ts';
import type { Role } from '../identity/events.ts';

/** A text in both languages of the product. */
export interface BothLanguages {
  readonly zh: string;
  readonly en: string;
}

/** Hours of the day in Asia/Shanghai, `HH:MM`; they may span midnight. */
export interface QuietHours {
  readonly from: string;
  readonly until: string;
}

/** Whom a rule notifies: one person named by the event, a role where it happened, or people of a department. */
export type Audience =
  | { readonly kind: 'person'; readonly fields: readonly string[] }
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'department'; readonly roles: readonly Role[] };

export interface NotificationRule {
  readonly ruleId: string;
  /** What people and webhooks filter by; several rules may share one. */
  readonly kind: string;
  /** Event types; one that does not exist yet never matches. */
  readonly on: readonly string[];
  /** Values that a field of the event, or of earlier events in its stream, must have. */
  readonly when: Readonly<Record<string, readonly (string | number | boolean)[]>>;
  /** Fields that must be absent: an alarm that belongs to a storm notifies nobody individually. */
  readonly absent?: readonly string[];
  readonly to: readonly Audience[];
  /** Ignores quiet hours and cannot be muted. */
  readonly urgent: boolean;
  readonly template: string;
  /** Who is notified next, step by step, while nobody acknowledges. */
  readonly escalation: readonly { readonly afterMinutes: number; readonly to: readonly Audience[] }[];
}

/** Stream `notification-rules`: all rules, texts and the quiet hours of roles, as one version. */
export type NotificationRulesPublished = DomainEvent<
  'NotificationRulesPublished',
  {
    readonly rulesVersion: number;
    readonly rules: readonly NotificationRule[];
    readonly templates: Readonly<
      Record<string, { readonly title: BothLanguages; readonly body: BothLanguages }>
    >;
    readonly quietHours: readonly ({ readonly role: Role } & QuietHours)[];
    readonly source: string;
  }
>;

export interface Recipient {
  readonly userId: string;
  /** End of the quiet hours in which it was issued; null: notified at once. */
  readonly deferredUntil: string | null;
}

/** Stream `notification-{id}`; id derived from the event, the rule and the step of escalation. */
export type NotificationIssued = DomainEvent<
  'NotificationIssued',
  {
    readonly notificationId: string;
    readonly ruleId: string;
    readonly rulesVersion: number;
    readonly kind: string;
    readonly urgent: boolean;
    /** 0, then one more with each escalation. */
    readonly step: number;
    /** The event that it reports. */
    readonly cause: {
      readonly eventId: string;
      readonly type: string;
      readonly stream: string;
      readonly version: number;
    };
    readonly caseId: string | null;
    readonly alarmId: string | null;
    readonly divisionCode: string | null;
    readonly departmentId: string | null;
    readonly roles: readonly Role[];
    readonly title: BothLanguages;
    readonly body: BothLanguages;
    readonly recipients: readonly Recipient[];
    /** Recipients beyond the most that one notification has. */
    readonly omitted: number;
    readonly escalateAt: string | null;
    readonly at: string;
  }
>;
/** Quiet hours have ended for these people. */
export type NotificationReleased = DomainEvent<
  'NotificationReleased',
  {
    readonly notificationId: string;
    readonly userIds: readonly string[];
    /** The time for which it waited. */
    readonly dueAt: string;
    readonly at: string;
  }
>;
export type NotificationAcknowledged = DomainEvent<
  'NotificationAcknowledged',
  { readonly notificationId: string; readonly userId: string; readonly at: string }
>;
/** Nobody acknowledged it in time. */
export type NotificationEscalated = DomainEvent<
  'NotificationEscalated',
  { readonly notificationId: string; readonly step: number; readonly at: string }
>;

/** Stream `notification-preferences-{userId}`. */
export type NotificationPreferencesSet = DomainEvent<
  'NotificationPreferencesSet',
  {
    readonly userId: string;
    /** `roleDefault`: those of the role; null: none. */
    readonly quietHours: QuietHours | 'roleDefault' | null;
    /** Muted kinds; urgent notifications arrive even so. */
    readonly muted: readonly string[];
  }
>;

/** Stream `webhook-{id}`. The secret is derived from the master key, this id and the version: no event contains it. */
export type WebhookRegistered = DomainEvent<
  'WebhookRegistered',
  {
    readonly webhookId: string;
    readonly name: string;
    readonly url: string;
    /** Filters: null means every kind, every department, every role. */
    readonly kinds: readonly string[] | null;
    readonly divisionCode: string;
    readonly departmentId: string | null;
    readonly roles: readonly Role[] | null;
    readonly secretVersion: number;
    readonly at: string;
  }
>;
export type WebhookPaused = DomainEvent<'WebhookPaused', { readonly webhookId: string; readonly at: string }>;
export type WebhookResumed = DomainEvent<
  'WebhookResumed',
  { readonly webhookId: string; readonly at: string }
>;
export type WebhookSecretRotated = DomainEvent<
  'WebhookSecretRotated',
  { readonly webhookId: string; readonly secretVersion: number; readonly at: string }
>;
export type WebhookDeleted = DomainEvent<
  'WebhookDeleted',
  { readonly webhookId: string; readonly at: string }
>;

/** Stream `webhook-delivery-{id}`; id derived from webhook and event. */
export type WebhookDeliveryRequested = DomainEvent<
  'WebhookDeliveryRequested',
  {
    readonly deliveryId: string;
    readonly webhookId: string;
    /** Null for a ping. */
    readonly notificationId: string | null;
    /** People who are notified now. */
    readonly userIds: readonly string[];
    readonly at: string;
  }
>;
export type WebhookDelivered = DomainEvent<
  'WebhookDelivered',
  {
    readonly deliveryId: string;
    readonly webhookId: string;
    readonly attempts: number;
    readonly httpStatus: number;
    readonly at: string;
  }
>;
/** Given up; `WebhookRedeliveryRequested` starts it again. */
export type WebhookDeadLettered = DomainEvent<
  'WebhookDeadLettered',
  {
    readonly deliveryId: string;
    readonly webhookId: string;
    readonly attempts: number;
    readonly reason: string;
    readonly at: string;
  }
>;
export type WebhookRedeliveryRequested = DomainEvent<
  'WebhookRedeliveryRequested',
  { readonly deliveryId: string; readonly webhookId: string; readonly at: string }
>;

export type NotificationEvent =
  | NotificationIssued
  | NotificationReleased
  | NotificationAcknowledged
  | NotificationEscalated;
export type WebhookEvent =
  | WebhookRegistered
  | WebhookPaused
  | WebhookResumed
  | WebhookSecretRotated
  | WebhookDeleted;
export type WebhookDeliveryEvent =
  | WebhookDeliveryRequested
  | WebhookDelivered
  | WebhookDeadLettered
  | WebhookRedeliveryRequested;
