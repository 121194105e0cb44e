import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLoopShare } from './loop-share.ts';

/** A loop whose turns and time are controlled by the test. */
const setUp = (turnMs: number) => {
  let now = 0;
  let next: (() => void)[] = [];
  const begun: string[] = [];
  const share = createLoopShare(
    turnMs,
    () => now,
    (begin) => next.push(begin),
  );
  const work = async (name: string, key: string, costMs: number): Promise<void> => {
    const wait = share.enter(key);
    if (wait !== undefined) await wait;
    begun.push(name);
    now += costMs;
  };
  const turn = async (): Promise<void> => {
    const due = next;
    next = [];
    for (const begin of due) begin();
    for (let step = 0; step < 1000; step += 1) await Promise.resolve();
  };
  return { share, begun, work, turn, isIdle: () => next.length === 0 };
};

describe('a share of the event loop', () => {
  it('begins work at once while the turn has time left, and the rest in later turns', async () => {
    const { begun, work, turn, share, isIdle } = setUp(4);
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => work(name, 'x', 2));
    expect(begun).toEqual(['a', 'b']);
    expect(share.waiting()).toBe(3);
    await turn();
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    await turn();
    await Promise.all(all);
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
    await turn();
    expect(isIdle()).toBe(true);
  });

  it('makes progress even if no turn has any time left', async () => {
    const { begun, work, turn } = setUp(0);
    const all = [work('a', 'x', 1), work('b', 'x', 1)];
    await turn();
    await turn();
    await Promise.all(all);
    expect(begun).toEqual(['a', 'b']);
  });

  it('lets senders take turns: a late one does not wait behind all of another', async () => {
    const { begun, work, turn } = setUp(1);
    for (const name of ['a1', 'a2', 'a3', 'a4']) void work(name, 'a', 1);
    void work('b1', 'b', 1);
    for (let n = 0; n < 5; n += 1) await turn();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
  });

  it('forgets nothing, keeps the order of each sender, and ends', async () => {
    const piece = fc.record({ key: fc.constantFrom('a', 'b', 'c'), costMs: fc.nat(5), turns: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const { begun, work, turn, share, isIdle } = setUp(4);
        const all: Promise<void>[] = [];
        for (const [n, { key, costMs, turns }] of pieces.entries()) {
          all.push(work(`${key} ${n}`, key, costMs));
          for (let each = 0; each < turns; each += 1) await turn();
        }
        for (let each = 0; each <= pieces.length + 1; each += 1) await turn();
        await Promise.all(all);
        expect(share.waiting()).toBe(0);
        expect(isIdle()).toBe(true);
        for (const key of ['a', 'b', 'c']) {
          const own = begun.filter((name) => name.startsWith(key));
          const sent = pieces.flatMap((one, n) => (one.key === key ? [`${key} ${n}`] : []));
          expect(own).toEqual(sent);
        }
      }),
      { numRuns: 50 },
    );
  });
});
