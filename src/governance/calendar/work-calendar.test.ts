import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isWorkDay, prepareCalendar, workCalendarSchema } from './work-calendar.ts';

const china = workCalendarSchema.parse(
  JSON.parse(readFileSync(new URL('../../../data/calendars/china.json', import.meta.url), 'utf8')),
);

describe('the calendar of China', () => {
  const calendar = prepareCalendar(china);
  test.each([
    ['2026-02-17', false, 'Spring Festival'],
    ['2026-02-14', true, 'a Saturday worked for it'],
    ['2026-02-21', false, 'a Saturday within it'],
    ['2026-02-24', true, 'the Tuesday after it'],
    ['2025-10-08', false, 'the last day of National Day and Mid-Autumn 2025'],
    ['2027-10-01', true, 'not announced yet: counts as the Friday it is'],
  ])('%s: working day %s, %s', (day, works) => {
    expect(isWorkDay(calendar, Date.parse(`${day}T00:00:00+08:00`))).toBe(works);
  });
  test('is named with its version', () => {
    expect(calendar.version).toBe('china@1');
  });
  test('says which year is a guess', () => {
    expect(china.source).toContain('2027 年尚未公布');
  });
});

describe('the schema refuses', () => {
  test.each([
    ['a day that does not exist', { holidays: ['2026-02-30'] }],
    ['a day outside its years', { holidays: ['2023-01-01'] }],
    ['a day off that is worked', { holidays: ['2026-02-14'], workdays: ['2026-02-14'] }],
    [
      'windows that overlap',
      {
        windows: [
          ['08:00', '12:00'],
          ['11:00', '18:00'],
        ],
      },
    ],
    ['a window that ends before it begins', { windows: [['18:00', '08:00']] }],
    ['no window', { windows: [] }],
  ])('%s', (_fault, change) => {
    expect(workCalendarSchema.safeParse({ ...china, ...change }).success).toBe(false);
  });
});
