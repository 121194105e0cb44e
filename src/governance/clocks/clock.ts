import type { WorkCalendar, YearMissing } from '../calendar/work-calendar.ts';
import { addCounted, countedMs, limitMs } from '../calendar/working-time.ts';
import { type CaseClock, type ClockName, LIGHTS, type Light, type TimeLimit } from '../vocabulary.ts';
import type { CaseRules } from './case-rules.ts';

/*
 * A clock is a record of instants and never ticks: time used is recomputed from them (elapsed counted time − paused time). All
 * functions are pure; `at` is ISO 8601 UTC.
 */

export type ClockResult = { readonly ok: true; readonly clock: CaseClock } | YearMissing;

/** What the arithmetic needs apart from the clock. */
export interface ClockSetting {
  readonly calendar: WorkCalendar;
  readonly lights: CaseRules['lights'];
}

const iso = (ms: number): string => new Date(ms).toISOString();
const isAfter = (time: string, limit: string): boolean => Date.parse(time) > Date.parse(limit);
const reached = (time: string, limit: string | null): boolean =>
  limit !== null && Date.parse(time) >= Date.parse(limit);

/** The whole limit with its extensions, ms of counted time. */
export const wholeLimitMs = ({ limit, unit, extensions }: CaseClock): number =>
  limitMs(limit, unit) * (1 + extensions);

/** Counted time used at an instant, ms: the time used before the clock last started, plus what its unit counts since. */
export const usedAt = (
  clock: CaseClock,
  at: string,
  calendar: WorkCalendar,
): { readonly ok: true; readonly usedMs: number } | YearMissing => {
  if (clock.state !== 'running') return { ok: true, usedMs: clock.usedMs };
  const counted = countedMs(calendar, Date.parse(clock.since), Date.parse(at), clock.unit);
  return counted.ok ? { ok: true, usedMs: clock.usedMs + counted.workedMs } : counted;
};

/** What a running clock shows: yellow from the yellow threshold on, red after the red one. */
export const lightAt = (clock: CaseClock, at: string): Light => {
  if (isAfter(at, clock.redAt)) return 'red';
  return reached(at, clock.yellowAt) ? 'yellow' : 'green';
};

/** Instants at which a running clock reaches its thresholds; those that it passed before are unchanged. */
const withInstants = (before: CaseClock, setting: ClockSetting, passed: Passed): ClockResult => {
  const { provisional: _, ...clock } = before;
  const { calendar, lights } = setting;
  const since = Date.parse(clock.since);
  const whole = wholeLimitMs(clock);
  const instant = (share: number) =>
    addCounted(calendar, since, Math.max(0, Math.round(whole * share) - clock.usedMs), clock.unit);
  const [yellow, red, end] = [instant(lights.yellow), instant(lights.red), instant(1)];
  if (!yellow.ok) return yellow;
  if (!red.ok) return red;
  if (!end.ok) return end;
  return {
    ok: true,
    clock: {
      ...clock,
      yellowAt: passed.yellow ? clock.yellowAt : iso(yellow.deadline),
      redAt: passed.red ? clock.redAt : iso(red.deadline),
      deadline: passed.deadline ? clock.deadline : iso(end.deadline),
      calendarVersion: calendar.version,
      ...([yellow, red, end].some(({ provisional }) => provisional === true) && {
        provisional: true as const,
      }),
    },
  };
};

interface Passed {
  readonly yellow: boolean;
  readonly red: boolean;
  readonly deadline: boolean;
}
const NOTHING_PASSED: Passed = { yellow: false, red: false, deadline: false };

export const startClock = (
  name: ClockName,
  { limit, unit }: TimeLimit,
  at: string,
  setting: ClockSetting,
  run = 1,
): ClockResult =>
  withInstants(
    {
      clock: name,
      run,
      state: 'running',
      limit,
      unit,
      extensions: 0,
      startedAt: at,
      since: at,
      usedMs: 0,
      yellowAt: null,
      redAt: at,
      deadline: at,
      light: 'green',
      overdue: false,
      deferredSince: null,
      deferredMs: 0,
      calendarVersion: setting.calendar.version,
    },
    setting,
    NOTHING_PASSED,
  );

const laterOf = (a: Light, b: Light): Light => (LIGHTS.indexOf(a) >= LIGHTS.indexOf(b) ? a : b);

/** Light and overdue at an instant. They only increase, so a clock that is set back undoes nothing. */
export const noticed = (clock: CaseClock, at: string): CaseClock =>
  clock.state === 'running'
    ? {
        ...clock,
        light: laterOf(clock.light, lightAt(clock, at)),
        overdue: clock.overdue || isAfter(at, clock.deadline),
      }
    : clock;

const halt = (
  clock: CaseClock,
  state: 'paused' | 'stopped',
  at: string,
  calendar: WorkCalendar,
): ClockResult => {
  const deferral = endClockDeferral(clock, at, calendar);
  if (!deferral.ok) return deferral;
  const used = usedAt(clock, at, calendar);
  if (!used.ok) return used;
  return { ok: true, clock: { ...noticed(deferral.clock, at), state, usedMs: used.usedMs } };
};

export const pauseClock = (clock: CaseClock, at: string, calendar: WorkCalendar): ClockResult =>
  halt(clock, 'paused', at, calendar);
export const stopClock = (clock: CaseClock, at: string, calendar: WorkCalendar): ClockResult =>
  halt(clock, 'stopped', at, calendar);

/** Resumes with the rest of the limit. Also for a stopped clock: a failed check gives the department its remaining time back. */
export const resumeClock = (clock: CaseClock, at: string, setting: ClockSetting): ClockResult =>
  withInstants({ ...clock, state: 'running', since: at }, setting, {
    yellow: clock.light !== 'green',
    red: clock.light === 'red',
    deadline: clock.overdue,
  });

/**
 * A running clock under another calendar than the one it was computed with: what it has passed is kept, the rest is computed anew from
 * when it last started.
 */
export const underCalendar = (clock: CaseClock, setting: ClockSetting): ClockResult =>
  clock.state !== 'running' || clock.yellowAt === null || clock.calendarVersion === setting.calendar.version
    ? { ok: true, clock }
    : withInstants(clock, setting, {
        yellow: clock.light !== 'green',
        red: clock.light === 'red',
        deadline: clock.overdue,
      });

/** Adds the original limit to the current deadline once more; light and overdue are recomputed from it. */
export const extendClock = (clock: CaseClock, at: string, setting: ClockSetting): ClockResult => {
  const longer = withInstants({ ...clock, extensions: clock.extensions + 1 }, setting, NOTHING_PASSED);
  if (!longer.ok) return longer;
  const extended = longer.clock;
  return {
    ok: true,
    clock: { ...extended, light: lightAt(extended, at), overdue: isAfter(at, extended.deadline) },
  };
};

/** From now on the clock runs but does not count in the evaluation. */
export const deferClock = (clock: CaseClock, at: string): CaseClock => ({ ...clock, deferredSince: at });

export const endClockDeferral = (clock: CaseClock, at: string, calendar: WorkCalendar): ClockResult => {
  if (clock.deferredSince === null) return { ok: true, clock };
  const counted = countedMs(calendar, Date.parse(clock.deferredSince), Date.parse(at), clock.unit);
  if (!counted.ok) return counted;
  return {
    ok: true,
    clock: { ...clock, deferredSince: null, deferredMs: clock.deferredMs + counted.workedMs },
  };
};

/** When a clock next passes a threshold; null for one that does not run or has passed all of them. */
export const nextDue = (clock: CaseClock): string | null => {
  if (clock.state !== 'running') return null;
  const due = [
    ...(clock.light === 'green' && clock.yellowAt !== null ? [clock.yellowAt] : []),
    ...(clock.light === 'red' ? [] : [clock.redAt]),
    ...(clock.overdue ? [] : [clock.deadline]),
  ];
  return due.length === 0 ? null : due.reduce((first, each) => (isAfter(first, each) ? each : first));
};
