import { z } from 'zod';
import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type { LocalCalendarSet } from '../events.ts';
import { prepareCalendar, type WorkCalendar, type WorkCalendarData, windowsSchema } from './work-calendar.ts';

export type LocalCalendarData = LocalCalendarSet['data'];

export const LOCAL_CALENDARS_STREAM = 'local-calendars';
const PROVINCE_DIGITS = 2;
/** A province, a city and a county may have their own; places below keep the county's. */
const LEVELS = [PROVINCE_DIGITS, 4, 6] as const;
const MOST_DAYS = 1000;
const MOST_YEARS = 20;
const MOST_REASON = 200;

const mayHaveLocalCalendar = (divisionCode: string): boolean =>
  (LEVELS as readonly number[]).includes(divisionCode.length);

/** What a person enters. */
export const localCalendarSchema = z.object({
  days: z
    .array(z.object({ day: z.iso.date(), kind: z.enum(['off', 'work']) }))
    .max(MOST_DAYS)
    .refine((days) => new Set(days.map(({ day }) => day)).size === days.length, 'a day may be given once'),
  windows: windowsSchema.nullable(),
  years: z.array(z.number().int().min(2025).max(2099)).max(MOST_YEARS).default([]),
  reason: z.string().trim().min(1).max(MOST_REASON),
});
export type LocalCalendarEntry = z.infer<typeof localCalendarSchema>;

export interface LocalCalendarCommand {
  readonly type: 'SetLocalCalendar';
  readonly divisionCode: string;
  readonly entry: LocalCalendarEntry;
  /** The version that was read, 0 where there was none. */
  readonly after: number;
}

/** The latest of each division, by its code. */
export type LocalCalendars = ReadonlyMap<string, LocalCalendarData>;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the calendar of a division is once the entry is made. */
export const nextLocalCalendar = (
  { divisionCode, entry }: Pick<LocalCalendarCommand, 'divisionCode' | 'entry'>,
  before: LocalCalendarData | undefined,
): LocalCalendarData => ({
  divisionCode,
  localVersion: (before?.localVersion ?? 0) + 1,
  days: entry.days.map(({ day, kind }) => ({ day, kind })).sort((a, b) => (a.day < b.day ? -1 : 1)),
  windows: entry.windows,
  years: [...new Set(entry.years)].sort((a, b) => a - b),
  reason: entry.reason,
});

/** The same content gives no event, whatever its reason. */
export const localCalendarsDecider: Decider<LocalCalendars, LocalCalendarCommand, LocalCalendarSet> = {
  initialState: new Map(),
  decide: (command, state) => {
    const { divisionCode, entry, after } = command;
    const before = state.get(divisionCode);
    if (!mayHaveLocalCalendar(divisionCode))
      return refused('calendarInvalid', '只有省、市、县可以设置工作日历', { divisionCode });
    if (entry.years.length > 0 && divisionCode.length !== PROVINCE_DIGITS)
      return refused('calendarInvalid', '全年放假通知只能在省级登记', { divisionCode });
    const empty = entry.years.find((year) => !entry.days.some(({ day }) => day.startsWith(`${year}-`)));
    if (empty !== undefined)
      return refused('calendarInvalid', `${empty} 年没有登记任何放假日`, { year: empty });
    if ((before?.localVersion ?? 0) !== after)
      return refused('calendarChanged', '工作日历已被他人修改，请重新核对', {
        localVersion: before?.localVersion ?? 0,
      });
    const data = nextLocalCalendar(command, before);
    const { days, windows, years } = before ?? { days: [], windows: null, years: [] };
    if (same([data.days, data.windows, data.years], [days, windows, years])) return accepted();
    return accepted({ type: 'LocalCalendarSet', data });
  },
  evolve: (state, { data }) => new Map(state).set(data.divisionCode, data),
};

const withLocal = (calendar: WorkCalendarData, local: LocalCalendarData): WorkCalendarData => {
  const off = new Set(local.days.filter(({ kind }) => kind === 'off').map(({ day }) => day));
  const worked = new Set(local.days.filter(({ kind }) => kind === 'work').map(({ day }) => day));
  return {
    ...calendar,
    years: [...new Set([...calendar.years, ...local.years])],
    holidays: [...new Set([...calendar.holidays.filter((day) => !worked.has(day)), ...off])],
    workdays: [...new Set([...calendar.workdays.filter((day) => !off.has(day)), ...worked])],
    windows: local.windows ?? calendar.windows,
  };
};

/** The local calendars that apply in a division, the widest first. */
export const localsOf = (locals: LocalCalendars, divisionCode: string): readonly LocalCalendarData[] =>
  LEVELS.flatMap((digits) => {
    if (digits > divisionCode.length) return [];
    const local = locals.get(divisionCode.slice(0, digits));
    return local === undefined ? [] : [local];
  });

/** The work calendar of each division: that of the country, with what province, city and county have differently, the narrowest last. */
export const createCalendars = (
  national: WorkCalendarData,
  locals: LocalCalendars,
): ((divisionCode: string) => WorkCalendar) => {
  const prepared = new Map<string, WorkCalendar>();
  return (divisionCode) => {
    const applying = localsOf(locals, divisionCode);
    const version = [
      `${national.calendarId}@${national.calendarVersion}`,
      ...applying.map((local) => `${local.divisionCode}@${local.localVersion}`),
    ].join(' ');
    let calendar = prepared.get(version);
    if (calendar === undefined) {
      calendar = { ...prepareCalendar(applying.reduce(withLocal, national)), version };
      prepared.set(version, calendar);
    }
    return calendar;
  };
};
