import type { EventCatalogue, Upcasters } from './event-store/upcasting.ts';
import type { GeographyEvent } from './geography/events.ts';
import type {
  CaseEvent,
  CaseKeyJoined,
  CaseKeyReleased,
  CaseKeyReserved,
  CaseNumberReserved,
  FilingStandardPublished,
  WorkCalendarPublished,
} from './governance/events.ts';
import type { DepartmentDefined, UserEvent } from './identity/events.ts';
import type {
  NotificationEvent,
  NotificationPreferencesSet,
  NotificationRulesPublished,
  WebhookDeliveryEvent,
  WebhookEvent,
} from './notifications/events.ts';
import type {
  AlarmEvent,
  AlarmRulePublished,
  AlarmRuleRetired,
  DetectionRecorded,
  DeviceEvent,
  DeviceModelPublished,
  PresenceEvent,
  ReadingsRecorded,
  RejectionEvent,
} from './sensing/events.ts';

/** Every event of the product. */
export type CataloguedEvent =
  | AlarmEvent
  | AlarmRulePublished
  | AlarmRuleRetired
  | CaseEvent
  | CaseKeyJoined
  | CaseKeyReleased
  | CaseKeyReserved
  | CaseNumberReserved
  | DepartmentDefined
  | DetectionRecorded
  | DeviceEvent
  | DeviceModelPublished
  | FilingStandardPublished
  | GeographyEvent
  | NotificationEvent
  | NotificationPreferencesSet
  | NotificationRulesPublished
  | PresenceEvent
  | ReadingsRecorded
  | RejectionEvent
  | UserEvent
  | WebhookDeliveryEvent
  | WebhookEvent
  | WorkCalendarPublished;

/**
 * The schema version in which each type is written. Who changes an event's data raises its number, adds the step from the version
 * before to UPCASTERS, and a sample of the new version to `src/testing/golden-events`; the old samples stay for ever.
 */
export const EVENT_VERSIONS = {
  AlarmAcknowledged: 1,
  AlarmCleared: 1,
  AlarmRaised: 1,
  AlarmRulePublished: 1,
  AlarmRuleRetired: 1,
  CaseAccepted: 1,
  CaseAlarmAttached: 1,
  CaseAlarmCleared: 1,
  CaseChecked: 1,
  CaseClosed: 1,
  CaseDispatched: 1,
  CaseFeedbackGiven: 1,
  CaseFiled: 1,
  CaseHandlingOverdue: 1,
  CaseHandlingStarted: 1,
  CaseKeyJoined: 1,
  CaseKeyReleased: 1,
  CaseKeyReserved: 1,
  CaseNumberReserved: 1,
  CaseRejected: 1,
  CaseReported: 1,
  CaseReturned: 1,
  CaseVoided: 1,
  DepartmentDefined: 1,
  DetectionRecorded: 1,
  DeviceModelPublished: 1,
  DeviceRegistered: 1,
  DeviceRetired: 1,
  DeviceSecretRotated: 1,
  DeviceWentOffline: 1,
  DeviceWentOnline: 1,
  DivisionBoundaryDefined: 1,
  DivisionDefined: 1,
  FilingStandardPublished: 1,
  GridDefined: 1,
  GridRemoved: 1,
  MessageRejected: 1,
  NotificationAcknowledged: 1,
  NotificationEscalated: 1,
  NotificationIssued: 1,
  NotificationPreferencesSet: 1,
  NotificationReleased: 1,
  NotificationRulesPublished: 1,
  ReadingsRecorded: 1,
  RejectionDiscarded: 1,
  RejectionReplayed: 1,
  SessionClosed: 1,
  SessionOpened: 1,
  UserDisabled: 1,
  UserEnabled: 1,
  UserPasswordChanged: 1,
  UserRegistered: 1,
  UserRoleAssigned: 1,
  UserRoleRevoked: 1,
  WebhookDeadLettered: 1,
  WebhookDelivered: 1,
  WebhookDeleted: 1,
  WebhookDeliveryRequested: 1,
  WebhookPaused: 1,
  WebhookRedeliveryRequested: 1,
  WebhookRegistered: 1,
  WebhookResumed: 1,
  WebhookSecretRotated: 1,
  WorkCalendarPublished: 1,
} as const satisfies Record<CataloguedEvent['type'], number>;

const VERSIONS: Readonly<Record<string, number>> = EVENT_VERSIONS;

/** The version in which an event of this type is written now. */
export const schemaVersionOf = (type: string): number => VERSIONS[type] ?? 1;

/** Steps from an old version of an event's data to the next one. */
export const UPCASTERS: Upcasters = {};

export const EVENT_CATALOGUE: EventCatalogue = { versions: EVENT_VERSIONS, upcasters: UPCASTERS };
