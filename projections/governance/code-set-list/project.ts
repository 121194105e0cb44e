import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { codeSets } from './table.ts';

export const codeSetListProjection = rowProjection(codeSets)({
  name: 'code-set-list@1',
  keyOf: ({ data }) => `${data.codeSetId}@${data.codeSetVersion}`,
  on: {
    CodeSetPublished: (_row, { data }) => ({
      key: `${data.codeSetId}@${data.codeSetVersion}`,
      code_set_id: data.codeSetId,
      version: data.codeSetVersion,
      definition: data,
    }),
  },
});
