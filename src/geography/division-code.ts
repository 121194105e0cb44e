import type { DivisionLevel } from './events.ts';

const LEVELS = ['province', 'city', 'county', 'township', 'village'] as const;
const LENGTHS: Readonly<Record<DivisionLevel, number>> = {
  province: 2,
  city: 4,
  county: 6,
  township: 9,
  village: 12,
};

/** No part is all zeros: `140100` is the padded form of `1401` and would hide the city's counties from prefix checks. */
const PATTERN = /^(?!00)\d{2}((?!00)\d{2}((?!00)\d{2}((?!000)\d{3}((?!000)\d{3})?)?)?)?$/;

/** Is it an unpadded statistical code (统计用区划代码) of 2, 4, 6, 9 or 12 digits? */
export const isDivisionCode = (text: string): boolean => PATTERN.test(text);

/** Level that the code's length tells, or null when it is no division code. */
export const levelOfCode = (code: string): DivisionLevel | null =>
  isDivisionCode(code) ? (LEVELS.find((level) => LENGTHS[level] === code.length) ?? null) : null;

/** Code of the division above; null for a province and for what is no division code. */
export const parentOfCode = (code: string): string | null => {
  const level = levelOfCode(code);
  if (level === null) return null;
  const above = LEVELS[LEVELS.indexOf(level) - 1];
  return above === undefined ? null : code.slice(0, LENGTHS[above]);
};

/** Does the division `outer` contain `inner` (or equal it)? False whenever either is no division code. */
export const divisionCovers = (outer: string, inner: string): boolean =>
  isDivisionCode(outer) && isDivisionCode(inner) && inner.startsWith(outer);

/** County part for numbers and lists that want 6 digits; a province or city is padded with zeros (GB/T 2260). */
export const sixDigitCode = (code: string): string => code.slice(0, 6).padEnd(6, '0');
