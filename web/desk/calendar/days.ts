import type { Schemas } from '../../shared/api.ts';

export type Calendar = Schemas['WorkCalendar'];
export type CalendarDay = Schemas['CalendarDay'];
export type LocalDay = Calendar['own']['days'][number];

const DAY_MS = 86_400_000;
const WEEK = 7;
const SATURDAY = 5;

/** 0 for Monday. */
export const weekdayOf = (day: string): number => (new Date(day).getUTCDay() + WEEK - 1) % WEEK;

export const daysOfMonth = (year: number, month: number): readonly string[] => {
  const first = Date.UTC(year, month - 1, 1);
  const count = (Date.UTC(year, month, 1) - first) / DAY_MS;
  return Array.from({ length: count }, (_, n) => new Date(first + n * DAY_MS).toISOString().slice(0, 10));
};

export const isWorked = (day: string, known: CalendarDay | undefined): boolean => {
  if (known === undefined) return weekdayOf(day) < SATURDAY;
  return known.kind === 'work' || known.kind === 'makeUp';
};

/** The draft with a day turned round: a draft of it is dropped, else what is worked is closed and the other way round. */
export const toggled = (
  draft: readonly LocalDay[],
  day: string,
  known: CalendarDay | undefined,
): readonly LocalDay[] =>
  draft.some((each) => each.day === day)
    ? draft.filter((each) => each.day !== day)
    : [...draft, { day, kind: isWorked(day, known) ? ('off' as const) : ('work' as const) }].sort((a, b) =>
        a.day < b.day ? -1 : 1,
      );

const WINDOW = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

export const windowsText = (windows: readonly (readonly string[])[]): string =>
  windows.map(([from, to]) => `${from}-${to}`).join(' ');

/** `08:00-12:00 14:00-18:00`; undefined for anything else. */
export const windowsOf = (text: string): [string, string][] | undefined => {
  const parts = text
    .trim()
    .replaceAll('：', ':')
    .replaceAll(/[—–~～]/g, '-')
    .split(/[\s,，、;；]+/)
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => WINDOW.test(part))
    ? parts.map((part) => part.split('-') as [string, string])
    : undefined;
};
