/** Units that differ by a power of ten, by dimension: exponent relative to the dimension's base unit. */
const EXPONENTS: readonly Readonly<Record<string, number>>[] = [
  { 'ng/m³': -9, 'µg/m³': -6, 'mg/m³': -3, 'g/m³': 0 },
  { 'ng/L': -9, 'µg/L': -6, 'mg/L': -3, 'g/L': 0 },
  { Pa: 0, hPa: 2, kPa: 3, MPa: 6 },
  { 'L/s': -3, 'm³/s': 0 },
  { mm: -3, cm: -2, m: 0 },
];

/** Mantissa and exponent: loggers print small numbers as `5E-05`. */
const DECIMAL = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,3}))?$/;

/** The number, its point moved by `shift` places; undefined if the text is not a number, or one that we cannot represent. */
const shifted = (text: string, shift: number): number | undefined => {
  const [, mantissa, exponent] = DECIMAL.exec(text) ?? [];
  if (mantissa === undefined) return undefined;
  const value = Number(`${mantissa}e${Number(exponent ?? 0) + shift}`);
  const vanished = value === 0 && /[1-9]/.test(mantissa);
  return Number.isFinite(value) && !vanished ? value : undefined;
};

/** A decimal text as a number; undefined if it is not one (`-`, `NaN`, `12,5`, empty). */
export const readDecimal = (text: string): number | undefined => shifted(text, 0);

/** Digits that a double represents exactly: with more of them a number is rounded. */
const SAFE_DIGITS = 15;

export const isRounded = (text: string): boolean => {
  const mantissa = DECIMAL.exec(text)?.[1] ?? '';
  return mantissa.replace(/\D/g, '').replace(/^0+/, '').length > SAFE_DIGITS;
};

/**
 * A decimal text in another unit, by moving its point: nothing is rounded. Undefined if the text is not a number or the units
 * have different dimensions.
 */
export const convertDecimal = (text: string, from: string, to: string): number | undefined => {
  if (from === to) return readDecimal(text);
  const units = EXPONENTS.find((known) => from in known && to in known);
  return units === undefined ? undefined : shifted(text, units[from]! - units[to]!);
};
