import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { grids } from './table.ts';

export const gridListProjection = rowProjection(grids)({
  name: 'grid-list@1',
  keyOf: ({ data }) => data.code,
  on: {
    GridDefined: (_row, { data, version }) => ({
      code: data.code,
      name: data.name,
      division_code: data.divisionCode,
      geometry: data.geometry,
      worker_id: data.workerId,
      synthetic: data.synthetic,
      removed: false,
      version,
    }),
    GridRemoved: (row, { version }) => row && { ...row, removed: true, version },
  },
});
