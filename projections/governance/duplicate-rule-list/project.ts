import type { DuplicateRulesPublished } from '../../../src/governance/duplicates/rules.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type DuplicateRulesRow, duplicateRules } from './table.ts';

export const duplicateRuleListProjection = rowProjection<DuplicateRulesRow, DuplicateRulesPublished>({
  name: 'duplicate-rule-list@1',
  table: duplicateRules,
  key: 'rules_id',
  handles: ['DuplicateRulesPublished'],
  keyOf: (event) => event.data.rulesId,
  apply: (_row, event) => ({
    rules_id: event.data.rulesId,
    version: event.data.rulesVersion,
    definition: event.data,
  }),
});
