import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divisionCovers, isDivisionCode, levelOfCode, parentOfCode, sixDigitCode } from './division-code.ts';

const part = (digits: number) =>
  fc.integer({ min: 1, max: 10 ** digits - 1 }).map((n) => String(n).padStart(digits, '0'));
const village = fc.tuple(part(2), part(2), part(2), part(3), part(3)).map((parts) => parts.join(''));

describe('division codes', () => {
  test.each([
    ['14', 'province', null],
    ['1401', 'city', '14'],
    ['140105', 'county', '1401'],
    ['140105001', 'township', '140105'],
    ['140105001001', 'village', '140105001'],
  ])('%s is a %s below %s', (code, level, parent) => {
    expect(levelOfCode(code)).toBe(level);
    expect(parentOfCode(code)).toBe(parent);
  });

  test.each(['', '1', '140', '14010', '1401050', '140100', '140105000', 'abcdef', '140105\n', ' 1401'])(
    '%j is not a code and covers nothing',
    (text) => {
      expect(isDivisionCode(text)).toBe(false);
      expect(levelOfCode(text)).toBeNull();
      expect(divisionCovers(text, '140105')).toBe(false);
      expect(divisionCovers('14', text)).toBe(false);
    },
  );

  test('every ancestor covers, no descendant does', () => {
    fc.assert(
      fc.property(village, (code) => {
        for (let above = parentOfCode(code); above !== null; above = parentOfCode(above)) {
          expect(divisionCovers(above, code)).toBe(true);
          expect(divisionCovers(code, above)).toBe(false);
        }
        expect(divisionCovers(code, code)).toBe(true);
      }),
    );
  });

  test('six digits', () => {
    expect(['14', '1402', '140105', '140105001'].map(sixDigitCode)).toEqual([
      '140000',
      '140200',
      '140105',
      '140105',
    ]);
  });
});
