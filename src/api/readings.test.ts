import { expect, test } from 'vitest';
import { readingsOf } from './readings.ts';

test('each character of a name has all its readings, without tones; what is not Chinese has none', async () => {
  expect(await readingsOf('井盖')).toEqual([['jing'], expect.arrayContaining(['gai'])]);
  expect((await readingsOf('行道树'))[0]).toEqual(expect.arrayContaining(['xing', 'hang']));
  expect(await readingsOf('女厕PM2.5')).toEqual([expect.arrayContaining(['nv']), ['ce']]);
});
