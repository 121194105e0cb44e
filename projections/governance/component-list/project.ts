import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { components } from './table.ts';

/** The register of components as it is now. */
export const componentListProjection = rowProjection(components)({
  name: 'component-list@2',
  keyOf: ({ data }) => data.componentId,
  on: {
    ComponentRegistered: (_row, { data, version }) => ({
      component_id: data.componentId,
      code_set_id: data.codeSetId,
      name: data.name,
      division_code: data.divisionCode,
      major_code: data.majorCode,
      minor_code: data.minorCode,
      bodies: data.bodies,
      state: data.state,
      lon: data.location.lon,
      lat: data.location.lat,
      address: data.location.address,
      grid_code: data.gridCode,
      initial_date: data.initialDate,
      change_date: null,
      removed_reason: null,
      source: data.source,
      remark: data.remark,
      version,
    }),
    ComponentChanged: (row, { data: { changes, changeDate }, version }) =>
      row && { ...row, ...changes, change_date: changeDate, version },
    ComponentMoved: (row, { data: { location, gridCode, changeDate }, version }) =>
      row && { ...row, ...location, grid_code: gridCode, change_date: changeDate, version },
    ComponentRemoved: (row, { data: { reason, changeDate }, version }) =>
      row && { ...row, state: 'removed', removed_reason: reason, change_date: changeDate, version },
  },
});
