import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { AlarmRaised, AlarmStormBegan, AlarmStormEnded, Severity } from '../../../src/sensing/events.ts';
import { type AlarmStormRow, alarmStorms } from './table.ts';

type Handled = AlarmStormBegan | AlarmStormEnded | AlarmRaised;

/** A county has six digits. */
const COUNTY = 6;

/** The alarm that begins a storm and the storm's own beginning lie in two streams: either may come first. */
const unnamed = (data: AlarmRaised['data'], stormId: string): AlarmStormRow => ({
  storm_id: stormId,
  division_code: data.divisionCode.slice(0, COUNTY),
  policy_version: 0,
  began_at: data.observedAt,
  ended_at: null,
  by_severity: {},
  raised: 0,
  raised_before: 0,
});

const counted = (row: AlarmStormRow, severity: Severity): AlarmStormRow => ({
  ...row,
  raised: row.raised + 1,
  by_severity: { ...row.by_severity, [severity]: (row.by_severity[severity] ?? 0) + 1 },
});

const apply = (row: AlarmStormRow | undefined, event: Recorded<Handled>): AlarmStormRow | undefined => {
  switch (event.type) {
    case 'AlarmStormBegan':
      return {
        storm_id: event.data.stormId,
        division_code: event.data.divisionCode,
        policy_version: event.data.policyVersion,
        began_at: event.data.at,
        ended_at: null,
        by_severity: row?.by_severity ?? {},
        raised: row?.raised ?? 0,
        raised_before: event.data.raised,
      };
    case 'AlarmRaised': {
      const { stormId, severity } = event.data;
      return stormId === undefined ? undefined : counted(row ?? unnamed(event.data, stormId), severity);
    }
    case 'AlarmStormEnded':
      return row && { ...row, ended_at: event.data.at };
    default:
      return event satisfies never;
  }
};

export const alarmStormListProjection = rowProjection<AlarmStormRow, Handled>({
  name: 'alarm-storm-list@1',
  table: alarmStorms,
  key: 'storm_id',
  handles: ['AlarmStormBegan', 'AlarmStormEnded', 'AlarmRaised'],
  keyOf: (event) => event.data.stormId ?? [],
  apply,
});
