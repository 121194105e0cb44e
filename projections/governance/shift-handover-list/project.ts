import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { shiftHandovers } from './table.ts';

export const shiftHandoverListProjection = rowProjection(shiftHandovers)({
  name: 'shift-handover-list@1',
  keyOf: ({ data }) => data.handoverId,
  on: {
    ShiftHandedOver: (_row, { data, version }) => ({
      handover_id: data.handoverId,
      role: data.role,
      division_code: data.divisionCode,
      department_id: data.departmentId,
      from_id: data.fromId,
      to_id: data.toId,
      cases: data.cases,
      is_more: data.isMore,
      counts: data.counts,
      notes: data.notes,
      handed_at: data.at,
      state: 'waiting',
      taken_by_id: null,
      remark: null,
      ended_at: null,
      version,
    }),
    ShiftTakenOver: (row, { data, version }) =>
      row && {
        ...row,
        state: 'taken',
        taken_by_id: data.byId,
        remark: data.remark,
        ended_at: data.at,
        version,
      },
    ShiftHandoverWithdrawn: (row, { data, version }) =>
      row && { ...row, state: 'withdrawn', ended_at: data.at, version },
  },
});
