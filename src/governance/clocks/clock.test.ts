import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWorkDay, prepareCalendar, workCalendarSchema } from '../calendar/work-calendar.ts';
import { addLimit, limitMs } from '../calendar/working-time.ts';
import { type CaseClock, LIMIT_UNITS, type LimitUnit } from '../events.ts';
import { caseRulesSchema } from './case-rules.ts';
import {
  type ClockResult,
  deferClock,
  endClockDeferral,
  extendClock,
  lightAt,
  nextDue,
  noticed,
  pauseClock,
  resumeClock,
  startClock,
  stopClock,
  usedAt,
} from './clock.ts';

const shipped = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../data/${path}`, import.meta.url), 'utf8'));
const data = workCalendarSchema.parse(shipped('calendars/china.json'));
const calendar = prepareCalendar(data);
const setting = { calendar, lights: { yellow: 0.8, red: 1 } };

const at = (text: string): string => new Date(`${text}+08:00`).toISOString();
const done = (result: ClockResult): CaseClock => {
  if (!result.ok) throw new Error(result.code);
  return result.clock;
};
const used = (clock: CaseClock, time: string): number => {
  const result = usedAt(clock, time, calendar);
  if (!result.ok) throw new Error(result.code);
  return result.usedMs;
};
const start = (time: string, limit = 4, unit: LimitUnit = 'workHour') =>
  done(startClock('handle', { limit, unit }, at(time), setting));
const HOUR = 3_600_000;

describe('a clock of four work hours that starts at 10:00', () => {
  const clock = start('2026-03-04T10:00:00');
  test('is yellow from 80 % of the limit and red after all of it', () => {
    expect(clock).toMatchObject({
      yellowAt: at('2026-03-04T15:12:00'),
      redAt: at('2026-03-04T16:00:00'),
      deadline: at('2026-03-04T16:00:00'),
    });
    expect(lightAt(clock, at('2026-03-04T15:11:59'))).toBe('green');
    expect(lightAt(clock, at('2026-03-04T15:12:00'))).toBe('yellow');
    expect(lightAt(clock, at('2026-03-04T16:00:00'))).toBe('yellow');
    expect(lightAt(clock, at('2026-03-04T16:00:01'))).toBe('red');
  });
  test('counts no noon break', () => {
    expect(used(clock, at('2026-03-04T15:00:00'))).toBe(3 * HOUR);
  });
  test('paused from 11:00 on Wednesday to 09:00 on Friday, is due three work hours after that', () => {
    const paused = done(pauseClock(clock, at('2026-03-04T11:00:00'), calendar));
    expect(paused).toMatchObject({ state: 'paused', usedMs: HOUR });
    expect(used(paused, at('2026-03-05T11:00:00'))).toBe(HOUR);
    const resumed = done(resumeClock(paused, at('2026-03-06T09:00:00'), setting));
    expect(resumed).toMatchObject({ state: 'running', deadline: at('2026-03-06T12:00:00') });
  });
  test('extended, is due the original limit after its deadline, and again', () => {
    const once = done(extendClock(clock, at('2026-03-04T11:00:00'), setting));
    expect(once.deadline).toBe(at('2026-03-05T10:00:00'));
    expect(once.deadline).toBe(iso(addLimit(calendar, Date.parse(clock.deadline), 4, 'workHour')));
    const twice = done(extendClock(once, at('2026-03-04T11:30:00'), setting));
    expect(twice.deadline).toBe(iso(addLimit(calendar, Date.parse(once.deadline), 4, 'workHour')));
  });
  test('that turned red while a request for an extension was pending is recomputed from its new deadline', () => {
    const late = noticed(clock, at('2026-03-04T17:00:00'));
    expect(late).toMatchObject({ light: 'red', overdue: true });
    expect(done(extendClock(late, at('2026-03-04T17:00:00'), setting))).toMatchObject({
      light: 'green',
      overdue: false,
      deadline: at('2026-03-05T10:00:00'),
    });
  });
  test('that shows yellow, shows green again when an extension makes its limit long enough', () => {
    const yellow = noticed(clock, at('2026-03-04T15:30:00'));
    expect(yellow.light).toBe('yellow');
    expect(done(extendClock(yellow, at('2026-03-04T15:40:00'), setting)).light).toBe('green');
  });
  test('set back, undoes no light and counts no negative time', () => {
    const red = noticed(clock, at('2026-03-04T16:30:00'));
    expect(noticed(red, at('2026-03-04T09:00:00'))).toEqual(red);
    expect(used(clock, at('2026-03-04T09:00:00'))).toBe(0);
  });
  test('deferred for an hour, shows the hour separately', () => {
    const deferred = deferClock(clock, at('2026-03-04T10:30:00'));
    const ended = done(endClockDeferral(deferred, at('2026-03-04T11:30:00'), calendar));
    expect(ended).toMatchObject({ deferredSince: null, deferredMs: HOUR, deadline: clock.deadline });
    expect(used(ended, at('2026-03-04T12:00:00'))).toBe(2 * HOUR);
    // What stops while it is deferred was deferred until then.
    expect(done(stopClock(deferred, at('2026-03-04T11:00:00'), calendar)).deferredMs).toBe(HOUR / 2);
  });
  test('knows its next threshold', () => {
    expect(nextDue(clock)).toBe(clock.yellowAt);
    expect(nextDue(noticed(clock, clock.yellowAt!))).toBe(clock.redAt);
    expect(nextDue(noticed(clock, at('2026-03-04T18:00:00')))).toBeNull();
    expect(nextDue(done(pauseClock(clock, at('2026-03-04T11:00:00'), calendar)))).toBeNull();
  });
});

const iso = (result: ReturnType<typeof addLimit>): string => {
  if (!result.ok) throw new Error(result.code);
  return new Date(result.deadline).toISOString();
};

test('a year that the calendar does not know is reported', () => {
  expect(startClock('handle', { limit: 1, unit: 'workDay' }, at('2100-01-06T09:00:00'), setting)).toEqual({
    ok: false,
    code: 'calendarYearMissing',
    year: 2100,
  });
});

test('case 45 a clock that runs into a year without its notice is provisional, until it is computed with it', () => {
  const began = at('2026-12-31T09:00:00');
  const work = startClock('handle', { limit: 2, unit: 'workDay' }, began, setting);
  expect(work).toMatchObject({ ok: true, clock: { provisional: true, deadline: at('2027-01-05T09:00:00') } });
  const wall = startClock('handle', { limit: 2, unit: 'naturalDay' }, began, setting);
  expect(wall.ok && wall.clock).not.toHaveProperty('provisional');
  if (!work.ok) throw new Error(work.code);
  const published = prepareCalendar({
    ...data,
    years: [...data.years, 2027],
    holidays: [...data.holidays, '2027-01-01'],
  });
  const paused = pauseClock(work.clock, at('2026-12-31T10:00:00'), calendar);
  if (!paused.ok) throw new Error(paused.code);
  const again = resumeClock(paused.clock, at('2026-12-31T11:00:00'), { ...setting, calendar: published });
  expect(again.ok && again.clock).not.toHaveProperty('provisional');
});

const MINUTE = 60_000;
const isWork = (minute: number): boolean => {
  const local = new Date(minute + 8 * HOUR).toISOString();
  const time = local.slice(11, 16);
  return (
    isWorkDay(calendar, Date.parse(`${local.slice(0, 10)}T00:00:00+08:00`)) &&
    data.windows.some(([from, to]) => time >= from && time < to)
  );
};
const counts = (unit: LimitUnit, minute: number): boolean =>
  unit === 'workHour' || unit === 'workDay' ? isWork(minute) : true;

type Act = 'pause' | 'resume' | 'extend';
interface Life {
  readonly begin: number;
  readonly limit: number;
  readonly unit: LimitUnit;
  readonly acts: readonly { readonly act: Act; readonly wait: number }[];
}
const life: fc.Arbitrary<Life> = fc.record({
  begin: fc
    .integer({ min: Date.parse('2026-01-02') / MINUTE, max: Date.parse('2026-10-10') / MINUTE })
    .map((minute) => minute * MINUTE),
  limit: fc.integer({ min: 1, max: 6 }),
  unit: fc.constantFrom(...LIMIT_UNITS),
  acts: fc.array(
    fc.record({
      act: fc.constantFrom<Act>('pause', 'resume', 'extend'),
      wait: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 3000 })),
    }),
    { maxLength: 6 },
  ),
});

/** What a clerk with a stop-watch finds who looks every minute. */
const byTheMinute = ({ begin, limit, unit, acts }: Life) => {
  let [now, running, whole, usedMinutes] = [begin, true, limitMs(limit, unit) / MINUTE, 0];
  let deadline: number | undefined;
  const pass = () => {
    if (running && counts(unit, now)) {
      usedMinutes += 1;
      if (usedMinutes === whole) deadline = now + MINUTE;
    }
    now += MINUTE;
  };
  for (const { act, wait } of acts) {
    for (let n = 0; n < wait; n += 1) pass();
    if (act === 'pause') running = false;
    else if (act === 'resume') running = true;
    // Asked too late, it is refused.
    else if (running && deadline === undefined) whole += limitMs(limit, unit) / MINUTE;
  }
  const usedAtEnd = usedMinutes * MINUTE;
  const end = now;
  if (!running) return { usedAtEnd, end, running, deadline };
  while (deadline === undefined) pass();
  return { usedAtEnd, end, running, deadline };
};

const byTheClock = ({ begin, limit, unit, acts }: Life) => {
  let now = begin;
  let clock = done(startClock('handle', { limit, unit }, new Date(begin).toISOString(), setting));
  for (const { act, wait } of acts) {
    now += wait * MINUTE;
    const time = new Date(now).toISOString();
    if (act === 'pause' && clock.state === 'running') clock = done(pauseClock(clock, time, calendar));
    else if (act === 'resume' && clock.state === 'paused') clock = done(resumeClock(clock, time, setting));
    else if (act === 'extend' && clock.state === 'running' && time < clock.deadline)
      clock = done(extendClock(clock, time, setting));
  }
  return { clock, end: now };
};

describe('against counting minute by minute', () => {
  test('time used and the deadline agree after any pauses and extensions', () => {
    fc.assert(
      fc.property(life, (one) => {
        const reference = byTheMinute(one);
        const { clock, end } = byTheClock(one);
        expect(end).toBe(reference.end);
        expect(used(clock, new Date(end).toISOString())).toBe(reference.usedAtEnd);
        if (reference.running && reference.deadline !== undefined)
          expect(Date.parse(clock.deadline)).toBe(reference.deadline);
      }),
      { numRuns: 150 },
    );
  });
  test('lights follow from the time used, at any later instant', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 0, max: 5000 }), (one, later) => {
        const { clock, end } = byTheClock(one);
        const time = new Date(end + later * MINUTE).toISOString();
        if (clock.state !== 'running' || clock.light !== 'green') return;
        const share = used(clock, time) / (limitMs(one.limit, one.unit) * (1 + clock.extensions));
        const light = lightAt(clock, time);
        if (share < 0.8) expect(light).toBe('green');
        if (share > 1) expect(light).toBe('red');
        if (light === 'red') expect(share).toBeGreaterThanOrEqual(1);
        if (light === 'green') expect(share).toBeLessThanOrEqual(0.8);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the case rules', () => {
  const rules = caseRulesSchema.parse(shipped('governance/case-rules.json'));
  test.each([
    ['a threshold of yellow beyond red', { lights: { yellow: 1.1, red: 1 } }],
    ['a red light before or after the deadline', { lights: { yellow: 0.8, red: 1.2 } }],
    ['a stage without a limit', { stages: { ...rules.stages, close: undefined } }],
    ['a limit of nothing', { refuse: { limit: 0, unit: 'workDay' } }],
    ['an unknown unit', { appeal: { limit: 1, unit: 'fortnight' } }],
    ['no source', { source: '' }],
  ])('refuse %s', (_fault, change) => {
    expect(caseRulesSchema.safeParse({ ...rules, ...change }).success).toBe(false);
  });
});
