/** About a metre; more digits say nothing. */
const DIGITS = 5;

export const rounded = (degrees: number): number => Number(degrees.toFixed(DIGITS));
