import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { alarmRules } from './table.ts';

export const alarmRuleListProjection = rowProjection(alarmRules)({
  name: 'alarm-rule-list@2',
  keyOf: ({ data }) => data.ruleId,
  on: {
    AlarmRulePublished: (_row, { data, recordedAt, meta }) => ({
      rule_id: data.ruleId,
      version: data.ruleVersion,
      retired: false,
      published_by: meta.actor,
      published_at: recordedAt,
      definition: data,
    }),
    AlarmRuleRetired: (row) => row && { ...row, retired: true },
  },
});
