import { describe, expect, it } from 'vitest';
import { alarmsOf, levels } from '../../../testing/alarm-story.ts';
import type { AlarmCondition } from '../events.ts';

describe('stuck', () => {
  const condition: AlarmCondition = {
    kind: 'stuck',
    indicator: 'level',
    forSeconds: 60,
    tolerance: 0.01,
    except: [0],
  };

  it('is raised when the value does not change for long, and clears when it changes', () => {
    expect(alarmsOf(condition, levels([0, 1], [30, 1.005], [60, 1], [70, 1], [80, 1.5]))).toEqual([
      ['raised', 60, 'yellow'],
      ['cleared', 80, 'recovered'],
    ]);
    expect(alarmsOf(condition, levels([0, 0], [30, 0], [90, 0]))).toEqual([]);
  });
});
