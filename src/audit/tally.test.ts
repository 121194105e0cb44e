import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTally, type Refusal } from './tally.ts';

const refusal = (change: Partial<Refusal> = {}): Refusal => ({
  actor: 'anonymous',
  action: 'signIn',
  outcome: 'refused',
  object: null,
  reason: 'wrongCredentials',
  addressKey: 'a',
  ...change,
});

describe('refused acts', () => {
  it('are recorded one by one until the samples are used up, then counted', () => {
    const tally = createTally(3);
    const recorded = Array.from({ length: 10 }, (_, n) => tally.count(refusal({ addressKey: `${n % 4}` })));
    expect(recorded.filter(Boolean)).toHaveLength(3);
    expect(tally.drain()).toEqual(
      [{ ...refusal(), addressKey: undefined, count: 10, recorded: 3, addresses: 4 }].map(
        ({ addressKey: _, ...sum }) => sum,
      ),
    );
    expect(tally.drain()).toEqual([]);
    expect(tally.count(refusal())).toBe(true);
    expect(tally.drain()).toEqual([]);
  });

  it('of one actor use up nobody else’s samples', () => {
    const tally = createTally(1);
    for (let n = 0; n < 5; n += 1) tally.count(refusal());
    expect(tally.count(refusal({ actor: 'user:anna' }))).toBe(true);
  });

  it('against one user are distinguished from noise', () => {
    const tally = createTally(0);
    for (let n = 0; n < 50; n += 1) tally.count(refusal());
    tally.count(refusal({ object: { kind: 'user', id: 'anna' } }));
    expect(tally.drain()).toMatchObject([{ count: 50 }, { count: 1, object: { id: 'anna' } }]);
  });

  it('are bounded in memory, and every one of them is counted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), (actors) => {
        const tally = createTally(2);
        let recorded = 0;
        for (let n = 0; n < actors; n += 1)
          recorded += tally.count(refusal({ actor: `user:${n}`, addressKey: `${n}` })) ? 1 : 0;
        const sums = tally.drain();
        expect(sums.length).toBeLessThanOrEqual(2001);
        expect(recorded + sums.reduce((sum, { count }) => sum + count, 0)).toBe(actors);
      }),
      { numRuns: 20 },
    );
  });
});
