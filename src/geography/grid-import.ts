import { z } from 'zod';
import { parseBoundedJson } from '../platform/bounded-json.ts';
import { runAtOnce, type Steps } from '../platform/turns.ts';
import { decodeUtf8 } from '../platform/utf8.ts';
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
  /** Where the fault is, if it is in one place. */
  readonly at?: Point;
}

/** A grid of a file, of which the division may still have to be found. */
export interface GridRead {
  readonly feature: number;
  readonly grid: Omit<GridData, 'divisionCode'> & { readonly divisionCode: string | null };
  /** A point of the grid. */
  readonly inside: Point;
}

/** Plain data, so that a worker can read a file and others find the divisions. */
export interface GridFile {
  readonly grids: readonly GridRead[];
  readonly problems: readonly GridImportProblem[];
}

export interface GridImport {
  /** The valid grids; whether to go on without the others is the caller's choice. */
  readonly grids: readonly GridData[];
  readonly problems: readonly GridImportProblem[];
}

export interface GridFileLimits {
  readonly bounds?: BoundingBox;
  /** Most positions of one grid. Default 10,000. */
  readonly maxPositions?: number;
  /** Most grids of one file. Default 5,000. */
  readonly maxGrids?: number;
}

export interface GridImportOptions extends GridFileLimits {
  /** Names the division of a grid that names none, from a point inside it. */
  readonly divisionOf: (point: Point) => string | null;
}

export const GRID_CODE = /^[A-Za-z0-9-]{1,32}$/;
/** A grid's coordinates lie eight levels deep. */
const MOST_DEPTH = 32;
const MOST_POSITIONS = 10_000;
const MOST_GRIDS = 5000;

/** No text that the database holds has U+0000 or half a surrogate pair. */
const isStorable = (value: string): boolean => !value.includes('\u0000') && !/\p{Surrogate}/u.test(value);
const text = z
  .string({ error: ({ input }) => (input === undefined ? '缺少该属性' : '应为文本') })
  .trim()
  .refine(isStorable, '含有不允许的字符');
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
const MOST_CRS_LENGTH = 100;
/** Of a code that is none, so much is shown. */
const MOST_CODE_LENGTH = 32;

const wholeFile = (code: string, message: string): GridFile => ({
  grids: [],
  problems: [{ feature: null, gridCode: null, code, message }],
});

/** Reads duty grids from a GeoJSON FeatureCollection with the properties code (or gridCode), name, divisionCode?, workerId?. */
export const readGridFile = (bytes: Uint8Array, limits: GridFileLimits = {}): GridFile => {
  const geojson = decodeUtf8(bytes);
  if (geojson === undefined) return wholeFile('notUtf8', '文件不是 UTF-8 编码');
  const json = parseBoundedJson(geojson, MOST_DEPTH);
  const parsed = collectionSchema.safeParse(json.ok ? json.value : undefined);
  if (!parsed.success) return wholeFile('notAFeatureCollection', '不是 GeoJSON FeatureCollection');
  const { crs, features } = parsed.data;
  const crsName = crs?.properties.name.slice(0, MOST_CRS_LENGTH);
  if (crsName !== undefined && !KNOWN_CRS.test(crsName)) {
    return wholeFile('unknownCrs', `坐标系 ${crsName} 不受支持，应为 WGS 84 或 CGCS2000`);
  }
  const maxGrids = limits.maxGrids ?? MOST_GRIDS;
  if (features.length > maxGrids) return wholeFile('tooManyGrids', `网格超过 ${maxGrids} 个`);
  const areaLimits = {
    bounds: limits.bounds ?? SHANXI_BOUNDS,
    maxPositions: limits.maxPositions ?? MOST_POSITIONS,
  };
  const seen = new Set<string>();
  const grids: GridRead[] = [];
  const problems: GridImportProblem[] = [];
  for (const [feature, value] of features.entries()) {
    const refuse = (gridCode: string | null, code: string, message: string, at?: Point) =>
      problems.push({ feature, gridCode, code, message, ...(at === undefined ? {} : { at }) });
    const shape = featureSchema.safeParse(value);
    if (!shape.success) {
      refuse(null, 'notAFeature', '不是 GeoJSON Feature');
      continue;
    }
    const given = shape.data.properties;
    // `gridCode` is what the API calls it elsewhere.
    const codeName = given.code === undefined && given.gridCode !== undefined ? 'gridCode' : 'code';
    const properties = propertiesSchema.safeParse({ ...given, code: given[codeName] });
    if (!properties.success) {
      const gridCode =
        typeof given[codeName] === 'string' ? given[codeName].slice(0, MOST_CODE_LENGTH) : null;
      for (const { path, message } of properties.error.issues) {
        const property = path[0] === 'code' ? codeName : String(path[0]);
        refuse(gridCode, `${property}Invalid`, `属性 ${property}：${message}`);
      }
      continue;
    }
    const { code, name, workerId, divisionCode } = properties.data;
    const area = parseAreaGeometry(shape.data.geometry, areaLimits);
    if (seen.has(code)) refuse(code, 'codeRepeated', `网格编码 ${code} 重复`);
    else if (!area.ok) refuse(code, area.problem.code, area.problem.message, area.problem.at);
    else {
      const { geometry } = area;
      const grid = { code, name, geometry, workerId: workerId ?? null, synthetic: false };
      const inside = interiorPoint(geometry);
      grids.push({ feature, grid: { ...grid, divisionCode: divisionCode ?? null }, inside });
    }
    seen.add(code);
  }
  return { grids, problems };
};

/** Finds the divisions of grids that name none, a grid a step. */
export function* placeGrids(file: GridFile, divisionOf: (point: Point) => string | null): Steps<GridImport> {
  const grids: GridData[] = [];
  const problems = [...file.problems];
  for (const { feature, grid, inside } of file.grids) {
    yield;
    const divisionCode = grid.divisionCode ?? divisionOf(inside);
    if (divisionCode !== null) grids.push({ ...grid, divisionCode });
    else {
      const message = '未注明区划，且位置不在任何县区内';
      problems.push({ feature, gridCode: grid.code, code: 'divisionUnknown', message });
    }
  }
  problems.sort((a, b) => (a.feature ?? -1) - (b.feature ?? -1));
  return { grids, problems };
}

export const importGrids = (bytes: Uint8Array, { divisionOf, ...limits }: GridImportOptions): GridImport =>
  runAtOnce(placeGrids(readGridFile(bytes, limits), divisionOf));
