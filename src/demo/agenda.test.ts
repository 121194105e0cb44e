import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAgenda } from './agenda.ts';
import { createChance } from './history/chance.ts';

describe('the agenda', () => {
  it('returns due entries in the order of time, and for the same time in the order of entry', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(50), fc.integer({ min: 1, max: 10 }), (times, until, most) => {
        const agenda = createAgenda<number>();
        for (const [n, at] of times.entries()) agenda.put(at, n);
        const expected = times
          .map((at, item) => ({ at, item }))
          .sort((a, b) => a.at - b.at || a.item - b.item);
        expect(agenda.nextAt()).toBe(expected[0]?.at);
        const due = expected.filter(({ at }) => at <= until);
        const taken = [];
        for (
          let part = agenda.takeUntil(until, most);
          part.length > 0;
          part = agenda.takeUntil(until, most)
        ) {
          expect(part.length).toBeLessThanOrEqual(most);
          taken.push(...part.map(({ at, item }) => ({ at, item })));
        }
        expect(taken).toEqual(due);
        expect(agenda.nextAt()).toBe(expected[due.length]?.at);
      }),
    );
  });

  it('accepts entries meanwhile', () => {
    const agenda = createAgenda<string>();
    agenda.put(5, 'late');
    agenda.put(1, 'early');
    expect(agenda.takeUntil(1, 9).map(({ item }) => item)).toEqual(['early']);
    agenda.put(3, 'between');
    expect(agenda.takeUntil(9, 9).map(({ item }) => item)).toEqual(['between', 'late']);
  });

  it('gives what is due before a time one by one, and those of one time in the order of entry', () => {
    const agenda = createAgenda<number>();
    const chance = createChance('agenda');
    const times = Array.from({ length: 500 }, () => Math.floor(chance.between(0, 100)));
    for (const [n, at] of times.entries()) agenda.put(at, n);
    const taken: { at: number; item: number }[] = [];
    for (let next = agenda.takeBefore(90); next !== undefined; next = agenda.takeBefore(90)) taken.push(next);
    const expected = times
      .map((at, item) => ({ at, item }))
      .filter(({ at }) => at < 90)
      .sort((a, b) => a.at - b.at || a.item - b.item);
    expect(taken.map(({ at, item }) => ({ at, item }))).toEqual(expected);
    expect(agenda.takeBefore(101)?.at).toBeGreaterThanOrEqual(90);
  });
});
