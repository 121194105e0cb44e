import { doublePrecision, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';
import type { AlarmEscalated, Severity } from '../../../src/sensing/events.ts';

export type Escalation = Omit<AlarmEscalated['data'], 'alarmId'>;

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
    /** The current one; each step since it was raised is one of `escalations`. */
    severity: text('severity').$type<Severity>().notNull(),
    escalations: jsonb('escalations').$type<readonly Escalation[]>().notNull().default([]),
    value: doublePrecision('value').notNull(),
    threshold: doublePrecision('threshold').notNull(),
    unit: text('unit').notNull(),
    grade: text('grade'),
    track: text('track'),
    place: text('place'),
    since: instant('since').notNull(),
    raisedAt: instant('raised_at').notNull(),
    divisionCode: text('division_code').notNull(),
    gridCode: text('grid_code'),
    /** Of a spatial rule: every device that was beyond the level. */
    deviceIds: jsonb('device_ids').$type<readonly string[]>(),
    stormId: text('storm_id'),
    lon: doublePrecision('lon').notNull(),
    lat: doublePrecision('lat').notNull(),
    caseKey: text('case_key'),
    matterCode: text('matter_code'),
    state: text('state').$type<'active' | 'cleared'>().notNull(),
    clearedAt: instant('cleared_at'),
    clearCause: text('clear_cause'),
    acknowledgedBy: text('acknowledged_by'),
    acknowledgedAt: instant('acknowledged_at'),
    version: integer('version').notNull(),
  },
  (table) => [
    index('alarms_raised').on(table.raisedAt, table.alarmId),
    index('alarms_device').on(table.deviceId, table.raisedAt),
    index('alarms_division_state').on(table.state, table.divisionCode),
    index('alarms_devices').using('gin', table.deviceIds),
    index('alarms_storm').on(table.stormId),
  ],
);

export type AlarmRow = RowOf<typeof alarms>;
