import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimers, type Timed } from './timers.ts';

interface Thing extends Timed {
  due: number | undefined;
}
const thing = (due?: number): Thing => ({ due, scheduledAt: Number.POSITIVE_INFINITY });

describe('timers', () => {
  it('return what is due, each once, whatever was postponed or advanced in between', () => {
    const move = fc.record({
      which: fc.nat(9),
      by: fc.integer({ min: -5000, max: 20_000 }),
      stops: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      wait: fc.integer({ min: 0, max: 7000 }),
      asks: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 100 }), (moves) => {
        const things = Array.from({ length: 10 }, () => thing());
        const timers = createTimers<Thing>(({ due }) => due);
        let now = 1_000_000;
        for (const { which, by, stops, wait, asks } of moves) {
          const moved = things[which]!;
          moved.due = stops ? undefined : (moved.due ?? now) + by;
          timers.schedule(moved, moved.due);
          now += wait;
          const due = things.filter((each) => each.due !== undefined && each.due <= now);
          if (asks) expect(timers.isDue(now)).toBe(due.length > 0);
          const taken = timers.takeDue(now);
          expect(new Set(taken)).toEqual(new Set(due));
          expect(taken).toHaveLength(due.length);
          for (const each of taken) each.due = undefined;
        }
      }),
    );
  });

  it('cost nothing for what is only postponed', () => {
    let asked = 0;
    const timers = createTimers<Thing>(({ due }) => {
      asked += 1;
      return due;
    });
    const things = Array.from({ length: 1000 }, () => thing(600_000));
    for (const each of things) timers.schedule(each, each.due);
    for (let second = 1; second < 600; second += 1) {
      for (const each of things) {
        each.due = second * 1000 + 600_000;
        timers.schedule(each, each.due);
      }
      expect(timers.isDue(second * 1000)).toBe(false);
    }
    expect(asked).toBe(0);
    expect(timers.isDue(600_000)).toBe(false);
    expect(asked).toBe(1000);
  });
});
