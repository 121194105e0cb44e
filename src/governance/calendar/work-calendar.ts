import { z } from 'zod';
import { SHANGHAI_OFFSET_MS } from '../../platform/clock.ts';
import type { LimitUnit, WorkCalendarPublished } from '../events.ts';

export type WorkCalendarData = WorkCalendarPublished['data'];

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const workCalendarSchema = z.object({
  calendarId: z.string().regex(/^[a-z0-9-]{1,64}$/),
  calendarVersion: z.number().int().positive(),
  years: z.array(z.number().int()).min(1),
  holidays: z.array(day),
  workdays: z.array(day),
  windows: z
    .array(z.tuple([time, time]))
    .min(1)
    .refine(
      (windows) => windows.every(([from, to], n) => from < to && (n === 0 || windows[n - 1]![1] <= from)),
      'windows must be in order and must not overlap',
    ),
  source: z.string().min(1),
});

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** One work day counts as 8 work hours, whatever the windows add up to. */
const WORK_HOURS_PER_DAY = 8;

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

export type DeadlineResult =
  | { readonly ok: true; readonly deadline: number }
  /** The calendar says nothing about a year that the time runs into. */
  | { readonly ok: false; readonly code: 'calendarYearMissing'; readonly year: number };

/** Local midnight of the day that an instant lies in, as ms since 1970 UTC. */
const startOfDay = (instant: number): number =>
  Math.floor((instant + SHANGHAI_OFFSET_MS) / DAY_MS) * DAY_MS - SHANGHAI_OFFSET_MS;

const dateOf = (midnight: number): Date => new Date(midnight + SHANGHAI_OFFSET_MS);

/** Monday to Friday, but for days off and make-up working days (调休). */
export const isWorkDay = (calendar: WorkCalendar, midnight: number): boolean => {
  const date = dateOf(midnight);
  const text = date.toISOString().slice(0, 10);
  if (calendar.holidays.has(text)) return false;
  if (calendar.workdays.has(text)) return true;
  const weekday = date.getUTCDay();
  return weekday >= 1 && weekday <= 5;
};

/** Adds working time: only the working windows of working days count; outside them the clock stands. */
const addWorkingTime = (calendar: WorkCalendar, start: number, duration: number): DeadlineResult => {
  let left = duration;
  for (let midnight = startOfDay(start); ; midnight += DAY_MS) {
    const year = dateOf(midnight).getUTCFullYear();
    if (!calendar.years.has(year)) return { ok: false, code: 'calendarYearMissing', year };
    if (!isWorkDay(calendar, midnight)) continue;
    for (const [from, to] of calendar.windows) {
      const opens = Math.max(start, midnight + from);
      const closes = midnight + to;
      if (opens >= closes) continue;
      if (left <= closes - opens) return { ok: true, deadline: opens + left };
      left -= closes - opens;
    }
  }
};

/**
 * When a limit that starts at `start` (ms since 1970 UTC) is over. Urgent hours and days and natural days run on the wall
 * clock, nights and holidays included; work hours and work days run inside working windows (grid-governance rules of
 * Yuncheng: 08:00–12:00 and 14:00–18:00, one work day is eight work hours).
 */
export const addLimit = (
  calendar: WorkCalendar,
  start: number,
  limit: number,
  unit: LimitUnit,
): DeadlineResult => {
  switch (unit) {
    case 'urgentHour':
      return { ok: true, deadline: start + limit * HOUR_MS };
    case 'urgentDay':
    case 'naturalDay':
      return { ok: true, deadline: start + limit * DAY_MS };
    case 'workHour':
      return addWorkingTime(calendar, start, limit * HOUR_MS);
    case 'workDay':
      return addWorkingTime(calendar, start, limit * WORK_HOURS_PER_DAY * HOUR_MS);
    default:
      return unit satisfies never;
  }
};
