import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position, RecordedEvent } from '../event-store/event-store.ts';
import { createHistory, type HistoryReader } from './history.ts';

const at = (position: number): Position => String(position) as Position;

const createLog = (length: number) => {
  const events = Array.from({ length }, (_, n) => ({ position: at(n + 1) }) as RecordedEvent);
  const reads: number[] = [];
  return {
    reads,
    store: {
      start: at(0),
      comparePositions: (a: Position, b: Position) => Number(a) - Number(b),
      async readAll({ after, limit }: { after: Position; limit: number }) {
        reads.push(Number(after));
        return events.slice(Number(after), Number(after) + limit);
      },
    } as unknown as Parameters<typeof createHistory>[0]['store'],
  };
};

/** Reads to the end from `after`, working on each page for the given number of turns of the event loop. */
const readThrough = async (reader: HistoryReader, after: number, turns: () => number): Promise<number[]> => {
  const seen: number[] = [];
  let position = after;
  for (;;) {
    const page = await reader.next(at(position));
    if (page.length === 0) break;
    for (let turn = turns(); turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
    seen.push(...page.map((event) => Number(event.position)));
    position = seen.at(-1)!;
  }
  reader.leave();
  return seen;
};
const numbers = (after: number, to: number) => Array.from({ length: to - after }, (_, n) => after + 1 + n);

describe('history', () => {
  it('is read once by readers of different speed that begin together', async () => {
    const { store, reads } = createLog(2000);
    const past = createHistory({ store, pageEvents: 100, idleTimeoutMs: 60_000 });
    const seen = await Promise.all([0, 1, 5, 20].map((turns) => readThrough(past.join(), 0, () => turns)));
    for (const each of seen) expect(each).toEqual(numbers(0, 2000));
    // The last, empty page is not kept.
    expect(reads.filter((after) => after < 2000)).toEqual(numbers(-1, 19).map((page) => page * 100));
  });

  it('is shared from the position of a second reader within the page of the first', async () => {
    const { store, reads } = createLog(1000);
    const past = createHistory({ store, pageEvents: 100, idleTimeoutMs: 60_000 });
    const [first, second] = await Promise.all([
      readThrough(past.join(), 0, () => 1),
      // Starts once the first page has been read.
      new Promise((resolve) => setImmediate(resolve)).then(() => readThrough(past.join(), 50, () => 1)),
    ]);
    expect(first).toEqual(numbers(0, 1000));
    expect(second).toEqual(numbers(50, 1000));
    expect(reads.filter((after) => after < 1000)).toHaveLength(10);
  });

  it('does not wait for readers elsewhere in the log, gone, or too slow', async () => {
    const { store } = createLog(1000);
    const past = createHistory({ store, pageEvents: 100, idleTimeoutMs: 20 });
    const [elsewhere, gone, stuck] = [past.join(), past.join(), past.join()];
    await elsewhere.next(at(3));
    await stuck.next(at(500));
    await gone.next(at(500));
    gone.leave();
    expect(await readThrough(past.join(), 500, () => 0)).toEqual(numbers(500, 1000));
    expect((await stuck.next(at(600)))[0]!.position).toBe(at(601));
  });

  it('rejects everybody waiting for a read that fails, and reads again', async () => {
    const { store } = createLog(100);
    let failures = 1;
    const past = createHistory({
      store: {
        ...store,
        readAll: (options) => {
          failures -= 1;
          return failures < 0 ? store.readAll(options) : Promise.reject(new Error('cut'));
        },
      },
      pageEvents: 10,
      idleTimeoutMs: 60_000,
    });
    const [one, other] = [past.join(), past.join()];
    const outcomes = await Promise.allSettled([one.next(at(0)), other.next(at(0))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await readThrough(one, 0, () => 0)).toEqual(numbers(0, 100));
  });

  it('delivers everything to everybody once and in order, whatever their positions and speeds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.tuple(fc.nat(300), fc.array(fc.nat(6), { minLength: 1, maxLength: 5 })), {
          maxLength: 6,
        }),
        async (length, pageEvents, readers) => {
          const { store } = createLog(length);
          const past = createHistory({ store, pageEvents, idleTimeoutMs: 60_000 });
          await Promise.all(
            readers.map(async ([start, speeds]) => {
              const after = Math.min(start, length);
              let page = 0;
              const seen = await readThrough(past.join(), after, () => speeds[page++ % speeds.length]!);
              expect(seen).toEqual(numbers(after, length));
            }),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
