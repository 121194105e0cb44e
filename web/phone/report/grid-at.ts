import { areaContains, flattenArea } from '../../../src/geography/containment.ts';
import type { Schemas } from '../../shared/api.ts';

type GridFeature = Schemas['GridFeature'];
export interface Point {
  readonly lon: number;
  readonly lat: number;
}

/** The grid that holds a point, of those that this phone knows. */
export const gridAt = (grids: readonly GridFeature[], { lon, lat }: Point): GridFeature | undefined =>
  grids.find(({ geometry }) => areaContains(flattenArea(geometry as never), lon, lat));
