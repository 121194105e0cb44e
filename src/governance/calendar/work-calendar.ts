import { z } from 'zod';
import { SHANGHAI_OFFSET_MS } from '../../platform/clock.ts';
import type { WorkCalendarPublished } from '../events.ts';
import { type Festivals, legalDaysOff } from './legal-days-off.ts';

export type WorkCalendarData = WorkCalendarPublished['data'];

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const endTime = z.union([time, z.literal('24:00')]);
const MOST_WINDOWS = 6;

/** In order, without overlap; the last one may reach into the next day, up to where that one begins. */
const areInOrder = (windows: readonly (readonly [string, string])[]): boolean =>
  windows.every(([from, to], n) => {
    const follows = n === 0 || windows[n - 1]![1] <= from;
    const ends = to > from || (n === windows.length - 1 && to <= windows[0]![0]);
    return follows && ends;
  });

/** Working windows of a day. */
export const windowsSchema = z
  .array(z.tuple([time, endTime]))
  .min(1)
  .max(MOST_WINDOWS)
  .refine(areInOrder, 'windows must be in order and must not overlap');

const festivalsSchema = z
  .object({
    year: z.number().int(),
    springFestival: z.iso.date(),
    qingming: z.iso.date(),
    dragonBoat: z.iso.date(),
    midAutumn: z.iso.date(),
  })
  .refine(
    ({ year, ...days }) => Object.values(days).every((day) => day.startsWith(`${year}-`)),
    'every festival must be in its year',
  );

export const workCalendarSchema = z
  .object({
    calendarId: z.string().regex(/^[a-z0-9-]{1,64}$/),
    calendarVersion: z.number().int().positive(),
    years: z.array(z.number().int()).min(1),
    holidays: z.array(z.iso.date()),
    workdays: z.array(z.iso.date()),
    windows: windowsSchema,
    festivals: z.array(festivalsSchema).exactOptional(),
    source: z.string().min(1),
  })
  .refine(
    ({ years, holidays, workdays }) =>
      [...holidays, ...workdays].every((day) => years.includes(Number(day.slice(0, 4)))),
    'every day must be in one of the years',
  )
  .refine(
    ({ holidays, workdays }) => workdays.every((day) => !holidays.includes(day)),
    'a day cannot be a day off and a working day',
  );

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A calendar prepared for arithmetic. */
export interface WorkCalendar {
  /** `{calendarId}@{version}`, then `{division}@{version}` of each local calendar that applies, the widest first. */
  readonly version: string;
  /** Years whose days off are published. The others follow only the law, up to the last year that can be computed. */
  readonly years: ReadonlySet<number>;
  readonly festivals: ReadonlyMap<number, Festivals>;
  readonly holidays: ReadonlySet<string>;
  readonly workdays: ReadonlySet<string>;
  /** Milliseconds after local midnight; an end beyond the day is in the next one. */
  readonly windows: readonly (readonly [number, number])[];
}

const msOfDay = (text: string): number => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE_MS;

export const prepareCalendar = (data: WorkCalendarData): WorkCalendar => ({
  version: `${data.calendarId}@${data.calendarVersion}`,
  years: new Set(data.years.filter((year) => data.holidays.some((day) => day.startsWith(`${year}-`)))),
  festivals: new Map(data.festivals?.map((each) => [each.year, each])),
  holidays: new Set(data.holidays),
  workdays: new Set(data.workdays),
  windows: data.windows.map(([from, to]) => [msOfDay(from), msOfDay(to) + (to > from ? 0 : DAY_MS)]),
});

/** Local midnight of the day that contains an instant, as ms since 1970 UTC. */
const startOfDay = (instant: number): number =>
  Math.floor((instant + SHANGHAI_OFFSET_MS) / DAY_MS) * DAY_MS - SHANGHAI_OFFSET_MS;

const dateOf = (midnight: number): Date => new Date(midnight + SHANGHAI_OFFSET_MS);

/** Computed once for a calendar and year. */
const legalDays = new WeakMap<WorkCalendar, Map<number, ReadonlySet<string>>>();
const legalDaysOf = (calendar: WorkCalendar, year: number): ReadonlySet<string> => {
  let years = legalDays.get(calendar);
  if (years === undefined) {
    years = new Map();
    legalDays.set(calendar, years);
  }
  let days = years.get(year);
  if (days === undefined) {
    days = legalDaysOff(year, calendar.festivals.get(year));
    years.set(year, days);
  }
  return days;
};

/** `off` and `makeUp` by a notice or locally, `legal` by the law alone in a year without its notice. */
export type DayKind = 'work' | 'weekend' | 'off' | 'makeUp' | 'legal';

/**
 * What a day is: Monday to Friday are worked, except for days off and make-up working days (调休); for an unpublished year, except for
 * the days off set by law. `midnight` is local, as ms since 1970 UTC.
 */
export const dayKind = (calendar: WorkCalendar, midnight: number): DayKind => {
  const date = dateOf(midnight);
  const text = date.toISOString().slice(0, 10);
  if (calendar.holidays.has(text)) return 'off';
  const isWeekday = date.getUTCDay() >= 1 && date.getUTCDay() <= 5;
  if (calendar.workdays.has(text)) return isWeekday ? 'work' : 'makeUp';
  const year = date.getUTCFullYear();
  if (!calendar.years.has(year) && legalDaysOf(calendar, year).has(text)) return 'legal';
  return isWeekday ? 'work' : 'weekend';
};

export const isWorkDay = (calendar: WorkCalendar, midnight: number): boolean => {
  const kind = dayKind(calendar, midnight);
  return kind === 'work' || kind === 'makeUp';
};

/** The State Council announces the days off of a year in the November before: from this month on they are expected. */
const AWAITED_FROM_MONTH = 10;

/** A year whose days off should be in the calendar by now; undefined if none is missing. */
export const unpublishedYear = (
  { years }: Pick<WorkCalendar, 'years'>,
  nowMs: number,
): number | undefined => {
  const now = dateOf(nowMs);
  const year = now.getUTCFullYear();
  if (!years.has(year)) return year;
  return now.getUTCMonth() + 1 >= AWAITED_FROM_MONTH && !years.has(year + 1) ? year + 1 : undefined;
};

/** First year of the current law on days off, and the last year that can be computed. */
const FIRST_YEAR = 2025;
const LAST_YEAR = 2099;

/** The time runs into a year that is unknown. */
export interface YearMissing {
  readonly ok: false;
  readonly code: 'calendarYearMissing';
  readonly year: number;
}

export interface WorkingWindow {
  readonly ok: true;
  readonly opens: number;
  readonly closes: number;
  /** True in a year whose days off are not published yet. */
  readonly provisional: boolean;
}

/**
 * Working windows from an instant on, in order; the first one is cut off if the instant is inside it. Ends before the first
 * unknown year, so a loop over it always terminates.
 */
export function* workingWindows(
  calendar: WorkCalendar,
  start: number,
): Generator<WorkingWindow | YearMissing> {
  const reachesOver = calendar.windows.some(([, to]) => to > DAY_MS);
  const first = startOfDay(start);
  for (let midnight = reachesOver ? first - DAY_MS : first; ; midnight += DAY_MS) {
    const year = dateOf(midnight).getUTCFullYear();
    const published = calendar.years.has(year);
    if (!published && (year < FIRST_YEAR || year > LAST_YEAR)) {
      // The day before the first year adds only the part of its window that reaches into the year.
      if (midnight < first) continue;
      yield { ok: false, code: 'calendarYearMissing', year };
      return;
    }
    if (!isWorkDay(calendar, midnight)) continue;
    for (const [from, to] of calendar.windows) {
      const opens = Math.max(start, midnight + from);
      const closes = midnight + to;
      if (opens < closes) yield { ok: true, opens, closes, provisional: !published };
    }
  }
}
