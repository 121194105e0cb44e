import { z } from 'zod';
import { parseAreaGeometry } from './area-geometry.ts';
import { isDivisionCode } from './division-code.ts';
import type { GridDefined, Point } from './events.ts';
import { type BoundingBox, SHANXI_BOUNDS } from './geometry.ts';
import { interiorPoint } from './interior-point.ts';

export type GridData = GridDefined['data'];

export interface GridImportProblem {
  /** Index of the feature in the file, from 0; null when the file as a whole cannot be read. */
  readonly feature: number | null;
  readonly gridCode: string | null;
  /** Stable name of the problem; `message` is for people. */
  readonly code: string;
  readonly message: string;
}

export interface GridImport {
  /** The valid grids; whether to go on without the others is the caller's choice. */
  readonly grids: readonly GridData[];
  readonly problems: readonly GridImportProblem[];
}

export interface GridImportOptions {
  /** Names the division of a grid that names none, from a point inside it. */
  readonly divisionOf: (point: Point) => string | null;
  readonly bounds?: BoundingBox;
  /** Most positions of one grid. Default 10,000. */
  readonly maxPositions?: number;
}

export const GRID_CODE = /^[A-Za-z0-9-]{1,32}$/;

const text = z.string().trim();
const propertiesSchema = z.object({
  code: text.regex(GRID_CODE, '网格编码应为 1 至 32 位字母、数字或连字符'),
  name: text.min(1, '名称为空').max(100, '名称过长'),
  divisionCode: text.refine(isDivisionCode, '区划代码无效').nullish(),
  workerId: text.min(1).max(64).nullish(),
});
const featureSchema = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()),
  geometry: z.unknown(),
});
const collectionSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.unknown()),
  crs: z.object({ properties: z.object({ name: z.string() }) }).nullish(),
});

/** RFC 7946 knows only WGS 84; the older `crs` member is taken where it names WGS 84 or CGCS2000 (EPSG:4490). */
const KNOWN_CRS = /(CRS84|EPSG:+(4326|4490))$/;

/** Reads duty grids from a GeoJSON FeatureCollection with the properties code, name, divisionCode?, workerId?. */
export const importGrids = (geojson: string, options: GridImportOptions): GridImport => {
  const wholeFile = (code: string, message: string): GridImport => ({
    grids: [],
    problems: [{ feature: null, gridCode: null, code, message }],
  });
  let collection: z.infer<typeof collectionSchema>;
  try {
    collection = collectionSchema.parse(JSON.parse(geojson));
  } catch {
    return wholeFile('notAFeatureCollection', '不是 GeoJSON FeatureCollection');
  }
  if (collection.crs && !KNOWN_CRS.test(collection.crs.properties.name)) {
    return wholeFile(
      'unknownCrs',
      `坐标系 ${collection.crs.properties.name} 不受支持,应为 WGS 84 或 CGCS2000`,
    );
  }
  const limits = { bounds: options.bounds ?? SHANXI_BOUNDS, maxPositions: options.maxPositions ?? 10_000 };
  const seen = new Set<string>();
  const grids: GridData[] = [];
  const problems: GridImportProblem[] = [];
  for (const [feature, value] of collection.features.entries()) {
    const refuse = (gridCode: string | null, code: string, message: string) =>
      problems.push({ feature, gridCode, code, message });
    const shape = featureSchema.safeParse(value);
    if (!shape.success) {
      refuse(null, 'notAFeature', '不是 GeoJSON Feature');
      continue;
    }
    const properties = propertiesSchema.safeParse(shape.data.properties);
    if (!properties.success) {
      for (const issue of properties.error.issues) {
        refuse(null, `${String(issue.path[0])}Invalid`, `${issue.path.join('.')}: ${issue.message}`);
      }
      continue;
    }
    const { code, name, workerId } = properties.data;
    const area = parseAreaGeometry(shape.data.geometry, limits);
    if (seen.has(code)) {
      refuse(code, 'codeRepeated', `网格编码 ${code} 重复`);
    } else if (!area.ok) {
      refuse(code, area.problem.code, area.problem.message);
    } else {
      const divisionCode = properties.data.divisionCode ?? options.divisionOf(interiorPoint(area.geometry));
      if (divisionCode === null) refuse(code, 'divisionUnknown', '未注明区划,且位置不在任何县区内');
      else {
        const synthetic = false;
        grids.push({
          code,
          name,
          divisionCode,
          geometry: area.geometry,
          workerId: workerId ?? null,
          synthetic,
        });
      }
    }
    seen.add(code);
  }
  return { grids, problems };
};
