import { boolean, doublePrecision, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

/** Grid workers and whether they are on duty. */
export const dutyWorkers = pgTable(
  'duty_workers',
  {
    workerId: text('worker_id').primaryKey(),
    divisionCode: text('division_code').notNull(),
    onDuty: boolean('on_duty').notNull(),
    lon: doublePrecision('lon'),
    lat: doublePrecision('lat'),
    locatedAt: time('located_at'),
    since: time('since').notNull(),
  },
  (table) => [index('duty_workers_division').on(table.divisionCode, table.onDuty)],
);
