import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { filingStandards } from './table.ts';

export const filingStandardListProjection = rowProjection(filingStandards)({
  name: 'filing-standard-list@1',
  keyOf: ({ data }) => `${data.standardId}@${data.standardVersion}`,
  on: {
    FilingStandardPublished: (_row, { data }) => ({
      key: `${data.standardId}@${data.standardVersion}`,
      standard_id: data.standardId,
      version: data.standardVersion,
      definition: data,
    }),
  },
});
