import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmRule } from '../events.ts';
import {
  evaluateRule,
  expireDetection,
  type Observation,
  QUIET,
  type RuleOutcome,
  type RuleState,
} from './evaluate.ts';

type Condition = AlarmRule['condition'];

const START = Date.parse('2026-03-01T08:00:00.000Z');
const at = (second: number): string => new Date(START + second * 1000).toISOString();
const seen = (second: number, value: number): Observation => ({ observedAt: at(second), value });

const above: Condition = {
  kind: 'threshold',
  indicator: 'pm25',
  direction: 'above',
  raiseAt: 115,
  clearAt: 90,
  forSeconds: 10,
};
const below: Condition = {
  ...above,
  indicator: 'dissolvedOxygen',
  direction: 'below',
  raiseAt: 2,
  clearAt: 3,
};
const detection: Condition = {
  kind: 'detection',
  type: 'fire',
  minConfidence: 0.6,
  minCount: 3,
  windowSeconds: 30,
};

const play = (condition: Condition, observations: readonly Observation[], from: RuleState = QUIET) => {
  let state = from;
  const outcomes: RuleOutcome[] = [];
  for (const observation of observations) {
    const step = evaluateRule(condition, state, observation);
    state = step.state;
    if (step.outcome !== undefined) outcomes.push(step.outcome);
  }
  return { state, outcomes };
};
const kinds = (condition: Condition, observations: readonly Observation[]) =>
  play(condition, observations).outcomes.map(({ kind, observedAt }) => [
    kind,
    (Date.parse(observedAt) - START) / 1000,
  ]);

describe('threshold', () => {
  it('is raised once the value has stayed beyond for the duration, not before', () => {
    expect(kinds(above, [seen(0, 115), seen(9.999, 130)])).toEqual([]);
    expect(kinds(above, [seen(0, 115), seen(10, 115)])).toEqual([['raise', 10]]);
  });

  it('starts to count again when the value falls short in between', () => {
    expect(kinds(above, [seen(0, 120), seen(5, 114.9), seen(6, 120), seen(15, 120)])).toEqual([]);
    expect(kinds(above, [seen(0, 120), seen(5, 114.9), seen(6, 120), seen(16, 120)])).toEqual([
      ['raise', 16],
    ]);
  });

  it('stays raised between the two levels and clears beyond the lower one', () => {
    const raised = [seen(0, 120), seen(10, 120)];
    expect(kinds(above, [...raised, seen(11, 114), seen(12, 90.1), seen(13, 116)])).toEqual([['raise', 10]]);
    expect(kinds(above, [...raised, seen(11, 90)])).toEqual([
      ['raise', 10],
      ['clear', 11],
    ]);
  });

  it('works downwards', () => {
    expect(kinds(below, [seen(0, 2), seen(10, 1.5), seen(11, 2.9), seen(12, 3)])).toEqual([
      ['raise', 10],
      ['clear', 12],
    ]);
  });

  it('raises at once without a duration', () => {
    expect(kinds({ ...above, forSeconds: 0 }, [seen(0, 115)])).toEqual([['raise', 0]]);
  });

  it('holds a value on the line for beyond where both levels are the same', () => {
    const same: Condition = { ...above, clearAt: 115, forSeconds: 0 };
    expect(kinds(same, [seen(0, 115), seen(1, 115), seen(2, 114.9)])).toEqual([
      ['raise', 0],
      ['clear', 2],
    ]);
  });

  it('passes over what was observed before the observation that moved it last', () => {
    const raised = [seen(20, 120), seen(30, 120)];
    expect(kinds(above, [...raised, seen(25, 10)])).toEqual([['raise', 30]]);
  });

  it('says since when', () => {
    expect(play(above, [seen(3, 120), seen(20, 121)]).outcomes).toEqual([
      { kind: 'raise', since: at(3), observedAt: at(20), value: 121 },
    ]);
  });
});

describe('detection', () => {
  it('is raised by enough detections within the window', () => {
    expect(kinds(detection, [seen(0, 0.9), seen(10, 0.9)])).toEqual([]);
    expect(kinds(detection, [seen(0, 0.9), seen(10, 0.9), seen(29, 0.9)])).toEqual([['raise', 29]]);
    expect(kinds(detection, [seen(0, 0.9), seen(10, 0.9), seen(30, 0.9)])).toEqual([]);
  });

  it('does not count what is unsure', () => {
    expect(kinds(detection, [seen(0, 0.9), seen(1, 0.59), seen(2, 0.9)])).toEqual([]);
    expect(kinds(detection, [seen(0, 0.9), seen(1, 0.6), seen(2, 0.9)])).toEqual([['raise', 2]]);
  });

  it('clears after a window without one', () => {
    const { state } = play(detection, [seen(0, 1), seen(1, 1), seen(2, 1), seen(20, 1)]);
    expect(expireDetection(detection, state, at(49)).outcome).toBeUndefined();
    expect(expireDetection(detection, state, at(50)).outcome).toMatchObject({
      kind: 'clear',
      since: at(0),
      value: null,
    });
    expect(expireDetection(detection, QUIET, at(500)).outcome).toBeUndefined();
  });
});

describe('whatever is observed', () => {
  const observation = fc
    .record({ second: fc.integer({ min: 0, max: 300 }), value: fc.integer({ min: 60, max: 140 }) })
    .map(({ second, value }) => seen(second, value));
  const observations = fc.array(observation, { maxLength: 60 });
  const condition = fc
    .record({
      raiseAt: fc.integer({ min: 80, max: 120 }),
      gap: fc.integer({ min: 0, max: 20 }),
      forSeconds: fc.constantFrom(0, 5, 30),
    })
    .map(
      ({ raiseAt, gap, forSeconds }): Condition => ({
        ...above,
        raiseAt,
        clearAt: raiseAt - gap,
        forSeconds,
      }),
    );

  it('raise and clear take turns, and a clear names the raise that it ends', () => {
    fc.assert(
      fc.property(condition, observations, (rule, list) => {
        const { outcomes } = play(rule, list);
        outcomes.forEach((outcome, index) => {
          expect(outcome.kind).toBe(index % 2 === 0 ? 'raise' : 'clear');
          if (outcome.kind === 'clear') expect(outcome.since).toBe(outcomes[index - 1]!.since);
        });
      }),
    );
  });

  it('a replay from any state that was kept as JSON goes on as if nothing had happened', () => {
    fc.assert(
      fc.property(condition, observations, fc.nat(), (rule, list, cut) => {
        const whole = play(rule, list);
        const middle = list.length === 0 ? 0 : cut % list.length;
        const first = play(rule, list.slice(0, middle));
        const second = play(rule, list.slice(middle), JSON.parse(JSON.stringify(first.state)) as RuleState);
        expect([...first.outcomes, ...second.outcomes]).toEqual(whole.outcomes);
        expect(second.state).toEqual(whole.state);
      }),
    );
  });

  it('an observation that comes twice in a row says nothing new', () => {
    fc.assert(
      fc.property(condition, observations, (rule, list) => {
        expect(
          play(
            rule,
            list.flatMap((each) => [each, each]),
          ).outcomes,
        ).toEqual(play(rule, list).outcomes);
      }),
    );
  });
});
