import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addLimit, isWorkDay, prepareCalendar, workCalendarSchema } from './work-calendar.ts';

const data = workCalendarSchema.parse(
  JSON.parse(readFileSync(new URL('../../../data/calendars/china.json', import.meta.url), 'utf8')),
);
const calendar = prepareCalendar(data as Parameters<typeof prepareCalendar>[0]);
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
  });

  it('agree with counting minute by minute', () => {
    const inWindow = (minute: number): boolean => {
      const local = new Date(minute + 8 * 3_600_000);
      const time = local.toISOString().slice(11, 16);
      const midnight = at(`${local.toISOString().slice(0, 10)}T00:00:00`);
      return isWorkDay(calendar, midnight) && data.windows.some(([from, to]) => time >= from && time < to);
    };
    const reference = (start: number, minutes: number): number => {
      let left = minutes;
      for (let minute = start; ; minute += 60_000) {
        if (inWindow(minute)) left -= 1;
        if (left === 0) return minute + 60_000;
      }
    };
    const startMinute = fc
      .integer({ min: at('2026-01-01T00:00:00') / 60_000, max: at('2026-12-01T00:00:00') / 60_000 })
      .map((minute) => minute * 60_000);
    fc.assert(
      fc.property(startMinute, fc.integer({ min: 1, max: 24 }), (start, hours) => {
        const result = addLimit(calendar, start, hours, 'workHour');
        expect(result).toEqual({ ok: true, deadline: reference(start, hours * 60) });
      }),
      { numRuns: 60 },
    );
  });
});
