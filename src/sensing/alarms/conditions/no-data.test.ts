import { describe, expect, it } from 'vitest';
import {
  alarmsOf,
  briefly,
  levels,
  play,
  published,
  reading,
  registered,
  storyDevice,
  storyRule,
  storyTime,
  time,
} from '../../../testing/alarm-story.ts';
import type { AlarmCondition } from '../events.ts';

describe('no data', () => {
  const condition: AlarmCondition = { kind: 'noData', indicator: null, afterSeconds: 60 };

  it('is raised when nothing arrived for long, and cleared by any record', () => {
    const late = reading(90, 'a', { level: 1 }, { resent: true, observedAt: storyTime(5) });
    expect(alarmsOf(condition, [...levels([10, 1]), time(69), time(71), time(80), late])).toEqual([
      ['raised', 71, 'yellow'],
      ['cleared', 90, 'recovered'],
    ]);
  });

  it('counts from the registration of a device that never reported, and from the rule', () => {
    expect(alarmsOf(condition, [time(59), time(60)])).toEqual([['raised', 60, 'yellow']]);
    const late = [registered(storyDevice('a')), published(storyRule(condition), 50), time(109), time(110)];
    expect(briefly(play(late))).toEqual([['raised', 110, 'yellow']]);
  });

  it('watches a single indicator if the rule says so', () => {
    const one: AlarmCondition = { ...condition, indicator: 'rain' };
    expect(alarmsOf(one, [...levels([10, 1], [50, 1]), time(61), reading(70, 'a', { rain: 0 })])).toEqual([
      ['raised', 61, 'yellow'],
      ['cleared', 70, 'recovered'],
    ]);
  });

  it('ignores silence while the server was down', () => {
    expect(alarmsOf(condition, [time(1000, { resumed: true }), time(1059), time(1060)])).toEqual([
      ['raised', 1060, 'yellow'],
    ]);
  });

  it('is raised once for a silence that ends without action', () => {
    const events = [time(60), time(200), time(400), ...levels([500, 1]), time(600)];
    expect(alarmsOf(condition, events, { autoClearAfterSeconds: 100 })).toEqual([
      ['raised', 60, 'yellow'],
      ['cleared', 200, 'expired'],
      ['raised', 600, 'yellow'],
    ]);
  });
});
