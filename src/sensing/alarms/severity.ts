import { SEVERITIES, type Severity } from './events.ts';

export const isMoreSerious = (one: Severity, other: Severity): boolean =>
  SEVERITIES.indexOf(one) > SEVERITIES.indexOf(other);

export const moreSerious = (one: Severity, other: Severity): Severity =>
  isMoreSerious(other, one) ? other : one;
