import type { FilingStandardPublished } from '../../../src/governance/events.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type FilingStandardRowModel, filingStandards } from './table.ts';

const keyOf = (data: FilingStandardPublished['data']): string => `${data.standardId}@${data.standardVersion}`;

export const filingStandardListProjection = rowProjection<FilingStandardRowModel, FilingStandardPublished>({
  name: 'filing-standard-list@1',
  table: filingStandards,
  key: 'key',
  handles: ['FilingStandardPublished'],
  keyOf: (event) => keyOf(event.data),
  apply: (_row, event) => ({
    key: keyOf(event.data),
    standard_id: event.data.standardId,
    version: event.data.standardVersion,
    definition: event.data,
  }),
});
