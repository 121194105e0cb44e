import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../../src/platform/columns.ts';
import type { StationLines } from '../../../src/sensing/indices/flood/station-lines.ts';

/** Every version of a station's warning lines, in the order in which they were defined. */
export const stationLines = pgTable('station_lines', {
  deviceId: text('device_id').primaryKey(),
  versions: jsonb('versions').$type<readonly StationLines[]>().notNull(),
  /** Version of the stream, for ETag. */
  version: integer('version').notNull(),
});

export type StationLinesRow = RowOf<typeof stationLines>;
