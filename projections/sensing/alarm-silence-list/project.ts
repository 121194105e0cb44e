import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { AlarmSilenceEvent } from '../../../src/sensing/events.ts';
import { type AlarmSilenceRow, alarmSilences } from './table.ts';

export const alarmSilenceListProjection = rowProjection<AlarmSilenceRow, AlarmSilenceEvent>({
  name: 'alarm-silence-list@2',
  table: alarmSilences,
  key: 'silence_id',
  handles: ['AlarmSilenceDefined', 'AlarmSilenceEnded'],
  keyOf: (event) => event.data.silenceId,
  apply(row, event) {
    if (event.type === 'AlarmSilenceEnded')
      return row && { ...row, ended_at: event.data.at, ended_by: event.data.by, version: event.version };
    const { data } = event;
    return {
      silence_id: data.silenceId,
      scope: data.scope,
      division_code: data.divisionCode,
      from_at: data.from,
      to_at: data.to,
      ended_at: null,
      ended_by: null,
      reason: data.reason,
      defined_by: data.by,
      defined_at: data.at,
      version: event.version,
    };
  },
});
