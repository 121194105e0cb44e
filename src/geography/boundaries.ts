import { z } from 'zod';
import type { DivisionBoundaryDefined } from './events.ts';
import { type BoundingBox, boxContains, normaliseGeometry, polygonsOf, SHANXI_BOUNDS } from './geometry.ts';

export type BoundaryData = DivisionBoundaryDefined['data'];

export interface BoundaryProblem {
  /** Index of the feature in the file; null when the file as a whole cannot be read. */
  readonly feature: number | null;
  readonly problem: string;
}

export type BoundariesParsed =
  | { readonly ok: true; readonly boundaries: readonly BoundaryData[] }
  | { readonly ok: false; readonly problems: readonly BoundaryProblem[] };

const ring = z.array(z.tuple([z.number(), z.number()])).min(4);
const polygon = z.array(ring).min(1);
const featureSchema = z.object({
  properties: z.object({ code: z.string().regex(/^\d{6}$/), name: z.string().min(1) }),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: polygon }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) }),
  ]),
});
const collectionSchema = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });

export interface BoundaryOptions {
  /** Codes of today's counties; a polygon with another code belongs to an older division. */
  readonly countyCodes: ReadonlySet<string>;
  readonly source: string;
  readonly bounds?: BoundingBox;
}

/**
 * Reads county polygons from GeoJSON. Laxer about rings than the import of duty grids: published boundaries are
 * simplified for display and may touch themselves, which the look-up stands.
 */
export const parseBoundaries = (geojson: string, options: BoundaryOptions): BoundariesParsed => {
  const bounds = options.bounds ?? SHANXI_BOUNDS;
  let features: readonly unknown[];
  try {
    features = collectionSchema.parse(JSON.parse(geojson)).features;
  } catch {
    return { ok: false, problems: [{ feature: null, problem: '不是 GeoJSON FeatureCollection' }] };
  }
  const seen = new Set<string>();
  const boundaries: BoundaryData[] = [];
  const problems: BoundaryProblem[] = [];
  for (const [feature, value] of features.entries()) {
    const parsed = featureSchema.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      problems.push({ feature, problem: `${issue?.path.join('.')}: ${issue?.message}` });
      continue;
    }
    const { properties, geometry } = parsed.data;
    const rings = polygonsOf(geometry).flat();
    if (seen.has(properties.code)) problems.push({ feature, problem: `代码 ${properties.code} 重复` });
    else if (rings.some((each) => each[0]![0] !== each.at(-1)![0] || each[0]![1] !== each.at(-1)![1])) {
      problems.push({ feature, problem: '环未闭合' });
    } else if (rings.flat().some(([lon, lat]) => !boxContains(bounds, lon, lat))) {
      problems.push({ feature, problem: '坐标超出省域范围' });
    } else {
      boundaries.push({
        code: properties.code,
        name: properties.name,
        geometry: normaliseGeometry(geometry),
        approximate: !options.countyCodes.has(properties.code),
        source: options.source,
      });
    }
    seen.add(properties.code);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, boundaries };
};
