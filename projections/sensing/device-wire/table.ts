import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { WireSettings, WireStandard } from '../../../devices/wire/index.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

/** How devices that speak in frames are named and read: one row for each that has an alias or settings. */
export const deviceWire = pgTable('device_wire', {
  deviceId: text('device_id').primaryKey(),
  aliases: jsonb('aliases')
    .$type<readonly { readonly standard: WireStandard; readonly aliasId: string }[]>()
    .notNull(),
  settings: jsonb('settings').$type<WireSettings>().notNull(),
  passwordHash: text('password_hash'),
  sealedSm4Key: text('sealed_sm4_key'),
});

export type DeviceWireRow = RowOf<typeof deviceWire>;
