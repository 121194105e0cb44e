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
  it('skip a weekend', () => {
    expect(deadline('2026-03-06T16:00:00', 1, 'workDay')).toBe('2026-03-09T16:00');
  });
  it('skip National Day 2026 and count its make-up days', () => {
    expect(isWorkDay(calendar, at('2026-10-01T00:00:00'))).toBe(false);
    expect(isWorkDay(calendar, at('2026-10-07T00:00:00'))).toBe(false);
    expect(isWorkDay(calendar, at('2026-09-20T00:00:00'))).toBe(true);
  });
  it('report the year that the calendar does not know', () => {
    expect(addLimit(calendar, at('2019-01-07T09:00:00'), 1, 'workDay')).toEqual({
      ok: false,
      code: 'calendarYearMissing',
      year: 2019,
    });
    expect(addLimit(calendar, at('2099-12-31T17:00:00'), 2, 'workHour')).toEqual({
      ok: false,
      code: 'calendarYearMissing',
      year: 2100,
    });
  });
  it('case 45 skip the days off set by law of an unpublished year, and are provisional', () => {
    expect(deadline('2026-12-31T16:00:00', 1, 'workDay')).toBe('2027-01-04T16:00');
    expect(addLimit(calendar, at('2026-12-31T17:30:00'), 1, 'workHour')).toEqual({
      ok: true,
      deadline: at('2027-01-04T08:30:00'),
      provisional: true,
    });
    expect(addLimit(calendar, at('2026-12-31T17:00:00'), 1, 'workHour')).not.toHaveProperty('provisional');
    expect(addLimit(calendar, at('2026-12-31T17:30:00'), 1, 'naturalDay')).not.toHaveProperty('provisional');
  });
  it('case 46 continue into 2028 and past the table of festivals', () => {
    expect(deadline('2027-12-31T17:00:00', 2, 'workHour')).toBe('2028-01-04T09:00');
    expect(deadline('2060-09-30T17:00:00', 2, 'workHour')).toBe('2060-10-06T09:00');
  });
  it('case 46 run in windows until midnight and beyond it', () => {
    const by = (windows: readonly (readonly [string, string])[]) => {
      const own = prepareCalendar(workCalendarSchema.parse({ ...data, windows }));
      return (start: string, hours: number): string => {
        const result = addLimit(own, at(start), hours, 'workHour');
        return result.ok ? iso(result.deadline) : result.code;
      };
    };
    const late = by([['16:00', '24:00']]);
    expect(late('2026-03-04T22:00:00', 2)).toBe('2026-03-05T00:00');
    expect(late('2026-03-04T22:00:00', 3)).toBe('2026-03-05T17:00');
    const night = by([
      ['08:00', '12:00'],
      ['20:00', '04:00'],
    ]);
    expect(night('2026-03-04T23:00:00', 2)).toBe('2026-03-05T01:00');
    expect(night('2026-03-05T02:00:00', 3)).toBe('2026-03-05T09:00');
    // The night of Friday is worked, that of Saturday is not.
    expect(night('2026-03-07T03:00:00', 2)).toBe('2026-03-09T09:00');
    expect(by([['08:00', '08:00']])('2026-03-06T07:00:00', 25)).toBe('2026-03-07T08:00');
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
  it('reports the missing year only when the time reaches it', () => {
    const start = at('2099-12-31T17:00:00');
    expect(workedMs(calendar, start, at('2100-01-01T00:00:00'))).toEqual({ ok: true, workedMs: 3_600_000 });
    expect(workedMs(calendar, start, at('2100-01-01T00:01:00'))).toEqual({
      ok: false,
      code: 'calendarYearMissing',
      year: 2100,
    });
  });
});
