import { api, take } from '../../shared/api.ts';
import { CITY_DIGITS } from '../../shared/division-code.ts';
import type { MapArea } from '../../shared/map/area-map.tsx';
import { type Loaded, useLoaded } from '../shell/use-loaded.ts';

/** Counties of the city in which a county is; of nothing while none is known. */
export const useAreas = (divisionCode: string): Loaded<readonly MapArea[]> =>
  useLoaded(divisionCode === '' ? null : divisionCode.slice(0, CITY_DIGITS), async () => {
    const division = divisionCode.slice(0, CITY_DIGITS);
    const { features } = await take(
      api.GET('/api/v1/public/boundaries', { params: { query: { division } } }),
    );
    return features.map(({ properties, geometry }) => ({
      code: properties.code,
      name: properties.name,
      kind: 'division' as const,
      shape: geometry,
    }));
  });
