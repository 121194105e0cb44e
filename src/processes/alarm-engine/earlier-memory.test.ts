import { describe, expect, it } from 'vitest';
import { alarmIdOf, createAlarmEngineCore } from '../../sensing/index.ts';
import {
  briefly,
  detection,
  play,
  reading,
  storyDevice,
  storyRule,
  storyTime,
  time,
} from '../../testing/alarm-story.ts';
import { readRows } from './earlier-memory.ts';

const threshold = storyRule({
  kind: 'threshold',
  indicator: 'level',
  direction: 'above',
  raiseAt: 3,
  clearAt: 2,
  forSeconds: 10,
});
const fire = storyRule(
  { kind: 'detection', type: 'smokeFire', minConfidence: 0.5, minCount: 2, windowSeconds: 60 },
  { ruleId: 'fire' },
);

/** As releases wrote it that knew two kinds of rules. */
const rows = (states: Readonly<Record<string, object>>) => [
  { kind: 'device', key: 'a', value: storyDevice('a') },
  { kind: 'rule', key: 'rule-1', value: threshold },
  { kind: 'rule', key: 'fire', value: fire },
  ...Object.entries(states).map(([key, value]) => ({ kind: 'state', key, value })),
];
const goOn = (states: Readonly<Record<string, object>>, ...events: Parameters<typeof play>[0]) =>
  play(events, createAlarmEngineCore(readRows(rows(states))));

describe('the memory of earlier releases', () => {
  it('continues a raised alarm as the same one', () => {
    const emissions = goOn(
      { 'rule-1 a': { phase: 'raised', since: storyTime(1), lastAt: storyTime(11) } },
      reading(20, 'a', { level: 4 }),
      reading(21, 'a', { level: 1 }),
    );
    expect(briefly(emissions)).toEqual([['cleared', 21, 'recovered']]);
    expect(emissions[0]!.event.data).toMatchObject({ alarmId: alarmIdOf(threshold, 'a', storyTime(1)) });
  });

  it('continues an alarm that was about to be raised', () => {
    expect(
      briefly(
        goOn(
          {
            'rule-1 a': { phase: 'pending', since: storyTime(1), lastAt: storyTime(1) },
            'fire a': { phase: 'quiet', lastAt: storyTime(1), hits: [storyTime(1)] },
          },
          reading(11, 'a', { level: 4 }),
          detection(12, 'a', 1),
        ),
      ),
    ).toEqual([
      ['raised', 11, 'yellow'],
      ['raised', 12, 'yellow'],
    ]);
  });

  it('ends a detection when its time is over', () => {
    expect(
      briefly(
        goOn(
          { 'fire a': { phase: 'raised', since: storyTime(1), lastAt: storyTime(5) } },
          time(64),
          time(65),
        ),
      ),
    ).toEqual([['cleared', 65, 'expired']]);
  });
});
