import type { FilingStandardRow, LimitUnit } from '../events.ts';
import { matterCodeOf } from '../standards/filing-standard.ts';

/** Approximate hours on the wall clock of a unit of a limit: nights and weekends separate working hours. */
const WALL_HOURS: Readonly<Record<LimitUnit, number>> = {
  urgentHour: 1,
  workHour: 2,
  urgentDay: 24,
  naturalDay: 24,
  workDay: 34,
};

/** Longest limit of each matter, in hours: how long a case of it may well be open. */
export const limitHoursByMatter = (rows: Iterable<FilingStandardRow>): ReadonlyMap<string, number> => {
  const hours = new Map<string, number>();
  for (const row of rows) {
    const matter = matterCodeOf(row);
    hours.set(matter, Math.max(hours.get(matter) ?? 0, row.limit * WALL_HOURS[row.limitUnit]));
  }
  return hours;
};
