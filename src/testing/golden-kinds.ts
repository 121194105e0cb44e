import type { Decider } from '../commands/decider.ts';
import type { DomainEvent } from '../event-store/event-store.ts';
import { divisionDecider } from '../geography/division-decider.ts';
import { gridDecider } from '../geography/index.ts';
import { caseKeyDecider } from '../governance/case-key.ts';
import { caseLinksDecider } from '../governance/duplicates/index.ts';
import { CASE_EVENT_TYPES, type CaseEvent } from '../governance/events.ts';
import {
  caseViewDecider,
  codeSetDecider,
  componentDecider,
  dispatchRulesDecider,
  dutyDecider,
  evolveCase,
  filingStandardDecider,
  handoverDecider,
  localCalendarsDecider,
  NO_CASE,
} from '../governance/index.ts';
import { departmentDecider, personDecider, userDecider } from '../identity/index.ts';
import {
  deliveryDecider,
  notificationDecider,
  preferencesDecider,
  webhookDecider,
} from '../notifications/index.ts';
import {
  alarmDecider,
  alarmPolicyDecider,
  alarmRuleDecider,
  aliasDecider,
  deviceDecider,
  deviceFamilyDecider,
  deviceModelDecider,
  deviceRequestDecider,
  presenceDecider,
  rejectionDecider,
  silenceDecider,
  stationLinesDecider,
} from '../sensing/index.ts';

/** A kind of stream: how its events are folded, and for each type what has happened before it. */
export interface GoldenKind {
  readonly initialState: unknown;
  evolve(state: unknown, event: DomainEvent): unknown;
  readonly given: Readonly<Record<string, readonly string[]>>;
  /** Names of the ids by which an event says what of the events before it it is about. */
  readonly sameIds?: readonly string[];
}

type Folding<State, Event extends DomainEvent> = Pick<
  Decider<State, never, Event>,
  'initialState' | 'evolve'
>;

const kind = <State, Event extends DomainEvent>(
  { initialState, evolve }: Folding<State, Event>,
  types: readonly Event['type'][],
  givenOf: (type: Event['type']) => readonly Event['type'][],
): GoldenKind => ({
  initialState,
  evolve: (state, event) => evolve(state as State, event as Event),
  given: Object.fromEntries(types.map((type) => [type, givenOf(type)])),
});

/** Each of the types happens after those before it. */
const inOrder = <State, Event extends DomainEvent>(
  decider: Folding<State, Event>,
  ...types: readonly Event['type'][]
): GoldenKind => kind(decider, types, (type) => types.slice(0, types.indexOf(type)));

const FILED = ['CaseReported', 'CaseAccepted', 'CaseFiled'] as const;
const DISPATCHED = [...FILED, 'CaseDispatched'] as const;
const HANDLING = [...DISPATCHED, 'CaseHandlingStarted'] as const;
const CHECKING = [...HANDLING, 'CaseFeedbackGiven'] as const;
const CLOSED = [...CHECKING, 'CaseChecked', 'CaseClosed'] as const;
/** Where a case has to be elsewhere than in handling for an event to mean all that it means. */
const OF_CASE: Partial<Readonly<Record<CaseEvent['type'], readonly CaseEvent['type'][]>>> = {
  CaseReported: [],
  CaseAlarmCleared: ['CaseReported', 'CaseAlarmAttached'],
  CaseAccepted: ['CaseReported'],
  CaseRejected: ['CaseReported'],
  CaseFiled: ['CaseReported', 'CaseAccepted'],
  CaseFilingDeclined: ['CaseReported', 'CaseAccepted'],
  CaseDispatched: FILED,
  CaseDispatchRefused: [...DISPATCHED, 'CaseRequestMade'],
  CaseHandlingStarted: DISPATCHED,
  CaseHandlerWithdrawn: [...DISPATCHED, 'CaseHandlerAssigned'],
  CaseFeedbackGiven: [...HANDLING, 'CaseRequestMade', 'CaseDeferred'],
  CaseChecked: CHECKING,
  CaseClosed: [...CHECKING, 'CaseChecked'],
  CaseReturned: [...HANDLING, 'CaseRequestMade', 'CaseDeferred'],
  CaseVoided: [...HANDLING, 'CaseRequestMade'],
  CaseForceClosed: [...HANDLING, 'CaseRequestMade', 'CaseSuspended'],
  CaseTaskSent: ['CaseReported'],
  CaseTaskReassigned: ['CaseReported', 'CaseTaskSent'],
  CaseTaskCancelled: ['CaseReported', 'CaseTaskSent'],
  CaseVerified: ['CaseReported', 'CaseTaskSent'],
  CaseSelfHandlingAudited: ['CaseReported'],
  CaseRequestRefused: [...HANDLING, 'CaseRequestMade'],
  CaseExtended: [...HANDLING, 'CaseRequestMade'],
  CaseSuspended: [...HANDLING, 'CaseRequestMade', 'CaseDeferred'],
  CaseResumed: [...HANDLING, 'CaseSuspended'],
  CaseDeferralEnded: [...HANDLING, 'CaseDeferred'],
  CaseSupervisionAnswered: [...HANDLING, 'CaseSupervised'],
  CaseRated: CLOSED,
  CaseAppealed: CLOSED,
  CaseAppealReviewed: [...CLOSED, 'CaseAppealed'],
  CaseUnlinked: ['CaseReported', 'CaseMadeChild'],
  CaseAnsweredByParent: ['CaseReported', 'CaseMadeChild'],
};

/** Every kind of stream that a decider folds, by the name of its file in `golden-folds`. */
export const GOLDEN_KINDS: Readonly<Record<string, GoldenKind>> = {
  case: {
    ...kind(
      { initialState: NO_CASE, evolve: evolveCase },
      CASE_EVENT_TYPES,
      (type) => OF_CASE[type] ?? HANDLING,
    ),
    sameIds: ['alarmId', 'linkId', 'requestId', 'taskId'],
  },
  'case-key': {
    ...inOrder(caseKeyDecider, 'CaseKeyReserved', 'CaseKeyJoined', 'CaseKeyReleased'),
    sameIds: ['caseId'],
  },
  'case-links': inOrder(
    caseLinksDecider,
    'CaseParentReserved',
    'CaseParentReleased',
    'CaseChildAdded',
    'CaseChildRemoved',
  ),
  component: inOrder(
    componentDecider,
    'ComponentRegistered',
    'ComponentChanged',
    'ComponentMoved',
    'ComponentRemoved',
  ),
  'code-set': inOrder(codeSetDecider, 'CodeSetPublished'),
  'filing-standard': inOrder(filingStandardDecider, 'FilingStandardPublished'),
  'local-calendars': inOrder(localCalendarsDecider, 'LocalCalendarSet'),
  'dispatch-rules': inOrder(dispatchRulesDecider, 'DispatchRulesPublished'),
  'case-views': inOrder(caseViewDecider, 'CaseViewKept', 'CaseViewDropped'),
  'shift-handover': kind(
    handoverDecider,
    ['ShiftHandedOver', 'ShiftTakenOver', 'ShiftHandoverWithdrawn'],
    (type) => (type === 'ShiftHandedOver' ? [] : ['ShiftHandedOver']),
  ),
  duty: inOrder(dutyDecider, 'DutyStarted', 'DutyLocationReported', 'DutyEnded'),
  device: inOrder(
    deviceDecider,
    'DeviceRegistered',
    'DeviceSecretRotated',
    'DeviceRenamed',
    'DeviceMoved',
    'DeviceDepartmentChanged',
    'DeviceAliasAdded',
    'DeviceWireSettingsChanged',
    'DeviceAliasRemoved',
    'DeviceRetired',
  ),
  alias: inOrder(aliasDecider, 'DeviceAliasReserved', 'DeviceAliasReleased'),
  'device-request': inOrder(
    deviceRequestDecider,
    'DeviceRequestMade',
    'DeviceRequestSent',
    'DeviceRequestEnded',
  ),
  presence: inOrder(presenceDecider, 'DeviceWentOnline', 'DeviceWentOffline'),
  'device-model': inOrder(deviceModelDecider, 'DeviceModelPublished'),
  'device-family': inOrder(deviceFamilyDecider, 'DeviceFamilyPublished'),
  rejection: {
    ...kind(rejectionDecider, ['MessageRejected', 'RejectionReplayed', 'RejectionDiscarded'], (type) =>
      type === 'MessageRejected' ? [] : ['MessageRejected'],
    ),
    sameIds: ['rejectionId'],
  },
  'station-lines': inOrder(stationLinesDecider, 'StationLinesDefined'),
  alarm: inOrder(alarmDecider, 'AlarmRaised', 'AlarmEscalated', 'AlarmAcknowledged', 'AlarmCleared'),
  'alarm-rule': inOrder(alarmRuleDecider, 'AlarmRulePublished', 'AlarmRuleRetired'),
  'alarm-policy': inOrder(alarmPolicyDecider, 'AlarmPolicyPublished'),
  'alarm-silence': inOrder(silenceDecider, 'AlarmSilenceDefined', 'AlarmSilenceEnded'),
  division: inOrder(divisionDecider, 'DivisionDefined', 'DivisionBoundaryDefined'),
  grid: inOrder(gridDecider, 'GridDefined', 'GridRemoved'),
  department: inOrder(departmentDecider, 'DepartmentDefined'),
  person: inOrder(personDecider, 'PersonErased'),
  user: {
    ...inOrder(
      userDecider,
      'UserRegistered',
      'UserPasswordChanged',
      'PasswordResetIssued',
      'SecondFactorOffered',
      'SecondFactorEnrolled',
      'SecondFactorRemoved',
      'UserRoleAssigned',
      'UserRoleRevoked',
      'RightsChangeRequested',
      'RightsChangeDecided',
      'SessionOpened',
      'SessionClosed',
      'UserDisabled',
      'UserEnabled',
    ),
    sameIds: ['assignmentId', 'sessionId'],
  },
  notification: inOrder(
    notificationDecider,
    'NotificationIssued',
    'NotificationReleased',
    'NotificationAcknowledged',
    'NotificationEscalated',
  ),
  'notification-preferences': inOrder(preferencesDecider, 'NotificationPreferencesSet'),
  webhook: inOrder(
    webhookDecider,
    'WebhookRegistered',
    'WebhookPaused',
    'WebhookResumed',
    'WebhookSecretRotated',
    'WebhookDeleted',
  ),
  'webhook-delivery': inOrder(
    deliveryDecider,
    'WebhookDeliveryRequested',
    'WebhookDeadLettered',
    'WebhookRedeliveryRequested',
    'WebhookDelivered',
  ),
};
