import { describe, expect, it } from 'vitest';
import { thresholdsOf } from './thresholds.ts';

const alarm = {
  subject: 'pm25',
  threshold: 140,
  ruleVersion: 2,
  severity: 'red',
  escalations: [{ from: 'yellow' }, { from: 'orange' }],
} as never;
const rule = (condition: object, ruleVersion = 2) =>
  ({ condition, severity: 'yellow', ruleVersion }) as never;

describe('thresholds of an alarm’s curve', () => {
  it('are all levels of the rule', () => {
    const condition = {
      kind: 'threshold',
      raiseAt: 150,
      levels: [{ raiseAt: 250, severity: 'red' }],
    };
    expect(thresholdsOf(rule(condition), alarm)).toEqual([
      { value: 150, severity: 'yellow' },
      { value: 250, severity: 'red' },
    ]);
  });

  it('are the one it was raised at where the rule has changed since', () => {
    expect(thresholdsOf(rule({ kind: 'threshold', raiseAt: 150 }, 3), alarm)).toEqual([
      { value: 140, severity: 'yellow' },
    ]);
  });

  it('are those of its indicator where a rule has several', () => {
    const parts = [
      { indicator: 'pm25', raiseAt: 75 },
      { indicator: 'pm10', raiseAt: 150 },
    ];
    expect(thresholdsOf(rule({ kind: 'composite', parts }), alarm)).toEqual([
      { value: 75, severity: 'yellow' },
    ]);
  });

  it('are none where the rule is not about a value', () => {
    expect(thresholdsOf(rule({ kind: 'rateOfChange', raiseAt: 10 }), alarm)).toEqual([]);
    expect(thresholdsOf(undefined, alarm)).toEqual([]);
  });
});
