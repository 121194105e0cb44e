import type { DepartmentDefined } from '../../../src/identity/events.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type DepartmentRow, departments } from './table.ts';

export const departmentListProjection = rowProjection<DepartmentRow, DepartmentDefined>({
  name: 'department-list@1',
  table: departments,
  key: 'department_id',
  handles: ['DepartmentDefined'],
  keyOf: (event) => event.data.departmentId,
  apply: (_row, event) => ({
    department_id: event.data.departmentId,
    name: event.data.name,
    division_code: event.data.divisionCode,
    bodies: event.data.bodies,
    synthetic: event.data.synthetic,
    version: event.version,
  }),
});
