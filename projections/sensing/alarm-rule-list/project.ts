import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { AlarmRulePublished, AlarmRuleRetired } from '../../../src/sensing/events.ts';
import { type AlarmRuleRow, alarmRules } from './table.ts';

export const alarmRuleListProjection = rowProjection<AlarmRuleRow, AlarmRulePublished | AlarmRuleRetired>({
  name: 'alarm-rule-list@2',
  table: alarmRules,
  key: 'rule_id',
  handles: ['AlarmRulePublished', 'AlarmRuleRetired'],
  keyOf: (event) => event.data.ruleId,
  apply(row, event) {
    if (event.type === 'AlarmRuleRetired') return row && { ...row, retired: true };
    return {
      rule_id: event.data.ruleId,
      version: event.data.ruleVersion,
      retired: false,
      published_by: event.meta.actor,
      published_at: event.recordedAt,
      definition: event.data,
    };
  },
});
