import { z } from 'zod';
import { INDEX_KINDS } from '../indices/kinds.ts';
import { type AlarmCondition, SEVERITIES } from './events.ts';
import { RULE_FAULTS } from './rule-faults.ts';

const code = z.string().min(1).max(64);
const DAY = 86_400;
const WEEK = 7 * DAY;

const levels = {
  direction: z.enum(['above', 'below']),
  raiseAt: z.number(),
  clearAt: z.number(),
};
const clearsBehind = ({
  direction,
  raiseAt,
  clearAt,
}: {
  readonly direction: 'above' | 'below';
  readonly raiseAt: number;
  readonly clearAt: number;
}): boolean => (direction === 'above' ? clearAt <= raiseAt : clearAt >= raiseAt);
const CLEARS_BEYOND = RULE_FAULTS.clearsBeyond.en;

const threshold = z
  .object({
    kind: z.literal('threshold'),
    indicator: code,
    ...levels,
    forSeconds: z.number().nonnegative().max(DAY),
    levels: z
      .array(z.object({ severity: z.enum(SEVERITIES), raiseAt: z.number() }))
      .max(3)
      .exactOptional(),
  })
  .refine(clearsBehind, CLEARS_BEYOND)
  .refine(({ direction, raiseAt, levels: farther = [] }) => {
    const line = [raiseAt, ...farther.map((level) => level.raiseAt)];
    return line.every(
      (value, n) => n === 0 || (direction === 'above' ? value > line[n - 1]! : value < line[n - 1]!),
    );
  }, RULE_FAULTS.levelNearer.en)
  .refine(
    ({ levels: farther = [] }) =>
      farther.every(
        ({ severity }, n) =>
          n === 0 || SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(farther[n - 1]!.severity),
      ),
    RULE_FAULTS.levelMilder.en,
  );

const rateOfChange = z
  .object({
    kind: z.literal('rateOfChange'),
    indicator: code,
    direction: z.enum(['rise', 'fall']),
    windowSeconds: z.number().positive().max(DAY),
    raiseAt: z.number().positive(),
    clearAt: z.number(),
  })
  .refine(({ raiseAt, clearAt }) => clearAt <= raiseAt, RULE_FAULTS.changeClearsBeyond.en);

const noData = z.object({
  kind: z.literal('noData'),
  indicator: code.nullable(),
  afterSeconds: z.number().min(10).max(WEEK),
});

const stuck = z.object({
  kind: z.literal('stuck'),
  indicator: code,
  forSeconds: z.number().positive().max(WEEK),
  tolerance: z.number().nonnegative(),
  except: z.array(z.number()).max(10).exactOptional(),
});

const composite = z.object({
  kind: z.literal('composite'),
  mode: z.enum(['all', 'any']),
  parts: z
    .array(z.object({ indicator: code, ...levels }).refine(clearsBehind, CLEARS_BEYOND))
    .min(2)
    .max(8),
  withinSeconds: z.number().positive().max(DAY),
  forSeconds: z.number().nonnegative().max(DAY),
});

const spatial = z
  .object({
    kind: z.literal('spatial'),
    indicator: code,
    scope: z.enum(['grid', 'division']),
    ...levels,
    minDevices: z.number().int().min(2).max(1000),
    minShare: z.number().positive().max(1).nullable(),
    withinSeconds: z.number().positive().max(DAY),
  })
  .refine(clearsBehind, CLEARS_BEYOND);

const index = z
  .object({
    kind: z.literal('index'),
    index: z.enum(INDEX_KINDS),
    period: z.enum(['hour', 'day', 'night']),
    level: z.object(levels).refine(clearsBehind, CLEARS_BEYOND).nullable(),
    grades: z.array(z.string().min(1).max(50)).max(20),
  })
  .refine(({ level, grades }) => level !== null || grades.length > 0, RULE_FAULTS.nothingOfIndex.en);

const detection = z.object({
  kind: z.literal('detection'),
  type: code,
  minConfidence: z.number().min(0).max(1),
  minCount: z.number().int().min(1).max(100),
  windowSeconds: z.number().positive().max(DAY),
  eachTrack: z.boolean().exactOptional(),
});

export const alarmConditionSchema = z.discriminatedUnion('kind', [
  threshold,
  rateOfChange,
  noData,
  stuck,
  composite,
  spatial,
  index,
  detection,
]) satisfies z.ZodType<AlarmCondition>;
