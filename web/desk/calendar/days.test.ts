import { describe, expect, it } from 'vitest';
import { daysOfMonth, toggled, weekdayOf, windowsOf, windowsText } from './days.ts';

describe('days of the calendar', () => {
  it('are those of a month, the week beginning on Monday', () => {
    expect(daysOfMonth(2028, 2)).toHaveLength(29);
    expect(weekdayOf('2026-11-30')).toBe(0);
    expect(weekdayOf('2026-11-29')).toBe(6);
  });
  it('are turned round, and back', () => {
    const closed = toggled([], '2026-07-31', undefined);
    expect(closed).toEqual([{ day: '2026-07-31', kind: 'off' }]);
    expect(toggled(closed, '2026-07-31', undefined)).toEqual([]);
    expect(toggled([], '2026-08-01', undefined)).toEqual([{ day: '2026-08-01', kind: 'work' }]);
    expect(toggled([], '2026-10-01', { day: '2026-10-01', kind: 'off', local: null })).toEqual([
      { day: '2026-10-01', kind: 'work' },
    ]);
  });
});

describe('working hours', () => {
  it('are read as people type them', () => {
    const hours = [
      ['08:00', '12:00'],
      ['14:30', '24:00'],
    ];
    expect(windowsOf('08:00-12:00 14:30-24:00')).toEqual(hours);
    expect(windowsOf(' 08：00—12：00，14:30~24:00')).toEqual(hours);
    expect(windowsText(hours)).toBe('08:00-12:00 14:30-24:00');
    expect(windowsOf('8-12')).toBeUndefined();
    expect(windowsOf('')).toBeUndefined();
  });
});
