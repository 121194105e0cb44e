import { z } from 'zod';
import { clockName } from './case-fields.ts';
import {
  caseId,
  caseNumber,
  count,
  divisionCode,
  divisionName,
  isoDay,
  isoTime,
  text,
  version,
} from './common.ts';

const window = z.array(text('08:00')).meta({ description: 'From and to' });
const windows = z.array(window).meta({
  example: [
    ['08:00', '12:00'],
    ['14:00', '18:00'],
  ],
});
const year = z.number().int().meta({ example: 2026 });
const localKind = z.enum(['off', 'work']);
const changed = {
  reason: text('台风停工一天'),
  setAt: isoTime,
  setByName: text('李晓梅').nullable().meta({ description: 'Name of the person; null for the system' }),
};

/** A day that is not simply a working day from Monday to Friday, or a weekend. */
const calendarDay = z
  .strictObject({
    day: isoDay,
    kind: z
      .enum(['off', 'makeUp', 'legal', 'work', 'weekend'])
      .meta({ description: '`legal`: by the law alone, since the notice of the year is not published yet' }),
    local: z
      .strictObject({ divisionCode, divisionName, kind: localKind, ...changed })
      .nullable()
      .meta({ description: 'Which division has set it, why and when; null for a day of the country' }),
  })
  .meta({ id: 'CalendarDay' });

const localDay = z.strictObject({ day: isoDay, kind: localKind });
const own = z
  .strictObject({
    localVersion: version,
    days: z.array(localDay),
    windows: windows.nullable(),
    years: z.array(year),
  })
  .meta({ id: 'OwnCalendar' });

export const calendarAnswer = z
  .strictObject({
    divisionCode,
    divisionName,
    year,
    published: z.boolean().meta({ description: 'Whether the official notice of the year is entered' }),
    version: text('china@2 1401@1'),
    source: text('国务院办公厅节假日安排'),
    days: z.array(calendarDay),
    windows,
    windowsOf: divisionCode
      .nullable()
      .meta({ description: 'The division that has set them; null for those of the country' }),
    own,
  })
  .meta({ id: 'WorkCalendar' });

export const calendarChangeAnswer = z
  .strictObject({
    divisionCode,
    divisionName,
    localVersion: version,
    ...changed,
    added: z.array(localDay),
    removed: z.array(localDay),
    windows: windows.nullable(),
    windowsChanged: z.boolean(),
    yearsAdded: z.array(year),
  })
  .meta({ id: 'CalendarChange' });

const moved = z
  .strictObject({ caseId, caseNumber, clock: clockName, before: isoTime, after: isoTime })
  .meta({ id: 'MovedDeadline', description: 'When the clock of a case was due before, and is due then' });

export const calendarSetAnswer = z
  .strictObject({
    dryRun: z.boolean(),
    divisionCode,
    localVersion: version,
    effect: z.strictObject({
      openCases: count.meta({ description: 'Open cases of the division' }),
      later: count,
      earlier: count,
      byClock: z.array(z.strictObject({ clock: clockName, moved: count })),
      byDivision: z.array(z.strictObject({ divisionCode, divisionName, moved: count })),
      items: z.array(moved).meta({ description: 'Those that the caller may see, the first to be due first' }),
    }),
  })
  .meta({ id: 'CalendarSet' });
