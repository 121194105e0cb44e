import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { dispatchRuleSets } from './table.ts';

export const dispatchRuleListProjection = rowProjection(dispatchRuleSets)({
  name: 'dispatch-rule-list@1',
  keyOf: ({ data }) => `dispatch-rules@${data.ruleSetVersion}`,
  on: {
    DispatchRulesPublished: (_row, { data, recordedAt, meta }) => ({
      key: `dispatch-rules@${data.ruleSetVersion}`,
      version: data.ruleSetVersion,
      published_at: recordedAt,
      published_by: meta.actor,
      definition: data,
    }),
  },
});
