/** Units that differ by a power of ten, by dimension: exponent against the dimension's own unit. */
const EXPONENTS: readonly Readonly<Record<string, number>>[] = [
  { 'ng/m³': -9, 'µg/m³': -6, 'mg/m³': -3, 'g/m³': 0 },
  { 'ng/L': -9, 'µg/L': -6, 'mg/L': -3, 'g/L': 0 },
  { Pa: 0, hPa: 2, kPa: 3, MPa: 6 },
  { 'L/s': -3, 'm³/s': 0 },
  { mm: -3, cm: -2, m: 0 },
];

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** A decimal text as a number; undefined when it is none (`-`, `NaN`, empty). */
export const readDecimal = (text: string): number | undefined =>
  DECIMAL.test(text) ? Number(text) : undefined;

export const isKnownUnit = (unit: string): boolean => EXPONENTS.some((units) => unit in units);

/**
 * A decimal text in another unit, by moving its point: nothing is rounded. Undefined when the text is no number or the units
 * are of different dimensions.
 */
export const convertDecimal = (text: string, from: string, to: string): number | undefined => {
  if (from === to) return readDecimal(text);
  const units = EXPONENTS.find((known) => from in known && to in known);
  if (units === undefined || !DECIMAL.test(text)) return undefined;
  return Number(`${text}e${units[from]! - units[to]!}`);
};
