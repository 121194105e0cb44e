import { describe, expect, it } from 'vitest';
import {
  alarmsOf,
  levels,
  play,
  published,
  reading,
  registered,
  storyDevice,
  storyEvent,
  storyRule,
  storyTime,
} from '../../../testing/alarm-story.ts';
import type { AlarmCondition } from '../events.ts';

const threshold: AlarmCondition = {
  kind: 'threshold',
  indicator: 'level',
  direction: 'above',
  raiseAt: 3,
  clearAt: 2.5,
  forSeconds: 10,
};
const atOnce = { ...threshold, forSeconds: 0 } as const;

describe('threshold', () => {
  it('is raised once the value has stayed beyond for the duration, and clears past the other level', () => {
    expect(alarmsOf(threshold, levels([1, 3], [10.999, 4]))).toEqual([]);
    expect(alarmsOf(threshold, levels([1, 3], [11, 3], [12, 2.6], [13, 2.5]))).toEqual([
      ['raised', 11, 'yellow'],
      ['cleared', 13, 'recovered'],
    ]);
  });

  it('starts to count again when the value falls short in between', () => {
    expect(alarmsOf(threshold, levels([1, 3], [5, 2.9], [6, 3], [15, 3]))).toEqual([]);
    expect(alarmsOf(threshold, levels([1, 3], [5, 2.9], [6, 3], [16, 3]))).toHaveLength(1);
  });

  it('works downwards, and treats a value on the line as beyond if both levels are the same', () => {
    const below: AlarmCondition = { ...threshold, direction: 'below', raiseAt: 2, clearAt: 3, forSeconds: 0 };
    expect(alarmsOf(below, levels([1, 2], [2, 2.9], [3, 3]))).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 3, 'recovered'],
    ]);
    expect(alarmsOf({ ...atOnce, clearAt: 3 }, levels([1, 3], [2, 3], [3, 2.9]))).toHaveLength(2);
  });

  it('ignores observations older than the last one that counted', () => {
    const old = reading(20, 'a', { level: 0 }, { observedAt: storyTime(5) });
    expect(alarmsOf(threshold, [...levels([1, 3], [11, 3]), old])).toHaveLength(1);
  });

  it('becomes more serious at further levels, never less', () => {
    const condition: AlarmCondition = {
      ...atOnce,
      levels: [
        { severity: 'orange', raiseAt: 4 },
        { severity: 'red', raiseAt: 5 },
      ],
    };
    expect(alarmsOf(condition, levels([1, 3], [2, 4.5], [3, 3.5], [4, 4.5], [5, 6], [6, 1]))).toEqual([
      ['raised', 1, 'yellow'],
      ['escalated', 2, 'orange level'],
      ['escalated', 5, 'red level'],
      ['cleared', 6, 'recovered'],
    ]);
    expect(alarmsOf(condition, levels([1, 5]))).toEqual([['raised', 1, 'red']]);
  });

  it('is not raised by doubtful, late, resent or test records', () => {
    const quiet = [
      reading(1, 'a', { level: 9 }, { quality: { level: ['spike'] } }),
      reading(2, 'a', { level: 9 }, { quality: { '*': ['historical'] } }),
      reading(3, 'a', { level: 9 }, { quality: { '*': ['testReport'] } }),
      reading(4, 'a', { level: 9 }, { resent: true }),
      reading(5, 'b', { level: 9 }),
    ];
    expect(alarmsOf(atOnce, quiet)).toEqual([]);
    expect(
      alarmsOf(atOnce, [reading(6, 'a', { level: 9 }, { quality: { '*': ['afterGap'] } })]),
    ).toHaveLength(1);
  });

  it('names its device, indicator and values', () => {
    const model = storyEvent(0, {
      type: 'DeviceModelPublished',
      data: {
        modelId: 'station',
        modelVersion: 1,
        family: 'test',
        name: 'station',
        indicators: [{ code: 'level', name: '水位', unit: 'm', min: 0, max: 10 }],
        detections: [],
        source: 'test',
      },
    });
    const [emission] = play([
      model,
      registered(storyDevice('a')),
      published(storyRule(threshold)),
      ...levels([1, 3], [20, 3.5]),
    ]);
    expect(emission).toMatchObject({
      event: {
        data: {
          subject: 'level',
          value: 3.5,
          threshold: 3,
          unit: 'm',
          since: storyTime(1),
          observedAt: storyTime(20),
          caseKey: 'device:a:rule-1',
        },
      },
    });
  });
});
