import { index, pgTable } from 'drizzle-orm/pg-core';
import { indexValueColumns } from '../index-history/table.ts';

/** The latest period of each device, kind and length. */
export const indexLatest = pgTable('index_latest', indexValueColumns(), (table) => [
  index('index_latest_device').on(table.deviceId),
]);
