import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { divisions } from './table.ts';

export const divisionListProjection = rowProjection(divisions)({
  name: 'division-list@1',
  keyOf: ({ data }) => data.code,
  on: {
    DivisionDefined: (row, { data: { code, name, level, parent, source } }) => ({
      ...{ code, name, level, parent, source },
      boundary: row?.boundary ?? null,
      boundary_approximate: row?.boundary_approximate ?? false,
    }),
    DivisionBoundaryDefined(row, { data: { code, name, geometry, approximate, source } }) {
      const division = row ?? { code, name, level: null, parent: null, source };
      return { ...division, boundary: geometry, boundary_approximate: approximate };
    },
  },
});
