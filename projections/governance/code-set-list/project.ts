import type { CodeSetPublished } from '../../../src/governance/categories/events.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type CodeSetRow, codeSets } from './table.ts';

const keyOf = (data: CodeSetPublished['data']): string => `${data.codeSetId}@${data.codeSetVersion}`;

export const codeSetListProjection = rowProjection<CodeSetRow, CodeSetPublished>({
  name: 'code-set-list@1',
  table: codeSets,
  key: 'key',
  handles: ['CodeSetPublished'],
  keyOf: (event) => keyOf(event.data),
  apply: (_row, event) => ({
    key: keyOf(event.data),
    code_set_id: event.data.codeSetId,
    version: event.data.codeSetVersion,
    definition: event.data,
  }),
});
