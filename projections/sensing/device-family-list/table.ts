import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../../src/platform/columns.ts';
import type { DeviceFamilyPublished } from '../../../src/sensing/families/events.ts';

/** Families of devices, each as it was published last. */
export const deviceFamilies = pgTable('device_families', {
  family: text('family').primaryKey(),
  /** Version of the stream, for If-Match. */
  version: integer('version').notNull(),
  publishedAt: text('published_at').notNull(),
  publishedBy: text('published_by').notNull(),
  definition: jsonb('definition').$type<DeviceFamilyPublished['data']>().notNull(),
});

export type DeviceFamilyRow = RowOf<typeof deviceFamilies>;
