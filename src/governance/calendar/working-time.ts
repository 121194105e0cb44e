import type { LimitUnit } from '../events.ts';
import { type WorkCalendar, workingWindows, type YearMissing } from './work-calendar.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** One work day counts as 8 work hours, whatever the windows add up to. */
const WORK_HOURS_PER_DAY = 8;

export type DeadlineResult =
  | {
      readonly ok: true;
      readonly deadline: number;
      /** Computed with days off that are not published yet. */
      readonly provisional?: true;
    }
  | YearMissing;

/** Adds working time: only the working windows of working days count; outside them the clock is paused. */
const addWorkingTime = (calendar: WorkCalendar, start: number, duration: number): DeadlineResult => {
  let left = duration;
  for (const window of workingWindows(calendar, start)) {
    if (!window.ok) return window;
    const { opens, closes, provisional } = window;
    if (left <= closes - opens)
      return { ok: true, deadline: opens + left, ...(provisional && { provisional }) };
    left -= closes - opens;
  }
  throw new Error('working windows end only with a year that is missing');
};

const runsInWorkingTime = (unit: LimitUnit): boolean => unit === 'workHour' || unit === 'workDay';

/** A limit in ms of the time that its unit counts; a work day is eight work hours (Yuncheng). */
export const limitMs = (limit: number, unit: LimitUnit): number => {
  switch (unit) {
    case 'urgentHour':
    case 'workHour':
      return limit * HOUR_MS;
    case 'urgentDay':
    case 'naturalDay':
      return limit * DAY_MS;
    case 'workDay':
      return limit * WORK_HOURS_PER_DAY * HOUR_MS;
    default:
      return unit satisfies never;
  }
};

/** The instant at which `duration` ms that the unit counts have passed since `start`. */
export const addCounted = (
  calendar: WorkCalendar,
  start: number,
  duration: number,
  unit: LimitUnit,
): DeadlineResult =>
  runsInWorkingTime(unit)
    ? addWorkingTime(calendar, start, duration)
    : { ok: true, deadline: start + duration };

/**
 * When a limit that starts at `start` (ms since 1970 UTC) is over. Urgent hours and days and natural days run on the wall
 * clock, nights and holidays included; work hours and work days run inside working windows (rules of Yuncheng's city
 * management: 08:00–12:00 and 14:00–18:00, one work day is eight work hours).
 */
export const addLimit = (
  calendar: WorkCalendar,
  start: number,
  limit: number,
  unit: LimitUnit,
): DeadlineResult => addCounted(calendar, start, limitMs(limit, unit), unit);

export type WorkedResult = { readonly ok: true; readonly workedMs: number } | YearMissing;

/** Working time between two instants (ms since 1970 UTC), in ms; 0 where `to` is not after `from`. */
export const workedMs = (calendar: WorkCalendar, from: number, to: number): WorkedResult => {
  let sum = 0;
  if (to <= from) return { ok: true, workedMs: sum };
  for (const window of workingWindows(calendar, from)) {
    if (!window.ok) {
      // Time that ends before the first window of the missing year needs nothing from it.
      const yearStart = Date.parse(`${window.year}-01-01T00:00:00+08:00`);
      return to <= yearStart ? { ok: true, workedMs: sum } : window;
    }
    if (window.opens >= to) break;
    sum += Math.min(window.closes, to) - window.opens;
  }
  return { ok: true, workedMs: sum };
};

/** Time between two instants that the unit counts, ms; 0 where `to` is not after `from`, as when a clock was set back. */
export const countedMs = (calendar: WorkCalendar, from: number, to: number, unit: LimitUnit): WorkedResult =>
  runsInWorkingTime(unit) ? workedMs(calendar, from, to) : { ok: true, workedMs: Math.max(0, to - from) };
