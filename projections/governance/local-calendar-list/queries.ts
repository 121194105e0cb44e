import type { LocalCalendars } from '../../../src/governance/index.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { LocalCalendarRow } from './table.ts';

/** The latest of each division. */
export const loadLocalCalendars = async (sql: Sql): Promise<LocalCalendars> => {
  const rows = await sql<LocalCalendarRow>`
    select distinct on (division_code) * from local_calendars order by division_code, version desc`;
  return new Map(rows.map(({ division_code: code, definition }) => [code, definition]));
};

/** Of a division and those around it, latest first. */
export const listLocalCalendars = (
  sql: Sql,
  divisionCode: string,
): PromiseLike<readonly LocalCalendarRow[]> =>
  sql<LocalCalendarRow>`
    select * from local_calendars where starts_with(${divisionCode}, division_code) order by set_at desc, version desc, key`;
