// Own code: fraction.js converts a number to the nearest simple fraction, not to the decimal as written.
/**
 * Exact fractions: standards round results up, and in binary floating point 100 becomes 100.00000000000001 and then 101.
 * A number is converted as the decimal in which it is written (0.1 is one tenth).
 */
export interface Exact {
  readonly numerator: bigint;
  /** Always positive. */
  readonly denominator: bigint;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

const greatestCommonDivisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

const fraction = (numerator: bigint, denominator: bigint): Exact => {
  const sign = denominator < 0n ? -1n : 1n;
  const common = greatestCommonDivisor(numerator, denominator * sign) || 1n;
  return { numerator: (sign * numerator) / common, denominator: (sign * denominator) / common };
};

/** Throws RangeError if the number is not finite. */
export const exact = (value: number): Exact => {
  if (Number.isSafeInteger(value)) return { numerator: BigInt(value), denominator: 1n };
  const parts = DECIMAL.exec(String(value));
  if (parts === null) throw new RangeError(`${value} is not a finite number`);
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = parts;
  const digits = BigInt(`${sign}${whole}${decimals}`);
  const power = Number(exponent) - decimals.length;
  return power >= 0 ? fraction(digits * 10n ** BigInt(power), 1n) : fraction(digits, 10n ** BigInt(-power));
};

export const ZERO: Exact = { numerator: 0n, denominator: 1n };

export const add = (a: Exact, b: Exact): Exact =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
export const subtract = (a: Exact, b: Exact): Exact =>
  add(a, { numerator: -b.numerator, denominator: b.denominator });
export const multiply = (a: Exact, b: Exact): Exact =>
  fraction(a.numerator * b.numerator, a.denominator * b.denominator);
/** Throws RangeError if b is zero. */
export const divide = (a: Exact, b: Exact): Exact => {
  if (b.numerator === 0n) throw new RangeError('division by zero');
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
};

/** Negative, zero or positive if a is less than, equal to or greater than b. */
export const compare = (a: Exact, b: Exact): number => {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

export const sum = (values: readonly Exact[]): Exact => values.reduce(add, ZERO);
/** Undefined for an empty list. */
export const mean = (values: readonly Exact[]): Exact | undefined =>
  values.length === 0 ? undefined : divide(sum(values), exact(values.length));

const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a % b !== 0n && a < 0n ? quotient - 1n : quotient;
};

/** The smallest integer that is not less. */
export const ceiling = ({ numerator, denominator }: Exact): number =>
  Number(-floorDivide(-numerator, denominator));

/** GB/T 8170-2008: to the nearest, a half to the even digit. */
export const roundHalfEven = (value: Exact, places: number): Exact => {
  const scale = 10n ** BigInt(places);
  const numerator = value.numerator * scale;
  const { denominator } = value;
  const below = floorDivide(numerator, denominator);
  const twice = 2n * (numerator - below * denominator);
  const up = twice > denominator || (twice === denominator && below % 2n !== 0n);
  return fraction(below + (up ? 1n : 0n), scale);
};

/** The nearest number: exact again for decimals of up to 15 digits. */
export const toNumber = ({ numerator, denominator }: Exact): number => {
  if (denominator === 1n) return Number(numerator);
  const scale = 10n ** 20n;
  return Number(`${(numerator * scale) / denominator}e-20`);
};

/** `roundHalfEven` of a plain number. */
export const roundedHalfEven = (value: number, places: number): number =>
  toNumber(roundHalfEven(exact(value), places));
