import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { duplicateRules } from './table.ts';

export const duplicateRuleListProjection = rowProjection(duplicateRules)({
  name: 'duplicate-rule-list@1',
  keyOf: ({ data }) => data.rulesId,
  on: {
    DuplicateRulesPublished: (_row, { data }) => ({
      rules_id: data.rulesId,
      version: data.rulesVersion,
      definition: data,
    }),
  },
});
