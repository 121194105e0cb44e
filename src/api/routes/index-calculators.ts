import { z } from '@hono/zod-openapi';
import { shanghaiDay } from '../../platform/clock.ts';
import { airQuality } from '../../sensing/indices/air/aqi.ts';
import { judgeAirLimit } from '../../sensing/indices/air/limits.ts';
import { floodGrade } from '../../sensing/indices/flood/grade.ts';
import { DATUMS, stationLinesSchema } from '../../sensing/indices/flood/station-lines.ts';
import { equivalentLevel, exceededLevel, reportedLevel } from '../../sensing/indices/noise/levels.ts';
import { judgeNoise, noisePeriodOf } from '../../sensing/indices/noise/zones.ts';
import { rainClassOf, rainWarningOf } from '../../sensing/indices/rain/rain.ts';
import { flowAt } from '../../sensing/indices/rating-curve/curve.ts';
import { fitRatingCurve } from '../../sensing/indices/rating-curve/fit.ts';
import { type IndexTableKind, type TableOf, tableFor } from '../../sensing/indices/tables.ts';
import { readWaterValue, type WaterValue } from '../../sensing/indices/water/item-class.ts';
import { waterClass } from '../../sensing/indices/water/water-class.ts';
import { signedIn } from '../access.ts';
import {
  airIndexAnswer,
  floodAnswer,
  noiseAnswer,
  rainAnswer,
  ratingCurveAnswer,
  waterClassAnswer,
} from '../answers/indices.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { ProblemError } from '../problems.ts';
import { present } from '../request.ts';

const TAG = 'indices';
const MAX_SAMPLES = 100_000;
const MAX_ITEMS = 100;

const observedAt = z.iso
  .datetime({ offset: true })
  .openapi({ description: 'Time of observation: it determines the standard' });
const concentration = z.number().min(0).max(1e6).nullable();

/** Indices of given values, to verify the product's results manually. Nothing is stored. */
export const indexCalculatorRoutes = (app: Api, deps: ApiDeps): void => {
  const tableOn = <Kind extends IndexTableKind>(
    kind: Kind,
    observed: string,
    which?: (table: TableOf<Kind>) => boolean,
  ): TableOf<Kind> => {
    const day = shanghaiDay(Date.parse(observed));
    const table = tableFor(deps.reference.indexTables(), kind, day, which);
    if (table === undefined)
      throw new ProblemError(
        'noStandardForDate',
        { zh: `${day} 没有适用的标准`, en: `no standard applies on ${day}` },
        { kind, day },
      );
    return table;
  };

  endpoint(app, {
    method: 'post',
    path: '/indices/air',
    access: signedIn('only uses the values in the request'),
    tag: TAG,
    summary: 'AQI from given means, µg/m³ and CO mg/m³, by item and averaging time (PM2.5-1h, O3-8h)',
    body: z.object({
      observedAt,
      period: z.enum(['hour', 'day']),
      concentrations: z.record(z.string().max(16), concentration),
      exempt: z.array(z.string().max(16)).max(MAX_ITEMS).default([]),
      grade: z.union([z.literal(1), z.literal(2)]).default(2),
    }),
    answer: airIndexAnswer,
    handle(_context, { body }) {
      const table = tableOn('airIndex', body.observedAt);
      const limits = tableOn('airLimits', body.observedAt);
      const compliance = Object.entries(body.concentrations).flatMap(([item, value]) => {
        const [pollutant = '', averaging = ''] = item.split('-');
        const verdict =
          value === null ? undefined : judgeAirLimit(limits, pollutant, averaging, body.grade, value);
        return verdict === undefined ? [] : [[item, verdict]];
      });
      return {
        ...airQuality(table, body.period, body.concentrations, body.exempt),
        compliance: Object.fromEntries(compliance),
      };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/indices/water',
    access: signedIn('only uses the values in the request'),
    tag: TAG,
    summary: 'Surface-water class from given values (mg/L; "0.05L": below that detection limit)',
    body: z.object({
      observedAt,
      values: z.record(z.string().max(32), z.union([z.number(), z.string().max(32)])),
      target: z.enum(['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ']).optional(),
      saturationPercent: z.number().min(0).max(300).optional(),
      routine: z.boolean().optional(),
    }),
    answer: waterClassAnswer,
    handle(_context, { body }) {
      const values: Record<string, WaterValue> = {};
      for (const [item, given] of Object.entries(body.values)) {
        const value = typeof given === 'number' ? given : readWaterValue(given);
        if (value === undefined)
          throw new ProblemError('invalidRequest', {
            zh: `${item}: ${given} 不是监测值`,
            en: `${item}: ${given} is not a measured value`,
          });
        values[item] = value;
      }
      const { target, saturationPercent, routine } = body;
      const options = present({ target, saturationPercent, routine });
      return waterClass(tableOn('surfaceWater', body.observedAt), values, options);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/indices/noise',
    access: signedIn('only uses the values in the request'),
    tag: TAG,
    summary: 'Leq and L10, L50, L90 from given levels, and the verdict for a functional zone',
    body: z.object({
      observedAt,
      samples: z
        .array(z.object({ dB: z.number().min(-20).max(200), seconds: z.number().positive() }))
        .min(1)
        .max(MAX_SAMPLES),
      zone: z.string().max(4).optional(),
      ruleSet: z.string().max(32).default('ambient'),
      lmax: z.number().nullable().default(null),
      kind: z.string().max(32).optional(),
    }),
    answer: noiseAnswer,
    handle(_context, { body }) {
      const table = tableOn(
        'noise',
        body.observedAt,
        ({ definition }) => definition.ruleSet === body.ruleSet,
      );
      const { period, date } = noisePeriodOf(table, Date.parse(body.observedAt));
      const leq = reportedLevel(equivalentLevel(body.samples) ?? Number.NaN);
      const verdict =
        body.zone === undefined ? undefined : judgeNoise(table, body.zone, period, leq, body.lmax, body.kind);
      if (body.zone !== undefined && verdict === undefined) {
        throw new ProblemError('unknownNoiseZone', {
          zh: `${table.standard} 没有 ${body.zone} 类声环境功能区`,
          en: `${table.standard} has no noise zone ${body.zone}`,
        });
      }
      return {
        standard: table.standard,
        period,
        date,
        leq,
        exceeded: Object.fromEntries(
          [10, 50, 90].map((percent) => [`L${percent}`, exceededLevel(body.samples, percent)]),
        ),
        verdict: verdict ?? null,
      };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/indices/rain',
    access: signedIn('only uses the values in the request'),
    tag: TAG,
    summary: 'Rain class of the last 12 and 24 hours, and the warning signal that it justifies',
    body: z.object({ observedAt, hourlyMm: z.array(z.number().min(0).max(1000)).min(1).max(72) }),
    answer: rainAnswer,
    handle(_context, { body }) {
      const { hourlyMm } = body;
      const classes = tableOn('rainClass', body.observedAt);
      const classOf = (hours: number) => {
        if (hourlyMm.length < hours) return null;
        const total = hourlyMm.slice(-hours).reduce((amount, mm) => amount + Math.round(mm * 1000), 0) / 1000;
        return { mm: total, ...rainClassOf(classes, hours, total) };
      };
      return {
        hours12: classOf(12),
        hours24: classOf(24),
        warning: rainWarningOf(tableOn('rainWarning', body.observedAt), hourlyMm),
      };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/indices/flood',
    access: signedIn('only uses the values in the request'),
    tag: TAG,
    summary: 'Flood and low-water grade of a level by given warning lines, m',
    body: z.object({
      observedAt,
      level: z.number(),
      datum: z.enum(DATUMS),
      lines: stationLinesSchema,
    }),
    answer: floodAnswer,
    handle(_context, { body }) {
      const onDay = shanghaiDay(Date.parse(body.observedAt));
      const { level, datum, lines } = body;
      const answer = floodGrade(tableOn('waterWarning', body.observedAt), lines, { level, datum, onDay });
      if (!answer.ok)
        throw new ProblemError('datumMismatch', {
          zh: `${datum} 与 ${lines.datum} 不可比较`,
          en: `${datum} cannot be compared with ${lines.datum}`,
        });
      return answer.grade;
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/indices/rating-curve',
    access: signedIn('only uses the values in the request'),
    tag: TAG,
    summary: 'Fit level → flow, Q = a·(H − h₀)^b, to measurements, with its error',
    body: z.object({
      points: z
        .array(z.object({ level: z.number(), flow: z.number().min(0) }))
        .min(1)
        .max(MAX_SAMPLES),
      breaks: z.array(z.number()).max(10).default([]),
      levels: z.array(z.number()).max(1000).default([]),
    }),
    answer: ratingCurveAnswer,
    handle(_context, { body }) {
      const fit = fitRatingCurve(body.points, body.breaks);
      if (!fit.ok)
        throw new ProblemError('tooFewPoints', {
          zh: '实测点不足，每段至少十个',
          en: 'too few measurements: at least ten for each part',
        });
      return {
        curve: fit.curve,
        error: fit.error,
        flows: body.levels.map((level) => ({ level, ...flowAt(fit.curve, level) })),
      };
    },
  });
};
