import type { ComponentEvent } from '../../../src/governance/components/events.ts';
import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type ComponentRow, components } from './table.ts';

const apply = (row: ComponentRow | undefined, event: Recorded<ComponentEvent>): ComponentRow | undefined => {
  const { version } = event;
  switch (event.type) {
    case 'ComponentRegistered': {
      const { data } = event;
      return {
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
      };
    }
    case 'ComponentChanged':
      return row && { ...row, ...event.data.changes, change_date: event.data.changeDate, version };
    case 'ComponentMoved': {
      const { location, gridCode, changeDate } = event.data;
      return row && { ...row, ...location, grid_code: gridCode, change_date: changeDate, version };
    }
    case 'ComponentRemoved': {
      const { reason, changeDate } = event.data;
      return row && { ...row, state: 'removed', removed_reason: reason, change_date: changeDate, version };
    }
    default:
      return event satisfies never;
  }
};

/** The register of components as it is now. */
export const componentListProjection = rowProjection<ComponentRow, ComponentEvent>({
  name: 'component-list@2',
  table: components,
  key: 'component_id',
  handles: ['ComponentRegistered', 'ComponentChanged', 'ComponentMoved', 'ComponentRemoved'],
  keyOf: (event) => event.data.componentId,
  apply,
});
