import { z } from '@hono/zod-openapi';

/** West, south, east and north in degrees. */
export type Bbox = readonly [west: number, south: number, east: number, north: number];

/** `bbox=west,south,east,north`. */
export const bboxParameter = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .refine(
    (box): box is [number, number, number, number] =>
      box.length === 4 && box.every(Number.isFinite) && box[0]! <= box[2]! && box[1]! <= box[3]!,
    'west,south,east,north in degrees',
  )
  .openapi({ type: 'string', description: 'west,south,east,north in degrees' });

export const isWithin = ([west, south, east, north]: Bbox, place: { lon: number; lat: number }): boolean =>
  west <= place.lon && place.lon <= east && south <= place.lat && place.lat <= north;
