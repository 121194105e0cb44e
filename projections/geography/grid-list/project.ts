import type { GridDefined, GridRemoved } from '../../../src/geography/events.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type GridRow, grids } from './table.ts';

export const gridListProjection = rowProjection<GridRow, GridDefined | GridRemoved>({
  name: 'grid-list@1',
  table: grids,
  key: 'code',
  handles: ['GridDefined', 'GridRemoved'],
  keyOf: (event) => event.data.code,
  apply(row, event) {
    if (event.type === 'GridRemoved') return row && { ...row, removed: true, version: event.version };
    const { code, name, divisionCode, geometry, workerId, synthetic } = event.data;
    return {
      code,
      name,
      division_code: divisionCode,
      geometry,
      worker_id: workerId,
      synthetic,
      removed: false,
      version: event.version,
    };
  },
});
