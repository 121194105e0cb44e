import type { Sql } from '../../../src/platform/sql.ts';
import type { WorkCalendarRow } from './table.ts';

type Calendar = WorkCalendarRow['definition'];

export const findCalendar = async (sql: Sql, calendarId: string): Promise<Calendar | undefined> => {
  const [row] = await sql<WorkCalendarRow>`select * from work_calendars where calendar_id = ${calendarId}`;
  return row?.definition;
};

export const findAnyCalendar = async (sql: Sql): Promise<Calendar | undefined> => {
  const [row] = await sql<WorkCalendarRow>`select * from work_calendars order by calendar_id limit 1`;
  return row?.definition;
};
