import { PROTOCOLS } from '../../devices/wire/index.ts';
import type { CaseRow } from '../../projections/governance/case-list/table.ts';
import type { NotificationRow } from '../../projections/notifications/notification-list/table.ts';
import type { AlarmRow } from '../../projections/sensing/alarm-list/table.ts';
import type { StormWithActive } from '../../projections/sensing/alarm-storm-list/queries.ts';
import type { DeviceWithLatest } from '../../projections/sensing/device-list/queries.ts';
import type { IndexValueRow } from '../../projections/sensing/index-history/table.ts';
import type { RejectedRow } from '../../projections/sensing/rejected-list/table.ts';
import type { CaseClock, ClockName } from '../governance/events.ts';
import {
  type CaseState,
  type CaseTiming,
  flagsOf,
  NO_CASE,
  usedAt,
  type WorkCalendar,
  wholeLimitMs,
} from '../governance/index.ts';
import { maskText } from '../identity/index.ts';
import { codesOf } from '../platform/words.ts';
import type { alarmAnswer, stormShown } from './answers/alarms.ts';
import { type caseAnswer, type caseInFullAnswer, caseStateFields } from './answers/cases.ts';
import type { deviceAnswer, rejectedAnswer } from './answers/devices.ts';
import type { indexValueAnswer } from './answers/indices.ts';
import type { notificationShown } from './answers/notifications.ts';
import type { Shown } from './answers/shown.ts';
import { type NamedData, namesOf } from './case-names.ts';

type CaseInFull = Shown<typeof caseInFullAnswer>;

/** Rows of read models as the API shows them. */
export const presentCase = (row: CaseRow, reference: NamedData): Shown<typeof caseAnswer> => ({
  caseId: row.case_id,
  caseNumber: row.case_number,
  source: row.source,
  stage: row.stage,
  description: row.description,
  location: { lon: row.lon, lat: row.lat, address: row.address },
  divisionCode: row.division_code,
  gridCode: row.grid_code,
  matterCode: row.matter_code,
  severity: row.severity,
  reporterId: row.reporter_id,
  departmentId: row.department_id,
  coDepartmentIds: row.co_department_ids,
  handlerId: row.handler_id,
  standard: row.standard,
  deadline: row.deadline,
  overdue: row.overdue,
  /** Stages whose deadline was missed at some time. */
  overdueClocks: row.state.overdueClocks ?? [],
  clock: row.current_clock,
  light: row.light,
  /** When the current stage is due; `deadline` is that of handling. */
  dueAt: row.due_at,
  clockUnit: row.current_clock === null ? null : (row.state.clocks?.[row.current_clock]?.unit ?? null),
  names: namesOf(row, reference),
  /** Whether they were computed with the statutory days off alone, because the holiday notice of a year was not yet published. */
  deadlineProvisional: isProvisional(row, 'handle'),
  dueAtProvisional: row.current_clock !== null && isProvisional(row, row.current_clock),
  setAsideAs: row.set_aside_as,
  linkedTo: row.state.link
    ? { caseId: row.state.link.parentId, caseNumber: row.state.link.parentNumber }
    : null,
  suspendedUntil: row.state.suspendedUntil ?? null,
  deferredUntil: row.state.deferredUntil ?? null,
  reworkCount: row.rework_count,
  alarmIds: row.alarm_ids,
  openAlarmIds: row.open_alarm_ids,
  /** Location from its alarms, within the area monitored by the device. */
  alarmPlaces: Object.entries(row.state.alarmPlaces ?? {}).map(([alarmId, place]) => ({ alarmId, place })),
  deviceId: row.device_id,
  photoCount: row.photo_count,
  reportedAt: row.reported_at,
  updatedAt: row.updated_at,
  closedAt: row.closed_at,
  version: row.version,
});

const isProvisional = ({ state }: CaseRow, clock: ClockName): boolean =>
  state.clocks?.[clock]?.provisional === true;

/** A clock for people: the part of the limit that is used now. */
const presentClock = (
  clock: CaseClock,
  at: string,
  calendar: WorkCalendar | undefined,
): CaseInFull['clocks'][number] => {
  const used = calendar && usedAt(clock, at, calendar);
  const whole = wholeLimitMs(clock);
  return {
    ...clock,
    /** Computed with the statutory days off alone: the holiday notice of a year that it runs into was not yet published. */
    provisional: clock.provisional === true,
    usedMs: used?.ok ? used.usedMs : clock.usedMs,
    usedShare: used?.ok && whole > 0 ? Math.round((used.usedMs / whole) * 1000) / 1000 : null,
  };
};

/**
 * The decider's state of a case. Rows of the read model's previous version have no state until this one is built; members that a
 * state did not have when its row was written get their initial values.
 */
export const caseStateOf = (row: CaseRow): CaseState => ({
  ...NO_CASE,
  exists: true,
  stage: row.stage,
  ...(row.state as Partial<CaseState>),
});

const pick = <Value, Key extends keyof Value>(value: Value, keys: readonly Key[]): Pick<Value, Key> =>
  Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<Value, Key>;

/** The open task, its deadline and its light. */
export const presentTask = (state: CaseState): CaseInFull['task'] => {
  const clock = state.task === null ? undefined : state.clocks[state.task.kind];
  const deadline = clock?.state === 'running' ? clock.deadline : null;
  const provisional = deadline !== null && clock?.provisional === true;
  return state.task && { ...state.task, deadline, provisional, light: clock?.light ?? null };
};

/** One case in full, except the parts that depend on the caller. */
export const presentCaseInFull = (
  row: CaseRow,
  at: string,
  timing: CaseTiming | undefined,
  reference: NamedData,
): Omit<CaseInFull, 'steps' | 'blockedSteps' | 'relations'> => {
  const state = caseStateOf(row);
  return {
    ...presentCase(row, reference),
    clocks: Object.values(state.clocks).map((clock) =>
      presentClock(clock, at, timing?.calendarOf(row.division_code)),
    ),
    flags: flagsOf(state),
    ...pick(state, codesOf(caseStateFields)),
    refuseProvisional: state.refuseBy !== null && state.refuseProvisional === true,
    task: presentTask(state),
  };
};

export const presentAlarm = (row: AlarmRow): Shown<typeof alarmAnswer> => ({
  alarmId: row.alarm_id,
  ruleId: row.rule_id,
  ruleVersion: row.rule_version,
  ruleName: row.rule_name,
  deviceId: row.device_id,
  deviceName: row.device_name,
  subject: row.subject,
  severity: row.severity,
  value: row.value,
  threshold: row.threshold,
  unit: row.unit,
  grade: row.grade,
  /** For a detection: the part or object that raised it, and its location. */
  track: row.track,
  place: row.place,
  since: row.since,
  raisedAt: row.raised_at,
  state: row.state,
  clearedAt: row.cleared_at,
  clearCause: row.clear_cause,
  acknowledgedBy: row.acknowledged_by,
  acknowledgedAt: row.acknowledged_at,
  divisionCode: row.division_code,
  gridCode: row.grid_code,
  location: { lon: row.lon, lat: row.lat },
  deviceIds: row.device_ids,
  escalations: row.escalations,
  stormId: row.storm_id,
  caseKey: row.case_key,
  matterCode: row.matter_code,
  version: row.version,
});

export const presentStorm = (row: StormWithActive): Shown<typeof stormShown> => ({
  stormId: row.storm_id,
  divisionCode: row.division_code,
  state: row.ended_at === null ? 'open' : 'ended',
  beganAt: row.began_at,
  endedAt: row.ended_at,
  /** Alarms that belong to it; `raisedBefore`: those in the window that started it. */
  raised: row.raised,
  bySeverity: row.by_severity,
  raisedBefore: row.raised_before,
  active: row.active,
  policyVersion: row.policy_version,
});

/** A panel's text about a place may name people. */
const presentDetection = (latest: DeviceWithLatest['detection']) =>
  latest?.place === undefined ? latest : { ...latest, place: maskText(latest.place) };

export const presentDevice = (row: DeviceWithLatest): Shown<typeof deviceAnswer> => ({
  deviceId: row.device_id,
  name: row.name,
  modelId: row.model_id,
  location: { lon: row.lon, lat: row.lat },
  divisionCode: row.division_code,
  gridCode: row.grid_code,
  departmentId: row.department_id,
  reportIntervalSeconds: row.report_interval_seconds,
  status: row.status,
  presence: row.presence_now,
  presenceAt: row.presence_at,
  heardAt: row.heard_at,
  registeredAt: row.registered_at,
  observedAt: row.observed_at,
  readings: row.readings ?? {},
  detection: presentDetection(row.detection),
  recordCount: row.record_count ?? 0,
  doubtfulCount: row.doubtful_count ?? 0,
  activeAlarms: row.active_alarms,
  synthetic: row.synthetic,
  gatewayId: row.gateway_id,
  wireAuthentication: wireAuthenticationOf(row),
  version: row.version,
});

/** How frames are authenticated as the device's; null if it has no alias in a standard. */
const wireAuthenticationOf = ({ wire }: DeviceWithLatest): string | null => {
  if (wire === null || wire.standards.length === 0) return null;
  const ways = [
    ...(wire.hasPassword ? ['password'] : []),
    ...(wire.hasSourceNetworks ? ['sourceNetwork'] : []),
  ];
  const isOpen =
    !wire.hasSourceNetworks &&
    (!wire.hasPassword || wire.standards.some((each) => !PROTOCOLS[each].hasPasswords));
  return isOpen ? 'unauthenticated' : ways.join('+');
};

export const presentRejected = (row: RejectedRow): Shown<typeof rejectedAnswer> => ({
  rejectionId: row.rejection_id,
  deviceId: row.device_id,
  topic: row.topic,
  reason: row.reason,
  detail: row.detail,
  receivedAt: row.received_at,
  size: row.size,
  digest: row.digest,
  payload: row.payload,
  payloadTruncated: row.payload_truncated,
  payloadIntact: row.payload_intact,
  /** Can be replayed as received: the part that is not shown is kept sealed. */
  replayable: row.payload_intact || row.sealed_payload !== null,
  state: row.state,
  outcome: row.outcome,
  settledAt: row.settled_at,
});

export const presentIndexValue = (row: IndexValueRow): Shown<typeof indexValueAnswer> => ({
  deviceId: row.device_id,
  kind: row.kind,
  period: row.period,
  from: row.from_at,
  to: row.to_at,
  revision: row.revision,
  standard: row.standard,
  tableId: row.table_id,
  tableVersion: row.table_version,
  value: row.value,
  grade: row.grade,
  detail: row.detail,
  computedAt: row.computed_at,
});

/** A notification as its recipient sees it: the same for all recipients except for their own actions on it. */
export const presentNotification = (row: NotificationRow): Shown<typeof notificationShown> => ({
  notificationId: row.notification_id,
  kind: row.kind,
  urgent: row.urgent,
  step: row.step,
  title: row.title,
  body: row.body,
  caseId: row.case_id,
  alarmId: row.alarm_id,
  at: row.issued_at,
});
