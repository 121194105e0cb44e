import { describe, expect, it } from 'vitest';
import { alarmsOf, index, storyTime } from '../../../testing/alarm-story.ts';
import type { AlarmCondition } from '../events.ts';

describe('index', () => {
  const condition: AlarmCondition = {
    kind: 'index',
    index: 'air',
    period: 'hour',
    level: { direction: 'above', raiseAt: 150, clearAt: 100 },
    grades: ['严重污染'],
  };
  const hour = 3600;

  it('is raised by the value or the grade', () => {
    const events = [
      index(hour, 'a', { value: 120 }),
      index(2 * hour, 'a', { value: 160, grade: '中度污染' }),
      index(3 * hour, 'a', { value: 130 }),
      index(4 * hour, 'a', { value: 90 }),
      index(5 * hour, 'a', { value: null, grade: '严重污染' }),
    ];
    expect(alarmsOf(condition, events)).toEqual([
      ['raised', 2 * hour, 'yellow'],
      ['cleared', 4 * hour, 'recovered'],
      ['raised', 5 * hour, 'yellow'],
    ]);
  });

  it('ignores old periods and revisions for late data', () => {
    const at = (second: number, end: number) =>
      index(second, 'a', { value: 500, from: storyTime(end - hour), to: storyTime(end) });
    expect(alarmsOf(condition, [at(4 * hour, hour)])).toEqual([]);
    expect(alarmsOf(condition, [index(2 * hour, 'a', { value: 50 }), at(2 * hour + 60, hour)])).toEqual([]);
  });
});
