import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkDay, prepareCalendar, workCalendarSchema } from './work-calendar.ts';
import { addLimit, workedMs } from './working-time.ts';

const data = workCalendarSchema.parse(
  JSON.parse(readFileSync(new URL('../../../data/calendars/china.json', import.meta.url), 'utf8')),
);
const calendar = prepareCalendar(data);
const at = (text: string): number => Date.parse(`${text}+08:00`);
const iso = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16);

const deadline = (start: string, limit: number, unit: Parameters<typeof addLimit>[3]): string => {
  const result = addLimit(calendar, at(start), limit, unit);
  if (!result.ok) throw new Error(result.code);
  return iso(result.deadline);
};

describe('limits on the wall clock', () => {
  it('urgent hours run through the night', () => {
    expect(deadline('2026-03-06T23:30:00', 2, 'urgentHour')).toBe('2026-03-07T01:30');
  });
  it('urgent and natural days run through holidays', () => {
    expect(deadline('2026-10-01T09:00:00', 1, 'urgentDay')).toBe('2026-10-02T09:00');
    expect(deadline('2026-10-01T09:00:00', 3, 'naturalDay')).toBe('2026-10-04T09:00');
  });
});

describe('limits in working time', () => {
  it('skip the noon break', () => {
    expect(deadline('2026-03-04T11:00:00', 4, 'workHour')).toBe('2026-03-04T17:00');
  });
  it('start with the next window when they begin outside one', () => {
    expect(deadline('2026-03-04T12:30:00', 2, 'workHour')).toBe('2026-03-04T16:00');
    expect(deadline('2026-03-04T20:00:00', 2, 'workHour')).toBe('2026-03-05T10:00');
  });
  it('end with a window and not at the start of the next', () => {
    expect(deadline('2026-03-04T10:00:00', 2, 'workHour')).toBe('2026-03-04T12:00');
  });
  it('pass over a weekend', () => {
    expect(deadline('2026-03-06T16:00:00', 1, 'workDay')).toBe('2026-03-09T16:00');
  });
  it('pass over National Day 2026 and count its make-up days', () => {
    expect(isWorkDay(calendar, at('2026-10-01T00:00:00'))).toBe(false);
    expect(isWorkDay(calendar, at('2026-10-07T00:00:00'))).toBe(false);
    expect(isWorkDay(calendar, at('2026-09-20T00:00:00'))).toBe(true);
  });
  it('name the year that the calendar does not know', () => {
    expect(addLimit(calendar, at('2031-01-05T09:00:00'), 1, 'workDay')).toEqual({
      ok: false,
      code: 'calendarYearMissing',
      year: 2031,
    });
    expect(addLimit(calendar, at('2027-12-31T17:00:00'), 2, 'workHour')).toEqual({
      ok: false,
      code: 'calendarYearMissing',
      year: 2028,
    });
  });
  it('reach from December into the year that is not announced yet', () => {
    expect(deadline('2026-12-31T16:00:00', 1, 'workDay')).toBe('2027-01-01T16:00');
  });
});

const inWindow = (minute: number): boolean => {
  const local = iso(minute);
  const time = local.slice(11);
  return (
    isWorkDay(calendar, at(`${local.slice(0, 10)}T00:00:00`)) &&
    data.windows.some(([from, to]) => time >= from && time < to)
  );
};
const anyMinute = fc
  .integer({ min: at('2026-01-01T00:00:00') / 60_000, max: at('2026-12-01T00:00:00') / 60_000 })
  .map((minute) => minute * 60_000);

describe('against counting minute by minute', () => {
  it('addLimit gives the minute in which the last working minute ends', () => {
    const reference = (start: number, minutes: number): number => {
      let left = minutes;
      for (let minute = start; ; minute += 60_000) {
        if (inWindow(minute)) left -= 1;
        if (left === 0) return minute + 60_000;
      }
    };
    fc.assert(
      fc.property(anyMinute, fc.integer({ min: 1, max: 24 }), (start, hours) => {
        const result = addLimit(calendar, start, hours, 'workHour');
        expect(result).toEqual({ ok: true, deadline: reference(start, hours * 60) });
      }),
      { numRuns: 60 },
    );
  });

  it('workedMs counts the working minutes between two instants', () => {
    fc.assert(
      fc.property(anyMinute, fc.integer({ min: 0, max: 6 * 1440 }), (from, minutes) => {
        let count = 0;
        for (let n = 0; n < minutes; n += 1) if (inWindow(from + n * 60_000)) count += 1;
        const result = workedMs(calendar, from, from + minutes * 60_000);
        expect(result).toEqual({ ok: true, workedMs: count * 60_000 });
      }),
      { numRuns: 60 },
    );
  });
});

describe('worked time', () => {
  it('is the limit, between a start and its deadline', () => {
    fc.assert(
      fc.property(anyMinute, fc.integer({ min: 1, max: 10 }), (start, days) => {
        const result = addLimit(calendar, start, days, 'workDay');
        if (!result.ok) throw new Error(result.code);
        expect(workedMs(calendar, start, result.deadline)).toEqual({
          ok: true,
          workedMs: days * 8 * 3_600_000,
        });
      }),
    );
  });
  it('is nothing from a later to an earlier instant', () => {
    expect(workedMs(calendar, at('2026-03-04T11:00:00'), at('2026-03-04T09:00:00'))).toEqual({
      ok: true,
      workedMs: 0,
    });
  });
  it('names the missing year only when the time runs into it', () => {
    const start = at('2027-12-31T17:00:00');
    expect(workedMs(calendar, start, at('2028-01-01T00:00:00'))).toEqual({ ok: true, workedMs: 3_600_000 });
    expect(workedMs(calendar, start, at('2028-01-01T00:01:00'))).toEqual({
      ok: false,
      code: 'calendarYearMissing',
      year: 2028,
    });
  });
});
