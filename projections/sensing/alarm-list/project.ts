import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { AlarmEscalated, AlarmEvent, AlarmRaised } from '../../../src/sensing/events.ts';
import { moreSerious } from '../../../src/sensing/index.ts';
import { type AlarmRow, alarms } from './table.ts';

const raisedRow = (data: AlarmRaised['data'], version: number): AlarmRow => ({
  alarm_id: data.alarmId,
  rule_id: data.ruleId,
  rule_version: data.ruleVersion,
  rule_name: data.ruleName,
  device_id: data.deviceId,
  device_name: data.deviceName,
  subject: data.subject,
  severity: data.severity,
  escalations: [],
  value: data.value,
  threshold: data.threshold,
  unit: data.unit,
  grade: data.grade ?? null,
  track: data.track ?? null,
  place: data.place ?? null,
  since: data.since,
  raised_at: data.observedAt,
  division_code: data.divisionCode,
  grid_code: data.gridCode,
  device_ids: data.deviceIds ?? null,
  storm_id: data.stormId ?? null,
  lon: data.location.lon,
  lat: data.location.lat,
  case_key: data.caseKey,
  matter_code: data.matterCode,
  state: 'active',
  cleared_at: null,
  clear_cause: null,
  acknowledged_by: null,
  acknowledged_at: null,
  version,
});

const escalated = (row: AlarmRow, data: AlarmEscalated['data'], version: number): AlarmRow => {
  const { alarmId: _alarmId, ...step } = data;
  return {
    ...row,
    severity: moreSerious(row.severity, data.severity),
    escalations: [...row.escalations, step],
    version,
  };
};

const apply = (row: AlarmRow | undefined, event: Recorded<AlarmEvent>): AlarmRow | undefined => {
  if (event.type === 'AlarmRaised') return raisedRow(event.data, event.version);
  if (row === undefined) return undefined;
  switch (event.type) {
    case 'AlarmCleared':
      return {
        ...row,
        state: 'cleared',
        cleared_at: event.data.observedAt,
        clear_cause: event.data.cause,
        version: event.version,
      };
    case 'AlarmEscalated':
      return escalated(row, event.data, event.version);
    case 'AlarmAcknowledged':
      return {
        ...row,
        acknowledged_by: event.data.by,
        acknowledged_at: event.data.at,
        version: event.version,
      };
    default:
      return event satisfies never;
  }
};

export const alarmListProjection = rowProjection<AlarmRow, AlarmEvent>({
  name: 'alarm-list@3',
  table: alarms,
  key: 'alarm_id',
  handles: ['AlarmRaised', 'AlarmEscalated', 'AlarmCleared', 'AlarmAcknowledged'],
  keyOf: (event) => event.data.alarmId,
  apply,
});
