import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import shipped from '../../../data/calendars/china.json' with { type: 'json' };
import { fold } from '../../commands/decider.ts';
import {
  createCalendars,
  type LocalCalendarData,
  type LocalCalendarEntry,
  localCalendarSchema,
  localCalendarsDecider,
} from './local-calendar.ts';
import { dayKind, isWorkDay, workCalendarSchema } from './work-calendar.ts';

const national = workCalendarSchema.parse(shipped);
const midnight = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);
const entry = (changes: Partial<LocalCalendarEntry> = {}): LocalCalendarEntry => ({
  days: [],
  windows: null,
  years: [],
  reason: '台风停工',
  ...changes,
});
const decide = (
  divisionCode: string,
  after: number,
  changes: Partial<LocalCalendarEntry>,
  state = new Map(),
) =>
  localCalendarsDecider.decide(
    { type: 'SetLocalCalendar', divisionCode, after, entry: entry(changes) },
    state,
  );
const local = (divisionCode: string, changes: Partial<LocalCalendarEntry>): LocalCalendarData => ({
  divisionCode,
  localVersion: 1,
  ...entry(changes),
});
const calendarsWith = (...locals: LocalCalendarData[]) =>
  createCalendars(national, new Map(locals.map((each) => [each.divisionCode, each])));

describe('the calendar of a division', () => {
  const off = { day: '2026-07-31', kind: 'off' } as const;
  const closed = local('1401', { days: [off] });

  it('is that of the country with what the divisions around it have differently, the narrowest last', () => {
    const worked = local('140106', { days: [{ day: '2026-07-31', kind: 'work' }] });
    const calendarOf = calendarsWith(closed, worked);
    const isWorked = (code: string) => isWorkDay(calendarOf(code), midnight('2026-07-31'));
    expect(['14', '1402', '1401', '140105', '140106', '140106001'].map(isWorked)).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
    ]);
    expect(calendarOf('140106').version).toBe('china@2 1401@1 140106@1');
    expect(calendarOf('1402').version).toBe('china@2');
  });

  it('may turn a day off of the country into a working day, and a weekend into a make-up day', () => {
    const calendar = calendarsWith(
      local('1401', {
        days: [
          { day: '2026-10-01', kind: 'work' },
          { day: '2026-08-01', kind: 'work' },
        ],
      }),
    )('1401');
    expect(dayKind(calendar, midnight('2026-10-01'))).toBe('work');
    expect(dayKind(calendar, midnight('2026-08-01'))).toBe('makeUp');
    expect(dayKind(calendar, midnight('2026-10-02'))).toBe('off');
  });

  it('has its own working hours, and else those above', () => {
    const summer = local('1401', { windows: [['08:30', '12:00']] });
    const calendarOf = calendarsWith(summer);
    expect(calendarOf('140106').windows).toHaveLength(1);
    expect(calendarOf('1402').windows).toHaveLength(2);
  });

  it('knows a year once its notice is entered for the province; a local closure does not make it known', () => {
    const day = { day: '2027-02-08', kind: 'off' } as const;
    expect(calendarsWith(local('1401', { days: [day] }))('1401').years.has(2027)).toBe(false);
    const noticed = calendarsWith(local('14', { days: [day], years: [2027] }))('140106');
    expect(noticed.years.has(2027)).toBe(true);
    // By law alone it would be off.
    expect(dayKind(noticed, midnight('2027-01-01'))).toBe('work');
    expect(dayKind(calendarsWith()('14'), midnight('2027-01-01'))).toBe('legal');
  });

  it('differs from that of the country only on the days that are set (property)', () => {
    const days = fc.uniqueArray(
      fc.record({
        day: fc
          .integer({ min: 0, max: 364 })
          .map((n) => new Date(Date.parse('2026-01-01') + n * 86_400_000).toISOString().slice(0, 10)),
        kind: fc.constantFrom('off' as const, 'work' as const),
      }),
      { selector: ({ day }) => day, maxLength: 20 },
    );
    fc.assert(
      fc.property(days, (set) => {
        const calendar = calendarsWith(local('1401', { days: set }))('1401');
        const plain = calendarsWith()('1401');
        for (let n = 0; n < 365; n += 1) {
          const day = new Date(Date.parse('2026-01-01') + n * 86_400_000).toISOString().slice(0, 10);
          const own = set.find((each) => each.day === day);
          const expected = own === undefined ? isWorkDay(plain, midnight(day)) : own.kind === 'work';
          expect(isWorkDay(calendar, midnight(day)), day).toBe(expected);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('setting it', () => {
  it('writes the next version, and nothing where nothing changes', () => {
    const days = [{ day: '2026-07-31', kind: 'off' } as const];
    const first = decide('1401', 0, { days });
    expect(first).toMatchObject({ ok: true, events: [{ data: { localVersion: 1, days } }] });
    if (!first.ok) return;
    const state = fold(localCalendarsDecider, first.events) as Map<string, LocalCalendarData>;
    expect(decide('1401', 1, { days, reason: '另一个原因' }, state)).toEqual({ ok: true, events: [] });
    expect(decide('1401', 1, { days: [] }, state)).toMatchObject({ events: [{ data: { localVersion: 2 } }] });
  });

  it.each([
    ['by who has not seen the last change', '1401', 1, {}, 'calendarChanged'],
    ['below a county', '140106001', 0, {}, 'calendarInvalid'],
    [
      'with the notice of a year elsewhere than in the province',
      '1401',
      0,
      { years: [2027] },
      'calendarInvalid',
    ],
    ['with a notice without days off', '14', 0, { years: [2027] }, 'calendarInvalid'],
  ])('is refused %s', (_what, divisionCode, after, changes, code) => {
    expect(decide(divisionCode, after, changes)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('takes no day twice and no hours that overlap', () => {
    const day = { day: '2026-07-31', kind: 'off' } as const;
    expect(localCalendarSchema.safeParse(entry({ days: [day, day] })).success).toBe(false);
    const windows: [string, string][] = [
      ['08:00', '12:00'],
      ['11:00', '18:00'],
    ];
    expect(localCalendarSchema.safeParse(entry({ windows })).success).toBe(false);
  });
});
