import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { workCalendarListProjection } from './project.ts';

test('a calendar is the one published last', async () => {
  const version = (calendarVersion: number) =>
    given('WorkCalendarPublished', { calendarId: 'china', calendarVersion });
  expect(await rowsAfter(workCalendarListProjection, [version(1), version(2)])).toMatchObject([
    { calendar_id: 'china', version: 2, definition: { calendarVersion: 2 } },
  ]);
});
