import { caseListProjection } from '../../../projections/governance/case-list/project.ts';
import { findCases } from '../../../projections/governance/case-list/queries.ts';
import { notificationListProjection } from '../../../projections/notifications/notification-list/project.ts';
import { findNotifications } from '../../../projections/notifications/notification-list/queries.ts';
import { alarmListProjection } from '../../../projections/sensing/alarm-list/project.ts';
import { findAlarms } from '../../../projections/sensing/alarm-list/queries.ts';
import { alarmStormListProjection } from '../../../projections/sensing/alarm-storm-list/project.ts';
import { findStorms } from '../../../projections/sensing/alarm-storm-list/queries.ts';
import { deviceListProjection } from '../../../projections/sensing/device-list/project.ts';
import { loadDevices, presencesOf } from '../../../projections/sensing/device-list/queries.ts';
import type { RightsWatch } from '../../application/rights-watch.ts';
import type { EventStore, Position, RecordedEvent } from '../../event-store/event-store.ts';
import { CASE_EVENT_TYPES, type CaseCorrected } from '../../governance/events.ts';
import type { RightsTarget } from '../../identity/index.ts';
import type { NotificationIssued, NotificationReleased } from '../../notifications/events.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/sql.ts';
import type { ProjectionEngine } from '../../projection-engine/engine.ts';
import type { NamedData } from '../case-names.ts';
import { presentAlarm, presentCase, presentNotification, presentStorm } from '../present.ts';

export interface LiveMessage {
  readonly id: Position;
  readonly event: 'case' | 'alarm' | 'storm' | 'presence' | 'notification';
  readonly data: Readonly<Record<string, unknown>>;
  /** What the next message of the same text replaces: of a device's presence and of an alarm only the latest state matters. */
  readonly replaces?: string;
  /** What has another place than before: who asked for an area may have it still. */
  readonly moved?: string;
  /** Where it happened. */
  readonly location?: { readonly lon: number; readonly lat: number };
  /** What a viewer must be allowed to see; for a notification, its recipients. */
  readonly target: RightsTarget | { readonly recipientIds: readonly string[] };
}

export interface LiveHub {
  /** Messages after a position, if they are kept that far back; otherwise undefined. */
  since(position: Position): readonly LiveMessage[] | undefined;
  position(): Position;
  listen(listener: (message: LiveMessage) => void): () => void;
  listeners(): number;
  close(): void;
}

const ALARM_TYPES = new Set(['AlarmRaised', 'AlarmEscalated', 'AlarmCleared', 'AlarmAcknowledged']);
const STORM_TYPES = new Set(['AlarmStormBegan', 'AlarmStormEnded']);
const PRESENCE_TYPES = new Set(['DeviceWentOnline', 'DeviceWentOffline', 'DeviceMoved']);
/** Sent at once, or when quiet hours end. */
const NOTIFICATION_TYPES = new Set(['NotificationIssued', 'NotificationReleased']);
const CASE_TYPES = new Set<string>(CASE_EVENT_TYPES);
const KEPT = 5000;
const READ_MODELS = [
  caseListProjection,
  alarmListProjection,
  alarmStormListProjection,
  deviceListProjection,
  notificationListProjection,
];

/**
 * Events of cases, alarms and devices, in log order, for live streams. Each message is sent once the read models have applied
 * it, and is kept for a while, so that a disconnected client can resume where it was.
 */
export const createLiveHub = (options: {
  readonly store: EventStore;
  readonly sql: Sql;
  readonly engine: ProjectionEngine;
  readonly reference: NamedData;
  readonly rights: Pick<RightsWatch, 'take'>;
  readonly clock: Clock;
  readonly logger: Logger;
}): LiveHub => {
  const { store, sql, engine, reference, rights, logger } = options;
  const listeners = new Set<(message: LiveMessage) => void>();
  let kept: LiveMessage[] = [];
  let from: Position = store.start;
  let current: Position = store.start;

  const onBatch = async (batch: readonly RecordedEvent[]) => {
    // Nobody is shown an event that happened after the right to see it had ended.
    await rights.take(batch);
    const relevant = batch.filter(
      ({ type }) =>
        CASE_TYPES.has(type) ||
        ALARM_TYPES.has(type) ||
        STORM_TYPES.has(type) ||
        PRESENCE_TYPES.has(type) ||
        NOTIFICATION_TYPES.has(type),
    );
    if (relevant.length > 0) {
      await engine.waitFor(relevant[relevant.length - 1]!.position, { projections: READ_MODELS });
      for (const message of await toMessages(
        sql,
        reference,
        relevant,
        new Date(options.clock.now()).toISOString(),
      )) {
        kept.push(message);
        for (const listener of listeners) listener(message);
      }
      if (kept.length > KEPT * 2) {
        kept = kept.slice(-KEPT);
        from = kept[0]!.id;
      }
    }
    current = batch[batch.length - 1]!.position;
  };

  const started = store.head().then((head) => {
    from = head;
    current = head;
    return store.subscribe({ name: 'live-hub', after: head, onBatch });
  });
  started
    .then((subscription) => subscription.done)
    .catch((err: unknown) => logger.error({ err }, 'live hub ended'));

  return {
    since(position) {
      if (store.comparePositions(position, from) < 0) return undefined;
      return kept.filter((message) => store.comparePositions(message.id, position) > 0);
    },
    position: () => current,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listeners: () => listeners.size,
    close() {
      listeners.clear();
      void started.then((subscription) => subscription.stop()).catch(() => undefined);
    },
  };
};

const idsOf = (events: readonly RecordedEvent[], types: ReadonlySet<string>, field: string): string[] => [
  ...new Set(
    events
      .filter(({ type }) => types.has(type))
      .map((event) => (event.data as Record<string, string>)[field]!),
  ),
];

/** The users who receive an event about a notification now. */
const toldBy = (event: RecordedEvent): readonly string[] => {
  if (event.type === 'NotificationReleased') return (event.data as NotificationReleased['data']).userIds;
  return (event.data as NotificationIssued['data']).recipients
    .filter(({ deferredUntil }) => deferredUntil === null)
    .map(({ userId }) => userId);
};

/** A correction that changes the place, or a device that was moved. */
const hasMoved = ({ type, data }: RecordedEvent): boolean =>
  type === 'DeviceMoved' ||
  (type === 'CaseCorrected' && (data as CaseCorrected['data']).changes.location !== undefined);

const placeOf = ({ lon, lat }: { readonly lon: number; readonly lat: number }) => ({ lon, lat });

const toMessages = async (
  sql: Sql,
  reference: NamedData,
  events: readonly RecordedEvent[],
  nowIso: string,
): Promise<LiveMessage[]> => {
  const caseIds = idsOf(events, CASE_TYPES, 'caseId');
  const alarmIds = idsOf(events, ALARM_TYPES, 'alarmId');
  const stormIds = idsOf(events, STORM_TYPES, 'stormId');
  const deviceIds = idsOf(events, PRESENCE_TYPES, 'deviceId');
  const notificationIds = idsOf(events, NOTIFICATION_TYPES, 'notificationId');
  // Most batches contain one kind: the others need no query.
  const caseRows = caseIds.length === 0 ? [] : await findCases(sql, caseIds);
  const alarmRows = alarmIds.length === 0 ? [] : await findAlarms(sql, alarmIds);
  const stormRows = stormIds.length === 0 ? [] : await findStorms(sql, stormIds);
  const deviceRows = deviceIds.length === 0 ? [] : await loadDevices(sql, deviceIds);
  const presences = deviceIds.length === 0 ? undefined : await presencesOf(sql, deviceIds, nowIso);
  const notificationRows = notificationIds.length === 0 ? [] : await findNotifications(sql, notificationIds);
  const cases = new Map(caseRows.map((row) => [row.case_id, row]));
  const alarms = new Map(alarmRows.map((row) => [row.alarm_id, row]));
  const storms = new Map(stormRows.map((row) => [row.storm_id, row]));
  const devices = new Map(deviceRows.map((row) => [row.device_id, row]));
  const notifications = new Map(notificationRows.map((row) => [row.notification_id, row]));
  const messages: LiveMessage[] = [];
  for (const event of events) {
    const data = event.data as Record<string, string>;
    const base = { type: event.type, at: event.recordedAt };
    const caseRow = CASE_TYPES.has(event.type) ? cases.get(data.caseId!) : undefined;
    const alarmRow = ALARM_TYPES.has(event.type) ? alarms.get(data.alarmId!) : undefined;
    const stormRow = STORM_TYPES.has(event.type) ? storms.get(data.stormId!) : undefined;
    const deviceRow = PRESENCE_TYPES.has(event.type) ? devices.get(data.deviceId!) : undefined;
    const told = NOTIFICATION_TYPES.has(event.type) ? toldBy(event) : [];
    const notification = told.length === 0 ? undefined : notifications.get(data.notificationId!);
    if (notification !== undefined) {
      messages.push({
        id: event.position,
        event: 'notification',
        data: { ...base, notification: presentNotification(notification) },
        target: { recipientIds: told },
      });
    } else if (caseRow !== undefined) {
      messages.push({
        id: event.position,
        event: 'case',
        data: { ...base, case: presentCase(caseRow, reference) },
        ...(hasMoved(event) ? { moved: caseRow.case_id } : {}),
        location: placeOf(caseRow),
        target: {
          divisionCode: caseRow.division_code,
          departmentId: caseRow.department_id,
          coDepartmentIds: caseRow.co_department_ids,
          participantIds: caseRow.participants,
        },
      });
    } else if (alarmRow !== undefined) {
      messages.push({
        id: event.position,
        event: 'alarm',
        data: { ...base, alarm: presentAlarm(alarmRow) },
        replaces: `alarm ${alarmRow.alarm_id}`,
        location: placeOf(alarmRow),
        target: { divisionCode: alarmRow.division_code },
      });
    } else if (stormRow !== undefined) {
      messages.push({
        id: event.position,
        event: 'storm',
        data: { ...base, storm: presentStorm(stormRow) },
        target: { divisionCode: stormRow.division_code },
      });
    } else if (deviceRow !== undefined) {
      messages.push({
        id: event.position,
        event: 'presence',
        data: {
          ...base,
          device: {
            deviceId: deviceRow.device_id,
            name: deviceRow.name,
            presence: presences?.get(deviceRow.device_id) ?? deviceRow.presence,
          },
        },
        replaces: `presence ${deviceRow.device_id}`,
        ...(hasMoved(event) ? { moved: deviceRow.device_id } : {}),
        location: placeOf(deviceRow),
        target: { divisionCode: deviceRow.division_code, departmentId: deviceRow.department_id },
      });
    }
  }
  return messages;
};
