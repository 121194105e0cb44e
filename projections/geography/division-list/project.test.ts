import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { divisionListProjection } from './project.ts';

test('a division keeps its boundary, whichever of the two comes first', async () => {
  const code = '140106';
  const boundary = given('DivisionBoundaryDefined', { code, approximate: true });
  const division = given('DivisionDefined', { code, name: '迎泽区', level: 'county' });
  for (const log of [
    [boundary, division],
    [division, boundary],
  ])
    expect(await rowsAfter(divisionListProjection, log)).toMatchObject([
      { code, level: 'county', boundary: boundary.data.geometry, boundary_approximate: true },
    ]);
});

test('a boundary whose code is not a current division has no level', async () => {
  expect(
    await rowsAfter(divisionListProjection, [given('DivisionBoundaryDefined', { code: '140202' })]),
  ).toMatchObject([{ code: '140202', level: null, parent: null }]);
});
