import type { Threshold } from '../curve/curve.tsx';
import type { DeviceModel } from '../device/device-query.ts';
import type { Alarm } from './alarm-query.ts';
import { type Rule, thresholdsOf } from './thresholds.ts';

type Indicator = DeviceModel['indicators'][number];
interface Drawn {
  readonly indicator: Indicator;
  readonly thresholds: readonly Threshold[];
}

/** An index is made of no more pollutants; more curves would hide what a case is about. */
const MOST_DRAWN = 8;

/** The parts of a rule of several indicators; today's lines did not hold where the rule has another version by now. */
const partsOf = (rule: Rule, alarm: Alarm, code: string): readonly Threshold[] =>
  rule.ruleVersion === alarm.ruleVersion ? thresholdsOf(rule, { ...alarm, subject: code }) : [];

/**
 * The curves that explain an alarm: of its indicator, of each part of its rule, or, where it is of an index or of silence, of all that
 * the device measures. The lines of an index are no values of its indicators and are not drawn.
 */
export const drawnOf = (
  indicators: readonly Indicator[],
  rule: Rule | undefined,
  alarm: Alarm,
): readonly Drawn[] => {
  if (rule?.condition.kind === 'composite') {
    const codes = new Set(rule.condition.parts.map(({ indicator }) => indicator));
    return indicators
      .filter(({ code }) => codes.has(code))
      .map((indicator) => ({ indicator, thresholds: partsOf(rule, alarm, indicator.code) }));
  }
  const watched = indicators.find(({ code }) => code === alarm.subject);
  return watched === undefined
    ? indicators.slice(0, MOST_DRAWN).map((indicator) => ({ indicator, thresholds: [] }))
    : [{ indicator: watched, thresholds: thresholdsOf(rule, alarm) }];
};
