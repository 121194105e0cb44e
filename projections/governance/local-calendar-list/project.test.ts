import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { localCalendarListProjection } from './project.ts';

test('every version of a division’s calendar is kept, with who set it and when', async () => {
  const set = (divisionCode: string, localVersion: number) =>
    given('LocalCalendarSet', { divisionCode, localVersion }, { actor: 'user:u1' });
  expect(
    await rowsAfter(localCalendarListProjection, [set('1401', 1), set('14', 1), set('1401', 2)]),
  ).toMatchObject([
    { key: '1401@1', set_by: 'user:u1', set_at: '2026-11-24T00:00:00.000Z' },
    { key: '14@1', division_code: '14', version: 1 },
    { key: '1401@2', version: 2, set_at: '2026-11-24T00:00:02.000Z' },
  ]);
});
