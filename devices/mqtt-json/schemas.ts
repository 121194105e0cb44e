import { z } from 'zod';
import { MAX_ID_LENGTH, MAX_RECORDS } from './decoded.ts';
import { DETECTION_TYPE, MAX_PLACE_LENGTH, MAX_SNAPSHOT_LENGTH, MAX_TRACK_LENGTH } from './detection.ts';
import { MAX_BOOT_ID_LENGTH } from './status.ts';
import { INDICATOR, MAX_FLAG_LENGTH, MAX_INDICATORS, MAX_UNIT_LENGTH } from './telemetry.ts';

/*
 * What devices publish, as documented. The messages themselves are read by the decoders in this folder, which accept all of them and
 * do not discard good values because of a wrong one.
 */

const sourceId = z.union([z.string().min(1).max(MAX_ID_LENGTH), z.number().int()]).meta({
  description: "The device's name for the record: it is never reused",
  example: '20260314-000017',
});
const observedAt = z.union([z.string(), z.number()]).meta({
  description: 'ISO 8601, without a zone Beijing time; or milliseconds since 1970',
  example: '2026-03-14T10:05:00+08:00',
});
const historical = z
  .boolean()
  .meta({ description: 'It was kept during an outage and is sent late', example: false });
const oneOrMany = <Item extends z.ZodType>(record: Item) =>
  z.union([record, z.array(record).min(1).max(MAX_RECORDS)]);

const telemetryRecord = z
  .object({
    id: sourceId.optional(),
    observedAt,
    historical: historical.optional(),
    values: z
      .record(
        z.string().regex(INDICATOR),
        z.union([
          z.number(),
          z.strictObject({
            value: z.number(),
            flag: z.string().max(MAX_FLAG_LENGTH).optional(),
            unit: z.string().max(MAX_UNIT_LENGTH).optional(),
          }),
        ]),
      )
      .refine((values) => Object.keys(values).length > 0 && Object.keys(values).length <= MAX_INDICATORS)
      .meta({
        description: 'By indicator of the model',
        example: { pm25: 38, pm10: { value: 71, flag: 'N' } },
      }),
  })
  .meta({ id: 'TelemetryRecord' });
export const telemetrySchema = oneOrMany(telemetryRecord);

const fraction = z.number().min(0).max(1).meta({ example: 0.25 });
const detectionRecord = z
  .object({
    id: sourceId.optional(),
    observedAt,
    historical: historical.optional(),
    type: z.string().regex(DETECTION_TYPE).meta({ example: 'illegalParking' }),
    confidence: fraction.meta({ example: 0.93 }),
    box: z
      .union([
        z.array(fraction).length(4).meta({ description: '[x, y, width, height]' }),
        z.object({ x: fraction, y: fraction, w: fraction, h: fraction }),
      ])
      .optional()
      .meta({ description: 'Fractions of the image', example: [0.31, 0.4, 0.12, 0.2] }),
    snapshot: z.string().max(MAX_SNAPSHOT_LENGTH).optional().meta({ example: 'snapshots/20260314/0017.jpg' }),
    track: z.string().max(MAX_TRACK_LENGTH).optional().meta({ example: '1-003-017' }),
    place: z.string().max(MAX_PLACE_LENGTH).optional().meta({ example: '3 号楼 2 单元 1 层' }),
  })
  .meta({ id: 'DetectionRecord' });
export const detectionSchema = oneOrMany(detectionRecord);

export const statusSchema = z
  .object({
    state: z.enum(['online', 'offline']),
    bootId: z.string().min(1).max(MAX_BOOT_ID_LENGTH).meta({
      description: 'Names one start of the device; birth and will carry the same',
      example: 'boot-20260314-1',
    }),
  })
  .meta({ id: 'DeviceStatus' });
