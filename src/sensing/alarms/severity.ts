/** Least to most serious: the four colours of the national warning signals. */
export const SEVERITIES = ['blue', 'yellow', 'orange', 'red'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const isMoreSerious = (one: Severity, other: Severity): boolean =>
  SEVERITIES.indexOf(one) > SEVERITIES.indexOf(other);

export const moreSerious = (one: Severity, other: Severity): Severity =>
  isMoreSerious(other, one) ? other : one;
