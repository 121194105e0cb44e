import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { alarmStorms } from './table.ts';

/** A county has six digits. */
const COUNTY = 6;

export const alarmStormListProjection = rowProjection(alarmStorms)({
  name: 'alarm-storm-list@1',
  keyOf: ({ data }) => data.stormId ?? [],
  on: {
    AlarmStormBegan: (row, { data }) => ({
      storm_id: data.stormId,
      division_code: data.divisionCode,
      policy_version: data.policyVersion,
      began_at: data.at,
      ended_at: null,
      by_severity: row?.by_severity ?? {},
      raised: row?.raised ?? 0,
      raised_before: data.raised,
    }),
    AlarmRaised(known, { data: { stormId, severity, divisionCode, observedAt } }) {
      if (stormId === undefined) return undefined;
      // The alarm that begins a storm and the storm's beginning are in two streams: either may come first.
      const row = known ?? {
        storm_id: stormId,
        division_code: divisionCode.slice(0, COUNTY),
        policy_version: 0,
        began_at: observedAt,
        ended_at: null,
        by_severity: {},
        raised: 0,
        raised_before: 0,
      };
      const bySeverity = { ...row.by_severity, [severity]: (row.by_severity[severity] ?? 0) + 1 };
      return { ...row, raised: row.raised + 1, by_severity: bySeverity };
    },
    AlarmStormEnded: (row, { data }) => row && { ...row, ended_at: data.at },
  },
});
