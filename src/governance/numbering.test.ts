import { expect, test } from 'vitest';
import { caseNumber, caseNumberStream } from './numbering.ts';

test('a case number is division, day and serial', () => {
  expect(caseNumber('140105', '2026-11-24', 1)).toBe('140105-20261124-00001');
});

test.each([
  ['14', '140000'],
  ['1401', '140100'],
  ['140105001', '140105'],
  ['140105001003', '140105'],
])('a case of division %s is numbered in %s', (division, county) => {
  expect(caseNumber(division, '2026-11-24', 12)).toBe(`${county}-20261124-00012`);
  expect(caseNumberStream(division, '2026-11-24')).toBe(`case-number-${county}-20261124`);
});

test('a serial that outgrows its digits stays unique', () => {
  expect(caseNumber('140105', '2026-11-24', 100_001)).toBe('140105-20261124-100001');
});
