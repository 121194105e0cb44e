import type { DispatchRulesPublished } from '../../../src/governance/dispatch/events.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type DispatchRuleSetRow, dispatchRuleSets } from './table.ts';

export const dispatchRuleListProjection = rowProjection<DispatchRuleSetRow, DispatchRulesPublished>({
  name: 'dispatch-rule-list@1',
  table: dispatchRuleSets,
  key: 'key',
  handles: ['DispatchRulesPublished'],
  keyOf: (event) => `dispatch-rules@${event.data.ruleSetVersion}`,
  apply: (_row, event) => ({
    key: `dispatch-rules@${event.data.ruleSetVersion}`,
    version: event.data.ruleSetVersion,
    published_at: event.recordedAt,
    published_by: event.meta.actor,
    definition: event.data,
  }),
});
