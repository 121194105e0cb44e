import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  detection,
  play,
  published,
  reading,
  registered,
  STORY_START,
  storyDevice,
  storyRule,
  storyTime,
  time,
} from '../../../testing/alarm-story.ts';
import { QUALITY_FLAGS } from '../../events.ts';
import { type AlarmEffect, effectOf, FLAG_EFFECTS, type RuleKind } from '../../quality/alarm-effects.ts';
import type { AlarmCondition } from '../events.ts';
import type { RecordedInput } from './engine.ts';

const LEVEL = { indicator: 'level', direction: 'above', raiseAt: 3, clearAt: 2 } as const;
/** The clock of the device is an hour behind, whatever the flag. */
const HOUR = 3600;

type Told = Exclude<RuleKind, 'noData' | 'index'>;

/** One rule of each kind, and what would raise it if nothing were said against it. */
const STORIES: Readonly<
  Record<
    Told,
    { readonly condition: AlarmCondition; readonly levels: readonly (readonly [number, number])[] }
  >
> = {
  threshold: {
    condition: { kind: 'threshold', ...LEVEL, forSeconds: 10 },
    levels: [
      [100, 9],
      [110, 9],
    ],
  },
  rateOfChange: {
    condition: {
      kind: 'rateOfChange',
      indicator: 'level',
      direction: 'rise',
      windowSeconds: 60,
      raiseAt: 1,
      clearAt: 0,
    },
    levels: [
      [100, 1],
      [110, 9],
    ],
  },
  stuck: {
    condition: { kind: 'stuck', indicator: 'level', forSeconds: 10, tolerance: 0 },
    levels: [
      [100, 1],
      [110, 1],
    ],
  },
  composite: {
    condition: { kind: 'composite', mode: 'all', parts: [LEVEL], withinSeconds: 60, forSeconds: 10 },
    levels: [
      [100, 9],
      [110, 9],
    ],
  },
  spatial: {
    condition: { kind: 'spatial', ...LEVEL, scope: 'grid', minDevices: 1, minShare: null, withinSeconds: 60 },
    levels: [[110, 9]],
  },
  detection: {
    condition: { kind: 'detection', type: 'smokeFire', minConfidence: 0.5, minCount: 2, windowSeconds: 60 },
    levels: [
      [100, 1],
      [110, 1],
    ],
  },
};

const raisedAt = (condition: AlarmCondition, safetyCritical: boolean, records: readonly RecordedInput[]) =>
  play([registered(storyDevice('a')), published(storyRule(condition, { safetyCritical })), ...records]).map(
    ({ event }) => (event.type === 'AlarmRaised' ? event.data.observedAt : event.type),
  );

const expectedOf = (effect: AlarmEffect, kind: Told): readonly string[] => {
  if (effect === 'suppressed') return [];
  // Devices of a place are compared by our clock in any case.
  return [storyTime(effect === 'atReceipt' || kind === 'spatial' ? 110 : 110 - HOUR)];
};

describe('what a flag does to a rule', () => {
  const cells = QUALITY_FLAGS.flatMap((flag) =>
    (Object.keys(STORIES) as Told[]).flatMap((kind) =>
      [false, true].map((isSafetyCritical) => [flag, kind, isSafetyCritical] as const),
    ),
  );
  it.each(cells)('case 05 %s before a rule of %s, safety-critical: %s', (flag, kind, isSafetyCritical) => {
    const { condition, levels } = STORIES[kind];
    const expected = expectedOf(effectOf(flag, kind, isSafetyCritical), kind);
    // Of a whole record, and of the one value.
    for (const about of kind === 'detection' ? ['*'] : ['*', 'level']) {
      const records = levels.map(([second, value]) => {
        const told = { observedAt: storyTime(second - HOUR), quality: { [about]: [flag] } };
        return kind === 'detection'
          ? detection(second, 'a', value, told)
          : reading(second, 'a', { level: value }, told);
      });
      expect(raisedAt(condition, isSafetyCritical, records)).toEqual(expected);
    }
  });

  it.each(QUALITY_FLAGS)('%s counts as data for a noData rule', (flag) => {
    const condition: AlarmCondition = { kind: 'noData', indicator: null, afterSeconds: 60 };
    const records = [reading(50, 'a', { level: 1 }, { quality: { '*': [flag] } }), time(100)];
    expect(raisedAt(condition, false, records)).toEqual([]);
    expect(effectOf(flag, 'noData', false)).toBe('counts');
  });

  it('no doubt suppresses a safety-critical alarm; only a drill does, which is not a doubt', () => {
    for (const flag of QUALITY_FLAGS)
      expect(FLAG_EFFECTS[flag].safetyCritical === 'suppressed', flag).toBe(flag === 'testReport');
  });

  it('matches docs/sensing.md', () => {
    const text = readFileSync(new URL('../../../../docs/sensing.md', import.meta.url), 'utf8');
    const word = { counts: 'counts', atReceipt: 'at receipt', suppressed: '–' } as const;
    for (const flag of QUALITY_FLAGS) {
      const { ordinary, safetyCritical, except } = FLAG_EFFECTS[flag];
      const exceptions = Object.entries(except ?? {}).map(
        ([kind, effect]) => `; \`${kind}\`: ${word[effect]}`,
      );
      expect(text).toContain(
        `| \`${flag}\` | ${word[ordinary]}${exceptions.join('')} | ${word[safetyCritical]} |`,
      );
    }
  });
});

describe('a clock that was set back', () => {
  const fire = STORIES.detection.condition;
  const at = (second: number, clock: number) => detection(second, 'a', 1, { observedAt: storyTime(clock) });
  const once = { ...fire, minCount: 1 } as AlarmCondition;

  it('case 05 hides no detection from any rule', () => {
    for (const safetyCritical of [false, true])
      expect(raisedAt(fire, safetyCritical, [at(100, 640), at(110, 110)])).toHaveLength(1);
  });

  it('case 05 hides no second alarm after the first', () => {
    const told = raisedAt(once, true, [at(100, 640), time(170), at(200, 200)]);
    expect(told.map((each) => each.startsWith('Alarm'))).toEqual([false, true, false]);
    expect(Date.parse(told[2]!)).toBeGreaterThan(STORY_START);
  });

  it('case 05 hides no level from a rule that is safety-critical', () => {
    const level: AlarmCondition = { kind: 'threshold', ...LEVEL, forSeconds: 0 };
    const records = [9, 1, 9].map((value, n) =>
      reading(100 + n, 'a', { level: value }, { observedAt: storyTime(n === 2 ? 50 : 400 + n) }),
    );
    expect(raisedAt(level, true, records)).toHaveLength(3);
    expect(raisedAt(level, false, records)).toHaveLength(2);
  });
});
