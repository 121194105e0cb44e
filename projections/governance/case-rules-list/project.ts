import type { RecordedEvent } from '../../../src/event-store/event-store.ts';
import type { CaseRulesPublished } from '../../../src/governance/events.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import { type CaseRulesRow, caseRules } from './table.ts';

const upsert = rowUpserter<CaseRulesRow>(caseRules, ['rules_id', 'version']);

export const caseRulesListProjection: Projection = {
  name: 'case-rules-list@1',
  tables: ['case_rules'],
  handles: new Set<CaseRulesPublished['type']>(['CaseRulesPublished']),
  async project(batch, sql) {
    const rows = new Map<string, CaseRulesRow>();
    for (const { data } of batch as readonly RecordedEvent<CaseRulesPublished>[]) {
      const { rulesId, rulesVersion } = data;
      rows.set(`${rulesId}@${rulesVersion}`, {
        rules_id: rulesId,
        version: rulesVersion,
        definition: data,
      });
    }
    await upsert(sql, [...rows.values()]);
  },
};
