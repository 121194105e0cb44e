import { describe, expect, it } from 'vitest';
import {
  alarmsOf,
  levels,
  play,
  published,
  reading,
  registered,
  storyDevice,
  storyRule,
} from '../../../testing/alarm-story.ts';
import { createAlarmEngineCore } from '../core/engine.ts';
import type { AlarmCondition } from '../events.ts';

describe('rate of change', () => {
  const condition: AlarmCondition = {
    kind: 'rateOfChange',
    indicator: 'level',
    direction: 'rise',
    windowSeconds: 60,
    raiseAt: 1,
    clearAt: 0.5,
  };

  it('compares with the oldest value of the window', () => {
    expect(alarmsOf(condition, levels([0, 1], [30, 1.5], [60, 2], [61, 2], [120, 2]))).toEqual([
      ['raised', 60, 'yellow'],
      ['cleared', 61, 'recovered'],
    ]);
    expect(alarmsOf(condition, levels([0, 1], [61, 2]))).toEqual([]);
    expect(alarmsOf({ ...condition, direction: 'fall' }, levels([0, 2], [10, 1]))).toHaveLength(1);
  });

  it('keeps a bounded number of samples, however often the device reports', () => {
    const core = createAlarmEngineCore();
    const events = Array.from({ length: 2000 }, (_, n) => reading(n / 10, 'a', { level: 1 }));
    play([registered(storyDevice('a')), published(storyRule(condition)), ...events], core);
    const row = core.takeChanges().rows.find(({ kind }) => kind === 'states');
    const { states } = row!.value as { states: { 'rule-1': { condition: { samples: number[] } } } };
    expect(states['rule-1'].condition.samples.length).toBeLessThanOrEqual(124);
  });
});
