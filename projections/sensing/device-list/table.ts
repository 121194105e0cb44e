import { boolean, doublePrecision, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

export const devices = pgTable(
  'devices',
  {
    deviceId: text('device_id').primaryKey(),
    name: text('name').notNull(),
    modelId: text('model_id').notNull(),
    lon: doublePrecision('lon').notNull(),
    lat: doublePrecision('lat').notNull(),
    divisionCode: text('division_code').notNull(),
    gridCode: text('grid_code'),
    departmentId: text('department_id'),
    secretHash: text('secret_hash').notNull(),
    reportIntervalSeconds: integer('report_interval_seconds').notNull(),
    synthetic: boolean('synthetic').notNull(),
    /** The device that may publish for it. */
    gatewayId: text('gateway_id'),
    status: text('status').$type<'active' | 'retired'>().notNull(),
    /** According to its status; `presenceNow` also considers what it reports. */
    presence: text('presence').$type<'online' | 'offline' | 'unknown'>().notNull(),
    bootId: text('boot_id'),
    presenceAt: instant('presence_at'),
    registeredAt: instant('registered_at').notNull(),
    /** Version of the stream `device-{id}`, for ETag. */
    version: integer('version').notNull(),
  },
  (table) => [index('devices_division').on(table.divisionCode, table.deviceId)],
);

export type DeviceRow = RowOf<typeof devices>;
