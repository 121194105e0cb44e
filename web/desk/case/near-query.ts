import { useQuery } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import type { Mark, Point } from '../map/map-view.tsx';

export interface NearThings {
  readonly components: readonly Schemas['NearComponent'][];
  readonly devices: readonly Schemas['NearDevice'][];
}

/** A component is meant by a place next to it; a device tells of what is around it. */
const COMPONENTS_M = 100;
const DEVICES_M = 1000;
const SHOWN = 5;
export const COMPONENT_SIGN = '◇';
export const DEVICE_SIGN = '⬡';
const NONE: NearThings = { components: [], devices: [] };

/** The nearest components and devices, of those that the user may see. */
export const useNearThings = ({ lon, lat }: Point): NearThings => {
  const me = useOwner();
  const [maySeeComponents, maySeeDevices] = [mayDo(me, 'component:read'), mayDo(me, 'device:read')];
  const asked = useQuery({
    queryKey: ['near-things', lon, lat],
    queryFn: async (): Promise<NearThings> => {
      const at = { lon, lat, limit: SHOWN };
      const [components, devices] = await Promise.all([
        maySeeComponents &&
          take(api.GET('/api/v1/components/nearest', { params: { query: { ...at, metres: COMPONENTS_M } } })),
        maySeeDevices &&
          take(api.GET('/api/v1/nearest-devices', { params: { query: { ...at, metres: DEVICES_M } } })),
      ]);
      return {
        components: components === false ? [] : components.items,
        devices: devices === false ? [] : devices.items,
      };
    },
  });
  return asked.data ?? NONE;
};

export const marksOf = ({ components, devices }: NearThings): readonly Mark[] => [
  ...components.map(({ componentId, name, location: { lon, lat } }) => ({
    id: componentId,
    lon,
    lat,
    sign: COMPONENT_SIGN,
    className: 'map-mark-thing',
    words: `${name} ${componentId}`,
  })),
  ...devices.map(({ deviceId, name, location: { lon, lat } }) => ({
    id: deviceId,
    lon,
    lat,
    sign: DEVICE_SIGN,
    className: 'map-mark-thing',
    words: name,
  })),
];
