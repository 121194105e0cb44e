import { doublePrecision, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Severity } from '../../src/sensing/events.ts';

export const alarms = pgTable(
  'alarms',
  {
    alarmId: text('alarm_id').primaryKey(),
    ruleId: text('rule_id').notNull(),
    ruleVersion: integer('rule_version').notNull(),
    ruleName: text('rule_name').notNull(),
    deviceId: text('device_id').notNull(),
    deviceName: text('device_name').notNull(),
    subject: text('subject').notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    value: doublePrecision('value').notNull(),
    threshold: doublePrecision('threshold').notNull(),
    unit: text('unit').notNull(),
    since: timestamp('since', { withTimezone: true, mode: 'string' }).notNull(),
    raisedAt: timestamp('raised_at', { withTimezone: true, mode: 'string' }).notNull(),
    divisionCode: text('division_code').notNull(),
    gridCode: text('grid_code'),
    lon: doublePrecision('lon').notNull(),
    lat: doublePrecision('lat').notNull(),
    caseKey: text('case_key'),
    matterCode: text('matter_code'),
    state: text('state').$type<'active' | 'cleared'>().notNull(),
    clearedAt: timestamp('cleared_at', { withTimezone: true, mode: 'string' }),
    clearCause: text('clear_cause'),
    acknowledgedBy: text('acknowledged_by'),
    acknowledgedAt: timestamp('acknowledged_at', { withTimezone: true, mode: 'string' }),
    version: integer('version').notNull(),
  },
  (table) => [
    index('alarms_raised').on(table.raisedAt.desc(), table.alarmId),
    index('alarms_device').on(table.deviceId, table.raisedAt.desc()),
    index('alarms_division_state').on(table.state, table.divisionCode),
  ],
);
