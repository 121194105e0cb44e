import type {
  ComponentBodies,
  ComponentEvent,
  ComponentState,
} from '../../../src/governance/components/events.ts';
import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { components } from './table.ts';

export interface ComponentRow {
  component_id: string;
  code_set_id: string;
  name: string;
  division_code: string;
  major_code: string;
  minor_code: string;
  bodies: ComponentBodies;
  state: ComponentState;
  lon: number;
  lat: number;
  address: string;
  grid_code: string | null;
  initial_date: string;
  change_date: string | null;
  removed_reason: string | null;
  source: string;
  remark: string;
  version: number;
}

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
