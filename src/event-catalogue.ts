import type { LogRangeArchived } from './archive/events.ts';
import type { AuditEvent } from './audit/events.ts';
import type { EventCatalogue, Upcasters } from './event-store/upcasting.ts';
import type { GeographyEvent } from './geography/events.ts';
import type { CodeSetPublished, CrosswalkPublished } from './governance/categories/events.ts';
import type { ComponentEvent } from './governance/components/events.ts';
import type { DispatchDecided, DispatchRulesPublished } from './governance/dispatch/events.ts';
import type { DuplicateRulesPublished } from './governance/duplicates/rules.ts';
import type {
  CaseEvent,
  CaseKeyJoined,
  CaseKeyReleased,
  CaseKeyReserved,
  CaseLinksEvent,
  CaseNumberReserved,
  CaseRulesPublished,
  DutyEvent,
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
  AlarmPolicyPublished,
  AlarmRulePublished,
  AlarmRuleRetired,
  AlarmSilenceEvent,
  AlarmStormEvent,
  AlarmTimePassed,
  AliasEvent,
  DetectionRecorded,
  DeviceClocksCarriedForward,
  DeviceEvent,
  DeviceModelPublished,
  DeviceRequestEvent,
  IndexComputed,
  IndexTablePublished,
  LatestReadingsCarriedForward,
  PresenceEvent,
  ReadingsRecorded,
  RejectionEvent,
  ReportedSlotsArchived,
  StationLinesDefined,
  StationPictureRecorded,
} from './sensing/events.ts';
import type { DeviceFamilyPublished } from './sensing/families/events.ts';
import { withoutPlainDigest } from './sensing/upcast-rejection.ts';

/** Every event of the product. */
export type CataloguedEvent =
  | AuditEvent
  | AlarmEvent
  | AlarmPolicyPublished
  | AlarmRulePublished
  | AlarmRuleRetired
  | AlarmSilenceEvent
  | AlarmStormEvent
  | AlarmTimePassed
  | AliasEvent
  | CaseEvent
  | CaseLinksEvent
  | CaseKeyJoined
  | CaseKeyReleased
  | CaseKeyReserved
  | CaseNumberReserved
  | CaseRulesPublished
  | CodeSetPublished
  | ComponentEvent
  | CrosswalkPublished
  | DepartmentDefined
  | DetectionRecorded
  | DeviceClocksCarriedForward
  | DeviceEvent
  | DeviceFamilyPublished
  | DeviceModelPublished
  | DeviceRequestEvent
  | DutyEvent
  | DispatchDecided
  | DispatchRulesPublished
  | DuplicateRulesPublished
  | FilingStandardPublished
  | GeographyEvent
  | IndexComputed
  | IndexTablePublished
  | LatestReadingsCarriedForward
  | LogRangeArchived
  | NotificationEvent
  | NotificationPreferencesSet
  | NotificationRulesPublished
  | PresenceEvent
  | ReadingsRecorded
  | RejectionEvent
  | ReportedSlotsArchived
  | StationLinesDefined
  | StationPictureRecorded
  | UserEvent
  | WebhookDeliveryEvent
  | WebhookEvent
  | WorkCalendarPublished;

/**
 * The schema version in which each type is written. Who changes an event's data raises its number, adds the step from the version
 * before to UPCASTERS, and a sample of the new version to `src/testing/golden-events`; the old samples stay for ever.
 */
export const EVENT_VERSIONS = {
  ActionAudited: 1,
  AlarmAcknowledged: 1,
  AlarmCleared: 1,
  AlarmEscalated: 1,
  AlarmPolicyPublished: 1,
  AlarmRaised: 1,
  AlarmRulePublished: 1,
  AlarmRuleRetired: 1,
  AlarmSilenceDefined: 1,
  AlarmSilenceEnded: 1,
  AlarmStormBegan: 1,
  AlarmStormEnded: 1,
  AlarmTimePassed: 1,
  CaseAccepted: 1,
  CaseAlarmAttached: 1,
  CaseAlarmCleared: 1,
  CaseAppealReviewed: 1,
  CaseAppealed: 1,
  CaseAnsweredByParent: 1,
  CaseChecked: 1,
  CaseChildAdded: 1,
  CaseChildRemoved: 1,
  CaseClosed: 1,
  CaseCoFeedbackGiven: 1,
  CaseCorrected: 1,
  CaseDeferralEnded: 1,
  CaseDeferred: 1,
  CaseDispatchRefused: 1,
  CaseDispatched: 1,
  CaseExtended: 1,
  CaseFeedbackGiven: 1,
  CaseFiled: 1,
  CaseFilingDeclined: 1,
  CaseForceClosed: 1,
  CaseHandlerAssigned: 1,
  CaseHandlerWithdrawn: 1,
  CaseHandlingOverdue: 1,
  CaseHandlingStarted: 1,
  CaseKeyJoined: 1,
  CaseKeyReleased: 1,
  CaseKeyReserved: 1,
  CaseLightChanged: 1,
  CaseLinkedAsDuplicate: 1,
  CaseMadeChild: 1,
  CaseNumberReserved: 1,
  CaseParentReleased: 1,
  CaseParentReserved: 1,
  CaseRejected: 1,
  CaseReported: 1,
  CaseRequestMade: 1,
  CaseRequestRefused: 1,
  CaseResumed: 1,
  CaseReturned: 1,
  CaseRulesPublished: 1,
  CaseSelfHandlingAudited: 1,
  CaseShirkFlagged: 1,
  CaseSupervised: 1,
  CaseSupervisionAnswered: 1,
  CaseSuspended: 1,
  CaseTaskCancelled: 1,
  CaseTaskReassigned: 1,
  CaseTaskSent: 1,
  CaseUrged: 1,
  CaseVerified: 1,
  CaseUnlinked: 1,
  CaseVoided: 1,
  CodeSetPublished: 1,
  ComponentChanged: 1,
  ComponentMoved: 1,
  ComponentRegistered: 1,
  ComponentRemoved: 1,
  CrosswalkPublished: 1,
  DepartmentDefined: 1,
  DetectionRecorded: 1,
  DeviceAliasAdded: 1,
  DeviceAliasReleased: 1,
  DeviceAliasRemoved: 1,
  DeviceAliasReserved: 1,
  DeviceClocksCarriedForward: 1,
  DeviceFamilyPublished: 1,
  DeviceModelPublished: 1,
  DeviceRegistered: 1,
  DeviceRequestEnded: 1,
  DeviceRequestMade: 1,
  DeviceRequestSent: 1,
  DeviceRetired: 1,
  DeviceSecretRotated: 1,
  DeviceWentOffline: 1,
  DeviceWentOnline: 1,
  DeviceWireSettingsChanged: 1,
  DispatchDecided: 1,
  DispatchRulesPublished: 1,
  DivisionBoundaryDefined: 1,
  DivisionDefined: 1,
  DutyEnded: 1,
  DutyLocationReported: 1,
  DutyStarted: 1,
  DuplicateRulesPublished: 1,
  FilingStandardPublished: 1,
  GridDefined: 1,
  GridRemoved: 1,
  IndexComputed: 1,
  IndexTablePublished: 1,
  LatestReadingsCarriedForward: 1,
  LogRangeArchived: 1,
  MessageRejected: 2,
  NotificationAcknowledged: 1,
  NotificationEscalated: 1,
  NotificationIssued: 1,
  NotificationPreferencesSet: 1,
  NotificationReleased: 1,
  NotificationRulesPublished: 1,
  ReadingsRecorded: 1,
  RefusalsCounted: 1,
  RejectionDiscarded: 1,
  RejectionReplayed: 1,
  RejectionsArchived: 1,
  ReportedSlotsArchived: 1,
  SessionClosed: 1,
  SessionOpened: 1,
  StationLinesDefined: 1,
  StationPictureRecorded: 1,
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
export const UPCASTERS: Upcasters = {
  MessageRejected: { 1: withoutPlainDigest },
};

export const EVENT_CATALOGUE: EventCatalogue = { versions: EVENT_VERSIONS, upcasters: UPCASTERS };
