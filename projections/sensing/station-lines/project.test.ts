import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { stationLinesProjection } from './project.ts';

test('every version of the lines is kept, in the order in which they were defined', async () => {
  const deviceId = 'river-1';
  const { lines } = given('StationLinesDefined').data as { lines: { warning: number } };
  const defined = (warning: number) =>
    given('StationLinesDefined', { deviceId, lines: { ...lines, warning } as never });
  expect(await rowsAfter(stationLinesProjection, [defined(10), defined(11)])).toMatchObject([
    { device_id: deviceId, versions: [{ warning: 10 }, { warning: 11 }], version: 2 },
  ]);
});
