import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { departments } from './table.ts';

export const departmentListProjection = rowProjection(departments)({
  name: 'department-list@1',
  keyOf: ({ data }) => data.departmentId,
  on: {
    DepartmentDefined: (_row, { data, version }) => ({
      department_id: data.departmentId,
      name: data.name,
      division_code: data.divisionCode,
      bodies: data.bodies,
      synthetic: data.synthetic,
      version,
    }),
  },
});
