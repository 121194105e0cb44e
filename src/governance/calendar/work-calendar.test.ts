import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isWorkDay, prepareCalendar, unpublishedYear, workCalendarSchema } from './work-calendar.ts';

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
    ['2027-01-01', false, 'not announced yet: New Year in law'],
    ['2027-02-05', false, 'the eve of Spring Festival in law'],
    ['2027-02-09', false, 'a day in place of the Saturday of Spring Festival'],
    ['2027-02-11', true, 'the Thursday after both'],
    ['2027-10-05', false, 'a day in place of the Sunday of National Day'],
    ['2027-10-06', true, 'longer holidays come with the notice'],
    ['2028-05-29', false, 'a day in place of the Sunday of Dragon Boat'],
  ])('%s: working day %s, %s', (day, works) => {
    expect(isWorkDay(calendar, Date.parse(`${day}T00:00:00+08:00`))).toBe(works);
  });
  test('is named with its version', () => {
    expect(calendar.version).toBe('china@2');
  });
  test('reports which year is provisional', () => {
    expect(china.source).toContain('尚未公布');
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
    [
      'a window that ends before it begins and is not the last',
      {
        windows: [
          ['20:00', '04:00'],
          ['21:00', '22:00'],
        ],
      },
    ],
    [
      'a window that reaches into the first of the next day',
      {
        windows: [
          ['08:00', '12:00'],
          ['20:00', '09:00'],
        ],
      },
    ],
    ['no window', { windows: [] }],
  ])('%s', (_fault, change) => {
    expect(workCalendarSchema.safeParse({ ...china, ...change }).success).toBe(false);
  });
});

describe('the notice of the coming year', () => {
  const calendar = prepareCalendar(china);
  test.each([
    ['2026-09-30T23:00:00+08:00', undefined],
    ['2026-10-01T00:00:00+08:00', 2027],
    ['2027-03-01T00:00:00+08:00', 2027],
    ['2025-12-01T00:00:00+08:00', undefined],
  ])('case 45 is waited for at %s: %s', (now, year) => {
    expect(unpublishedYear(calendar, Date.parse(now))).toBe(year);
  });
  test('case 45 a year that lists no day off is not published', () => {
    const unlisted = prepareCalendar({ ...china, years: [...china.years, 2027] });
    expect(unlisted.years.has(2027)).toBe(false);
  });
});
