import type { LogRangeArchived } from './archive/events.ts';
import type { AuditEvent } from './audit/events.ts';
import type { EventCatalogue, Upcasters } from './event-store/upcasting.ts';
import { MASKING_UPCASTERS } from './free-text.ts';
import type { GeographyEvent } from './geography/events.ts';
import type { CodeSetPublished, CrosswalkPublished } from './governance/categories/events.ts';
import type { ComponentEvent } from './governance/components/events.ts';
import type { DispatchDecided, DispatchRulesPublished } from './governance/dispatch/events.ts';
import type { DuplicateRulesPublished } from './governance/duplicates/rules.ts';
import {
  CASE_EVENT_TABLE,
  type CaseEvent,
  type CaseEventRow,
  type CaseKeyJoined,
  type CaseKeyReleased,
  type CaseKeyReserved,
  type CaseLinksEvent,
  type CaseNumberReserved,
  type CaseRulesPublished,
  type CaseViewEvent,
  type DutyEvent,
  type FilingStandardPublished,
  type HandoverEvent,
  type LocalCalendarSet,
  type WorkCalendarPublished,
} from './governance/events.ts';
import type { DepartmentDefined, PersonErased, UserEvent } from './identity/events.ts';
import type {
  NotificationEvent,
  NotificationPreferencesSet,
  NotificationRulesPublished,
  WebhookDeliveryEvent,
  WebhookEvent,
} from './notifications/events.ts';
import { codesOf } from './platform/words.ts';
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
import { withoutPlainDigest } from './sensing/rejections/upcast-rejection.ts';

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
  | CaseViewEvent
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
  | HandoverEvent
  | IndexComputed
  | IndexTablePublished
  | LatestReadingsCarriedForward
  | LocalCalendarSet
  | LogRangeArchived
  | NotificationEvent
  | NotificationPreferencesSet
  | NotificationRulesPublished
  | PersonErased
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

const versionsOf = <Type extends string>(
  table: Readonly<Record<Type, CaseEventRow>>,
): Readonly<Record<Type, number>> =>
  Object.fromEntries(codesOf(table).map((type) => [type, table[type].version ?? 1])) as Record<Type, number>;

/**
 * The schema version in which each type is written; of a case's events their own table says it. Who changes an event's data raises its number, adds the step from the version
 * before to UPCASTERS, and a sample of the new version to `src/testing/golden-events`; the old samples stay for ever.
 */
export const EVENT_VERSIONS = {
  ...versionsOf(CASE_EVENT_TABLE),
  ActionAudited: 1,
  AlarmAcknowledged: 2,
  AlarmCleared: 2,
  AlarmEscalated: 1,
  AlarmPolicyPublished: 2,
  AlarmRaised: 2,
  AlarmRulePublished: 2,
  AlarmRuleRetired: 2,
  AlarmSilenceDefined: 2,
  AlarmSilenceEnded: 1,
  AlarmStormBegan: 1,
  AlarmStormEnded: 1,
  AlarmTimePassed: 1,
  CaseChildAdded: 1,
  CaseChildRemoved: 1,
  CaseKeyJoined: 1,
  CaseKeyReleased: 1,
  CaseKeyReserved: 1,
  CaseNumberReserved: 1,
  CaseParentReleased: 1,
  CaseParentReserved: 2,
  CaseRulesPublished: 1,
  CaseViewDropped: 1,
  CaseViewKept: 1,
  CodeSetPublished: 1,
  ComponentChanged: 2,
  ComponentMoved: 2,
  ComponentRegistered: 2,
  ComponentRemoved: 2,
  CrosswalkPublished: 1,
  DepartmentDefined: 2,
  DetectionRecorded: 1,
  DeviceAliasAdded: 1,
  DeviceAliasReleased: 1,
  DeviceAliasRemoved: 1,
  DeviceAliasReserved: 1,
  DeviceClocksCarriedForward: 1,
  DeviceDepartmentChanged: 1,
  DeviceFamilyPublished: 1,
  DeviceModelPublished: 1,
  DeviceMoved: 1,
  DeviceRegistered: 2,
  DeviceRenamed: 1,
  DeviceRequestEnded: 1,
  DeviceRequestMade: 1,
  DeviceRequestSent: 1,
  DeviceRetired: 2,
  DeviceSecretRotated: 1,
  DeviceWentOffline: 2,
  DeviceWentOnline: 2,
  DeviceWireSettingsChanged: 1,
  DispatchDecided: 2,
  DispatchRulesPublished: 1,
  DivisionBoundaryDefined: 1,
  DivisionDefined: 1,
  DutyEnded: 1,
  DutyLocationReported: 1,
  DutyStarted: 1,
  DuplicateRulesPublished: 1,
  FilingStandardPublished: 1,
  GridDefined: 2,
  GridRemoved: 2,
  IndexComputed: 1,
  IndexTablePublished: 1,
  LatestReadingsCarriedForward: 1,
  LocalCalendarSet: 1,
  LogRangeArchived: 1,
  MessageRejected: 2,
  NotificationAcknowledged: 1,
  NotificationEscalated: 1,
  NotificationIssued: 2,
  NotificationPreferencesSet: 1,
  NotificationReleased: 1,
  NotificationRulesPublished: 1,
  PersonErased: 1,
  PasswordResetIssued: 1,
  ReadingsRecorded: 1,
  RefusalsCounted: 1,
  RejectionDiscarded: 2,
  RejectionReplayed: 1,
  RejectionsArchived: 1,
  ReportedSlotsArchived: 1,
  SessionClosed: 1,
  SecondFactorEnrolled: 1,
  SecondFactorOffered: 1,
  SecondFactorRemoved: 1,
  SessionOpened: 2,
  ShiftHandedOver: 1,
  ShiftHandoverWithdrawn: 1,
  ShiftTakenOver: 1,
  StationLinesDefined: 1,
  StationPictureRecorded: 1,
  UserDisabled: 2,
  UserEnabled: 1,
  UserPasswordChanged: 2,
  UserRegistered: 2,
  RightsChangeDecided: 1,
  RightsChangeRequested: 1,
  UserRoleAssigned: 1,
  UserRoleRevoked: 1,
  WebhookDeadLettered: 1,
  WebhookDelivered: 1,
  WebhookDeleted: 1,
  WebhookDeliveryRequested: 1,
  WebhookPaused: 1,
  WebhookRedeliveryRequested: 1,
  WebhookRegistered: 2,
  WebhookResumed: 1,
  WebhookSecretRotated: 1,
  WorkCalendarPublished: 1,
} as const satisfies Record<CataloguedEvent['type'], number>;

/** Presence before connections had names. */
const withoutConnection = (data: object) => ({ ...data, connection: null });

/** Steps from an old version of an event's data to the next one. */
export const UPCASTERS: Upcasters = {
  ...MASKING_UPCASTERS,
  MessageRejected: { 1: withoutPlainDigest },
  SessionOpened: { 1: (data: object) => ({ ...data, network: null, addressKey: null, secondFactor: null }) },
  UserPasswordChanged: { 1: (data: object) => ({ ...data, how: 'self' }) },
  UserRegistered: {
    1: (data: object) => ({ ...data, mustChangePassword: false, homeDivision: null, at: null }),
  },
  DeviceWentOffline: { 1: withoutConnection },
  DeviceWentOnline: { 1: withoutConnection },
};

export const EVENT_CATALOGUE: EventCatalogue = { versions: EVENT_VERSIONS, upcasters: UPCASTERS };
