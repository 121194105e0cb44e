import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { alarmSilences } from './table.ts';

export const alarmSilenceListProjection = rowProjection(alarmSilences)({
  name: 'alarm-silence-list@2',
  keyOf: ({ data }) => data.silenceId,
  on: {
    AlarmSilenceDefined: (_row, { data, version }) => ({
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
      version,
    }),
    AlarmSilenceEnded: (row, { data: { at, by }, version }) =>
      row && { ...row, ended_at: at, ended_by: by, version },
  },
});
