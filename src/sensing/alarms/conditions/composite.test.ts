import { describe, expect, it } from 'vitest';
import { alarmsOf, reading } from '../../../testing/alarm-story.ts';
import type { AlarmCondition } from '../events.ts';

describe('composite', () => {
  const condition: AlarmCondition = {
    kind: 'composite',
    mode: 'all',
    parts: [
      { indicator: 'level', direction: 'above', raiseAt: 3, clearAt: 2 },
      { indicator: 'rain', direction: 'above', raiseAt: 20, clearAt: 10 },
    ],
    withinSeconds: 60,
    forSeconds: 0,
  };

  it('needs all parts together, each valid for some time after its observation', () => {
    const events = [
      reading(1, 'a', { level: 4 }),
      reading(62, 'a', { rain: 30 }),
      reading(70, 'a', { level: 4, rain: 30 }),
      reading(80, 'a', { rain: 5 }),
    ];
    expect(alarmsOf(condition, events)).toEqual([
      ['raised', 70, 'yellow'],
      ['cleared', 80, 'recovered'],
    ]);
  });

  it('evaluates a record as a whole', () => {
    expect(
      alarmsOf(condition, [reading(1, 'a', { level: 4, rain: 0 }), reading(2, 'a', { level: 1, rain: 30 })]),
    ).toEqual([]);
  });

  it('may need any of the parts, for a duration', () => {
    const any: AlarmCondition = { ...condition, mode: 'any', forSeconds: 10 };
    const events = [
      reading(1, 'a', { rain: 30 }),
      reading(5, 'a', { level: 4 }),
      reading(11, 'a', { rain: 0 }),
    ];
    expect(alarmsOf(any, events)).toEqual([['raised', 11, 'yellow']]);
  });
});
