import { describe, expect, it } from 'vitest';
import { alarmsOf, detection, time } from '../../../testing/alarm-story.ts';
import type { AlarmCondition } from '../events.ts';

describe('detection', () => {
  const condition: AlarmCondition = {
    kind: 'detection',
    type: 'smokeFire',
    minConfidence: 0.6,
    minCount: 3,
    windowSeconds: 30,
  };

  it('is raised by enough confident detections within the window', () => {
    const at = (...seconds: number[]) =>
      alarmsOf(
        condition,
        seconds.map((second) => detection(second, 'a', 0.9)),
      );
    expect(at(0, 10)).toEqual([]);
    expect(at(0, 10, 29)).toEqual([['raised', 29, 'yellow']]);
    expect(at(0, 10, 30)).toEqual([]);
    expect(alarmsOf(condition, [detection(0, 'a', 1), detection(1, 'a', 0.5), detection(2, 'a', 1)])).toEqual(
      [],
    );
  });

  it('clears after a window without one, and starts counting again', () => {
    const events = [0, 1, 2, 20].map((second) => detection(second, 'a', 1));
    expect(alarmsOf(condition, [...events, time(49), time(50), detection(51, 'a', 1)])).toEqual([
      ['raised', 2, 'yellow'],
      ['cleared', 50, 'expired'],
    ]);
  });
});
