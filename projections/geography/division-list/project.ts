import type { DivisionBoundaryDefined, DivisionDefined } from '../../../src/geography/events.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type DivisionRow, divisions } from './table.ts';

export const divisionListProjection = rowProjection<DivisionRow, DivisionDefined | DivisionBoundaryDefined>({
  name: 'division-list@1',
  table: divisions,
  key: 'code',
  handles: ['DivisionDefined', 'DivisionBoundaryDefined'],
  keyOf: (event) => event.data.code,
  apply(row, event) {
    if (event.type === 'DivisionDefined') {
      const { code, name, level, parent, source } = event.data;
      const boundary = {
        boundary: row?.boundary ?? null,
        boundary_approximate: row?.boundary_approximate ?? false,
      };
      return { code, name, level, parent, source, ...boundary };
    }
    const { code, name, geometry, approximate, source } = event.data;
    const division = row ?? { code, name, level: null, parent: null, source };
    return { ...division, boundary: geometry, boundary_approximate: approximate };
  },
});
