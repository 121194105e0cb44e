import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { moreSerious } from '../../../src/sensing/index.ts';
import { alarms } from './table.ts';

export const alarmListProjection = rowProjection(alarms)({
  name: 'alarm-list@3',
  keyOf: ({ data }) => data.alarmId,
  on: {
    AlarmRaised: (_row, { data, version }) => ({
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
    }),
    AlarmEscalated(row, { data: { alarmId: _alarmId, ...step }, version }) {
      if (row === undefined) return undefined;
      const severity = moreSerious(row.severity, step.severity);
      return { ...row, severity, escalations: [...row.escalations, step], version };
    },
    AlarmCleared: (row, { data: { observedAt, cause }, version }) =>
      row && { ...row, state: 'cleared', cleared_at: observedAt, clear_cause: cause, version },
    AlarmAcknowledged: (row, { data: { by, at }, version }) =>
      row && { ...row, acknowledged_by: by, acknowledged_at: at, version },
  },
});
