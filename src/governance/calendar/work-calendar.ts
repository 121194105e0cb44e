import { z } from 'zod';
import { SHANGHAI_OFFSET_MS } from '../../platform/clock.ts';
import type { WorkCalendarPublished } from '../events.ts';

export type WorkCalendarData = WorkCalendarPublished['data'];

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const workCalendarSchema = z
  .object({
    calendarId: z.string().regex(/^[a-z0-9-]{1,64}$/),
    calendarVersion: z.number().int().positive(),
    years: z.array(z.number().int()).min(1),
    holidays: z.array(z.iso.date()),
    workdays: z.array(z.iso.date()),
    windows: z
      .array(z.tuple([time, time]))
      .min(1)
      .refine(
        (windows) => windows.every(([from, to], n) => from < to && (n === 0 || windows[n - 1]![1] <= from)),
        'windows must be in order and must not overlap',
      ),
    source: z.string().min(1),
  })
  .refine(
    ({ years, holidays, workdays }) =>
      [...holidays, ...workdays].every((day) => years.includes(Number(day.slice(0, 4)))),
    'every day must lie in one of the years',
  )
  .refine(
    ({ holidays, workdays }) => workdays.every((day) => !holidays.includes(day)),
    'a day cannot be a day off and a working day',
  );

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A calendar made ready for arithmetic. */
export interface WorkCalendar {
  /** `{calendarId}@{version}`. */
  readonly version: string;
  readonly years: ReadonlySet<number>;
  readonly holidays: ReadonlySet<string>;
  readonly workdays: ReadonlySet<string>;
  /** Milliseconds after local midnight. */
  readonly windows: readonly (readonly [number, number])[];
}

const msOfDay = (text: string): number => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE_MS;

export const prepareCalendar = (data: WorkCalendarData): WorkCalendar => ({
  version: `${data.calendarId}@${data.calendarVersion}`,
  years: new Set(data.years),
  holidays: new Set(data.holidays),
  workdays: new Set(data.workdays),
  windows: data.windows.map(([from, to]) => [msOfDay(from), msOfDay(to)]),
});

/** Local midnight of the day that an instant lies in, as ms since 1970 UTC. */
const startOfDay = (instant: number): number =>
  Math.floor((instant + SHANGHAI_OFFSET_MS) / DAY_MS) * DAY_MS - SHANGHAI_OFFSET_MS;

const dateOf = (midnight: number): Date => new Date(midnight + SHANGHAI_OFFSET_MS);

/** Monday to Friday, but for days off and make-up working days (调休). `midnight` is local, as ms since 1970 UTC. */
export const isWorkDay = (calendar: WorkCalendar, midnight: number): boolean => {
  const date = dateOf(midnight);
  const text = date.toISOString().slice(0, 10);
  if (calendar.holidays.has(text)) return false;
  if (calendar.workdays.has(text)) return true;
  const weekday = date.getUTCDay();
  return weekday >= 1 && weekday <= 5;
};

/** The calendar says nothing about a year that the time runs into. */
export interface YearMissing {
  readonly ok: false;
  readonly code: 'calendarYearMissing';
  readonly year: number;
}

/**
 * Working windows from an instant on, in order, the first one cut off where the instant lies in it. Ends with the first
 * year that the calendar does not cover, so a loop over it always ends.
 */
export function* workingWindows(
  calendar: WorkCalendar,
  start: number,
): Generator<{ readonly ok: true; readonly opens: number; readonly closes: number } | YearMissing> {
  for (let midnight = startOfDay(start); ; midnight += DAY_MS) {
    const year = dateOf(midnight).getUTCFullYear();
    if (!calendar.years.has(year)) {
      yield { ok: false, code: 'calendarYearMissing', year };
      return;
    }
    if (!isWorkDay(calendar, midnight)) continue;
    for (const [from, to] of calendar.windows) {
      const opens = Math.max(start, midnight + from);
      const closes = midnight + to;
      if (opens < closes) yield { ok: true, opens, closes };
    }
  }
}
