import { describe, expect, it } from 'vitest';
import { drawnOf } from './drawn.ts';

const measured = (...codes: string[]) => codes.map((code) => ({ code })) as never;
const alarm = (subject: string) =>
  ({ subject, threshold: 80, ruleVersion: 2, severity: 'yellow', escalations: [] }) as never;
const rule = (condition: object, ruleVersion = 2) =>
  ({ condition, severity: 'yellow', ruleVersion }) as never;
const drawn = (...asked: Parameters<typeof drawnOf>) =>
  drawnOf(...asked).map(({ indicator, thresholds }) => [
    indicator.code,
    thresholds.map(({ value }) => value),
  ]);

describe('the curves of an alarm', () => {
  it('are that of its indicator with its lines', () => {
    const condition = { kind: 'threshold', raiseAt: 75 };
    expect(drawn(measured('pm25', 'pm10'), rule(condition), alarm('pm10'))).toEqual([['pm10', [75]]]);
  });

  const parts = [
    { indicator: 'pm25', raiseAt: 75 },
    { indicator: 'o3', raiseAt: 160 },
  ];
  it('are those of every part of its rule, each with its own line', () => {
    const indicators = measured('pm25', 'pm10', 'o3');
    expect(drawn(indicators, rule({ kind: 'composite', parts }), alarm('pm25'))).toEqual([
      ['pm25', [75]],
      ['o3', [160]],
    ]);
  });

  it('of a rule of several parts have no lines where it has changed since', () => {
    const indicators = measured('pm25', 'o3');
    expect(drawn(indicators, rule({ kind: 'composite', parts }, 3), alarm('pm25'))).toEqual([
      ['pm25', []],
      ['o3', []],
    ]);
  });

  it('are at most eight of the device where it is of an index, without lines', () => {
    const indicators = measured(...'abcdefghij');
    const all = drawn(indicators, rule({ kind: 'index', raiseAt: 150 }), alarm('aqi'));
    expect(all).toEqual([...'abcdefgh'].map((code) => [code, []]));
  });
});
