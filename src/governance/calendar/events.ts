import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Festivals } from './legal-days-off.ts';

type Windows = readonly (readonly [string, string])[];

/** Stream `calendar-{id}`. Days are `YYYY-MM-DD` in Asia/Shanghai. */
export type WorkCalendarPublished = DomainEvent<
  'WorkCalendarPublished',
  {
    readonly calendarId: string;
    readonly calendarVersion: number;
    /** Years whose days off are listed; a year without any counts as not published. */
    readonly years: readonly number[];
    /** Days off that fall on Monday to Friday or are named holidays. */
    readonly holidays: readonly string[];
    /** Make-up working days (调休) on a weekend. */
    readonly workdays: readonly string[];
    /** Working windows of a working day, `HH:MM`–`HH:MM`, in order; the last may end at 24:00 or on the next day. */
    readonly windows: Windows;
    /** For years whose days off are not published: the data from which the law's days off are derived. */
    readonly festivals?: readonly Festivals[];
    readonly source: string;
  }
>;

/** A day that a division has differently: closed, or worked. */
export interface LocalDay {
  readonly day: string;
  readonly kind: 'off' | 'work';
}

/** Stream `local-calendars`: what a province, a city or a county has differently from the work calendar, as a whole. */
export type LocalCalendarSet = DomainEvent<
  'LocalCalendarSet',
  {
    readonly divisionCode: string;
    readonly localVersion: number;
    /** In order. */
    readonly days: readonly LocalDay[];
    /** Working windows here; null for those of the division above. */
    readonly windows: Windows | null;
    /** Only of the province: years whose official notice is entered among `days`. */
    readonly years: readonly number[];
    /** Why it was changed. */
    readonly reason: string;
  }
>;
