import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { AlarmRule, AlarmRulePublished, AlarmRuleRetired } from '../../../src/sensing/events.ts';
import { alarmRules } from './table.ts';

export interface AlarmRuleRow {
  rule_id: string;
  version: number;
  retired: boolean;
  published_by: string;
  published_at: string;
  definition: AlarmRule;
}

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
