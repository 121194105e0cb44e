import { rowProjection } from '../../src/projection-engine/row-projection.ts';
import type { AlarmRule, AlarmRulePublished, AlarmRuleRetired } from '../../src/sensing/events.ts';
import { alarmRules } from './table.ts';

export interface AlarmRuleRow {
  rule_id: string;
  version: number;
  retired: boolean;
  definition: AlarmRule;
}

export const alarmRuleList = rowProjection<AlarmRuleRow, AlarmRulePublished | AlarmRuleRetired>({
  name: 'alarm-rule-list@1',
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
      definition: event.data,
    };
  },
});
