import { z } from 'zod';
import { SEVERITIES } from '../../sensing/events.ts';
import { DATUMS, stationLinesSchema } from '../../sensing/indices/flood/station-lines.ts';
import { INDEX_KINDS } from '../../sensing/indices/kinds.ts';
import { indexTableSchema } from '../../sensing/indices/tables.ts';
import { deviceId, divisionCode, isoDay, isoTime, nextCursor, point, text, version } from './common.ts';
import { indexTableExample } from './shipped-examples.ts';

const signal = z.enum(SEVERITIES).nullable();
const standardRef = {
  standard: text('HJ 633-2026'),
  tableId: text('air-index-hj633-2026'),
  tableVersion: version,
};

export const indexTableAnswer = indexTableSchema.meta({ id: 'IndexTable', example: indexTableExample });

const indexFields = {
  deviceId,
  kind: z.enum(INDEX_KINDS),
  period: z.enum(['hour', 'day', 'night']),
  from: isoTime,
  to: isoTime,
  revision: z.number().int().meta({ example: 0 }),
  ...standardRef,
  value: z.number().nullable().meta({ example: 68 }),
  grade: text('良').nullable(),
  detail: z.looseObject({}).meta({
    description: 'Depends on the kind of the index, as in the answers of the calculators',
    example: { iaqi: { 'PM2.5-1h': 68 }, primary: ['PM2.5'] },
  }) as z.ZodType<object>,
  computedAt: isoTime,
};
export const indexValueAnswer = z.strictObject(indexFields).meta({ id: 'IndexValue' });
export const stationIndexAnswer = z
  .strictObject({ ...indexFields, name: text('迎泽公园空气站'), divisionCode, location: point })
  .meta({ id: 'StationIndex' });
export const deviceIndicesAnswer = z.strictObject({
  latest: z.array(indexValueAnswer),
  items: z.array(indexValueAnswer),
  nextCursor,
});

export const waterLinesAnswer = stationLinesSchema.meta({
  id: 'StationLines',
  example: {
    validFrom: '2026-06-01',
    datum: '1985-national',
    watch: 776.2,
    warning: 777.4,
    guarantee: 778.6,
    floodLimits: [{ from: '06-01', until: '09-30', level: 776.8, season: '主汛期' }],
    source: '汾河太原段防洪预案',
  },
});
export const definedLinesAnswer = z.strictObject({ deviceId, items: z.array(waterLinesAnswer) });

export const airIndexAnswer = z
  .strictObject({
    ...standardRef,
    period: z.enum(['hour', 'day']),
    iaqi: z.record(z.string(), z.number().nullable()).meta({ example: { 'PM2.5-1h': 68, 'O3-1h': 41 } }),
    insteadOf: z
      .record(z.string(), z.string())
      .optional()
      .meta({ example: { 'O3-8h': 'O3-1h' } }),
    aqi: z.number().nullable().meta({ example: 68 }),
    primary: z.array(text('PM2.5')),
    level: z
      .strictObject({
        level: z.number().int().meta({ example: 2 }),
        levelZh: text('二级'),
        category: text('良'),
        colour: text('黄色'),
      })
      .nullable(),
    missing: z.array(text('CO')),
    publishable: z.boolean(),
    compliance: z
      .record(
        z.string(),
        z.strictObject({
          ...standardRef,
          limit: z.number(),
          meets: z.boolean(),
          multiple: z.number().nullable(),
        }),
      )
      .meta({
        example: {
          'PM2.5-24h': {
            standard: 'GB 3095-2026',
            tableId: 'air-limits-gb3095-2026',
            tableVersion: 1,
            limit: 50,
            meets: true,
            multiple: null,
          },
        },
      }),
  })
  .meta({ id: 'AirIndex' });

export const waterClassAnswer = z
  .strictObject({
    ...standardRef,
    perItem: z.record(z.string(), z.string()).meta({ example: { CODMn: 'Ⅲ', 'NH3-N': 'Ⅱ' } }),
    class: text('Ⅲ').nullable(),
    decidedBy: z.array(text('CODMn')),
    notJudged: z
      .record(z.string(), z.enum(['unknownItem', 'cannotBeJudged']))
      .meta({ example: { odour: 'unknownItem' } }),
    target: text('Ⅲ').optional(),
    meetsTarget: z.boolean().optional(),
    exceedance: z
      .record(z.string(), z.number().nullable())
      .optional()
      .meta({ example: { CODMn: 0.35 } }),
  })
  .meta({ id: 'WaterClass' });

const dB = z.number().meta({ example: 54.3 });
export const noiseAnswer = z
  .strictObject({
    standard: text('GB 3096-2008'),
    period: z.enum(['day', 'night']),
    date: isoDay,
    leq: dB,
    exceeded: z.strictObject({ L10: dB.optional(), L50: dB.optional(), L90: dB.optional() }),
    verdict: z
      .strictObject({
        ...standardRef,
        limit: dB,
        meets: z.boolean(),
        lmaxLimit: dB.optional(),
        lmaxMeets: z.boolean().optional(),
      })
      .nullable(),
  })
  .meta({ id: 'NoiseLevels' });

const mm = z.number().meta({ example: 31.5 });
const rainClass = z
  .strictObject({
    mm,
    standard: standardRef.standard.optional(),
    tableId: standardRef.tableId.optional(),
    tableVersion: version.optional(),
    class: text('大雨').optional(),
    dry: z.boolean().optional(),
  })
  .meta({ id: 'RainClass' });
export const rainAnswer = z
  .strictObject({
    hours12: rainClass.nullable(),
    hours24: rainClass.nullable(),
    warning: z.strictObject({
      ...standardRef,
      signal,
      reached: z.strictObject({ mm, hours: z.number().meta({ example: 12 }) }).nullable(),
    }),
  })
  .meta({ id: 'Rain' });

const level = z.number().meta({ example: 777.6 });
const lineReached = z
  .strictObject({
    line: z.enum(['blue', 'warning', 'guarantee', 'historicalMax', 'seasonMin', 'historicalMin']),
    level,
  })
  .meta({ id: 'LineReached' });
export const floodAnswer = z
  .strictObject({
    ...standardRef,
    signal,
    reached: lineReached.nullable(),
    watch: z.boolean(),
    lowWater: z.strictObject({ signal, reached: lineReached.nullable() }),
    floodLimit: z.strictObject({ level, season: text('主汛期'), above: z.number().nullable() }).nullable(),
    datum: z.enum(DATUMS),
    linesFrom: isoDay.meta({ description: 'First day of the warning lines used to grade it' }),
  })
  .meta({ id: 'FloodGrade' });

export const ratingCurveAnswer = z
  .strictObject({
    curve: z.strictObject({
      segments: z.array(z.strictObject({ from: level, to: level, a: z.number(), b: z.number(), h0: level })),
    }),
    error: z.strictObject({
      count: z.number().int(),
      rmse: z.number(),
      meanPercent: z.number(),
      standardPercent: z.number(),
      worstPercent: z.number(),
      jumpPercent: z.number(),
    }),
    flows: z.array(
      z.strictObject({ level, flow: z.number().meta({ example: 86.4 }), extrapolated: z.boolean() }),
    ),
  })
  .meta({ id: 'RatingCurve' });
