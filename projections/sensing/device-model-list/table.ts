import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../../src/platform/columns.ts';
import type { DeviceModelPublished } from '../../../src/sensing/events.ts';

export const deviceModels = pgTable('device_models', {
  modelId: text('model_id').primaryKey(),
  version: integer('version').notNull(),
  definition: jsonb('definition').$type<DeviceModelPublished['data']>().notNull(),
});

export type DeviceModelRow = RowOf<typeof deviceModels>;
