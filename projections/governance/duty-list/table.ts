import { boolean, doublePrecision, index, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

/** Grid workers and whether they are on duty. */
export const dutyWorkers = pgTable(
  'duty_workers',
  {
    workerId: text('worker_id').primaryKey(),
    divisionCode: text('division_code').notNull(),
    onDuty: boolean('on_duty').notNull(),
    lon: doublePrecision('lon'),
    lat: doublePrecision('lat'),
    locatedAt: instant('located_at'),
    since: instant('since').notNull(),
  },
  (table) => [index('duty_workers_division').on(table.divisionCode, table.onDuty)],
);

export type DutyRow = RowOf<typeof dutyWorkers>;
