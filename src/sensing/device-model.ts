import { z } from 'zod';
import { INDEX_KINDS } from './indices/kinds.ts';

const code = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/);

const checks = z.object({
  maxChangePerMinute: z.number().positive().optional(),
  maxDistance: z.number().positive().optional(),
  stuckAfterSeconds: z.number().positive().optional(),
  stuckExcept: z.array(z.number()).max(10).optional(),
  maxGapIntervals: z.number().min(1).optional(),
});

/** A device model as data: what its devices measure or detect. */
export const deviceModelSchema = z.object({
  modelId: z.string().regex(/^[a-z0-9-]{1,64}$/),
  modelVersion: z.number().int().positive(),
  family: z.string().min(1),
  name: z.string().min(1).max(100),
  indicators: z.array(
    z
      .object({
        code,
        name: z.string().min(1),
        unit: z.string(),
        min: z.number(),
        max: z.number(),
        checks: checks.optional(),
      })
      .refine(({ min, max }) => min < max, 'min must be below max'),
  ),
  detections: z.array(z.object({ type: code, name: z.string().min(1), matterCode: z.string().min(1) })),
  indices: z
    .array(z.object({ kind: z.enum(INDEX_KINDS), items: z.record(z.string().min(1), code) }))
    .optional(),
  source: z.string().min(1),
});
