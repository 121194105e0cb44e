/** First two digits of identity numbers: provinces (GB/T 2260), and 91 for foreigners. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
);
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** Whether the digits could be a person's: province and day of birth. 15 or 18 characters. */
export const isPlausibleIdentityNumber = (digits: string): boolean => {
  if (!PROVINCES.has(digits.slice(0, 2))) return false;
  const born = digits.length === 15 ? `19${digits.slice(6, 12)}` : digits.slice(6, 14);
  const year = Number(born.slice(0, 4));
  if (year < 1900 || year > 2099) return false;
  return isDay(year, Number(born.slice(4, 6)), Number(born.slice(6, 8)));
};

/** The check character of GB 11643-1999 (ISO 7064, MOD 11-2) over the first 17 digits. */
export const checkCharacter = (digits: string): string => {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return CHECKS[sum % 11]!;
};

/** A whole identity number: 18 with its check character, or 15 of the old form, which had none. */
export const isIdentityNumber = (digits: string): boolean =>
  isPlausibleIdentityNumber(digits) &&
  (digits.length === 15 || checkCharacter(digits) === digits[17]?.toUpperCase());

/** Luhn (ISO/IEC 7812-1) over all digits. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};
