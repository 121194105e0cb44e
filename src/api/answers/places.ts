import { z } from 'zod';
import { divisionCode, divisionName, gridCode, nextCursor, point, text, userId } from './common.ts';

export const divisionAnswer = z
  .strictObject({
    code: divisionCode,
    name: divisionName,
    level: z.enum(['province', 'city', 'county', 'township', 'village']),
    parent: divisionCode.nullable(),
    hasBoundary: z.boolean(),
  })
  .meta({ id: 'Division' });

/** A place that a search found. */
export const foundPlaceAnswer = z
  .strictObject({
    kind: z.enum(['division', 'grid']),
    code: gridCode,
    name: text('柳巷街道'),
    place: text('太原市 迎泽区').meta({ description: 'Where it is' }),
  })
  .meta({ id: 'FoundPlace' });

/** GeoJSON (RFC 7946), longitude before latitude. */
const ring = z.array(z.array(z.number()));
const polygonExample = [
  [
    [112.55, 37.85],
    [112.57, 37.85],
    [112.57, 37.87],
    [112.55, 37.85],
  ],
];
export const area = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(ring) }),
    z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring)) }),
  ])
  .meta({ id: 'Area', example: { type: 'Polygon', coordinates: polygonExample } });
const featureOf = <Properties extends z.ZodType>(properties: Properties) =>
  z.strictObject({ type: z.literal('Feature'), properties, geometry: area });

export const boundariesAnswer = z
  .strictObject({
    type: z.literal('FeatureCollection'),
    features: z.array(
      featureOf(z.strictObject({ code: divisionCode, name: divisionName, approximate: z.boolean() })),
    ),
  })
  .meta({ id: 'Boundaries' });

export const gridName = text('迎泽街道第 12 网格');
export const gridFeatureAnswer = featureOf(
  z.strictObject({
    code: gridCode,
    name: gridName,
    divisionCode,
    workerId: userId.nullable(),
    synthetic: z.boolean(),
  }),
).meta({ id: 'GridFeature' });
export const gridsAnswer = z
  .strictObject({ type: z.literal('FeatureCollection'), features: z.array(gridFeatureAnswer), nextCursor })
  .meta({ id: 'Grids' });

export const locatedAnswer = z
  .strictObject({
    division: z.strictObject({ code: divisionCode, name: divisionName, approximate: z.boolean() }).nullable(),
    grid: z
      .strictObject({ code: gridCode, name: gridName, divisionCode, workerId: userId.nullable() })
      .nullable(),
  })
  .meta({ id: 'Located' });

const gridProblem = z
  .strictObject({
    feature: z.number().int().nullable().meta({ example: 3 }),
    gridCode: gridCode.nullable(),
    code: text('gridsOverlap'),
    message: text('与网格 14010600100011 重叠'),
    at: point.optional().meta({ description: 'Where the fault is, such as where a border crosses itself' }),
  })
  .meta({ id: 'GridProblem' });
const grids = z.number().int().meta({ example: 42 });
/** `valid` after a dry run, `imported` after an import. */
export const gridImportAnswer = z
  .strictObject({
    dryRun: z.boolean(),
    valid: grids.optional(),
    imported: grids.optional(),
    problems: z.array(gridProblem),
    warnings: z.array(gridProblem),
  })
  .meta({ id: 'GridImport' });
