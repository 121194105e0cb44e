import type { Say } from '../../../shared/language.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const UNITS = ['day', 'hour', 'minute', 'second'] as const;
export type Unit = (typeof UNITS)[number];
export const SECONDS: Readonly<Record<Unit, number>> = { day: DAY, hour: HOUR, minute: MINUTE, second: 1 };

export const unitWords = (unit: Unit, say: Say): string =>
  ({
    day: say('天', 'd'),
    hour: say('小时', 'h'),
    minute: say('分', 'min'),
    second: say('秒', 's'),
  })[unit];

/** The largest unit in which a time is a whole number. */
export const unitOf = (seconds: number): Unit =>
  seconds === 0 ? 'second' : (UNITS.find((unit) => seconds % SECONDS[unit] === 0) ?? 'second');

/** `1 天`, `90 分`: without rounding. */
export const durationWords = (seconds: number, say: Say): string => {
  const unit = unitOf(seconds);
  return `${seconds / SECONDS[unit]} ${unitWords(unit, say)}`;
};
