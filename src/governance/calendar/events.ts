import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Festivals } from './legal-days-off.ts';

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
    readonly windows: readonly (readonly [string, string])[];
    /** For years whose days off are not published: the data from which the law's days off are derived. */
    readonly festivals?: readonly Festivals[];
    readonly source: string;
  }
>;
