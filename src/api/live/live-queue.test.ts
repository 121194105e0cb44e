import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position } from '../../event-store/event-store.ts';
import { createLiveQueue, type LiveQueue, type Queued } from './live-queue.ts';

const compare = (a: Position, b: Position): number => Number(a) - Number(b);
const at = (id: number): Position => String(id) as unknown as Position;
const queueOf = (most = 100): LiveQueue<Queued> => createLiveQueue({ compare, most, intervalMs: 1000 });
const state = (id: number, replaces: string): Queued => ({ id: at(id), replaces });
const single = (id: number): Queued => ({ id: at(id) });

/** Everything that may be sent at a time, as "message@id". */
const drain = (queue: LiveQueue<Queued>, nowMs: number): string[] => {
  const sent: string[] = [];
  for (let next = queue.take(nowMs); next !== undefined; next = queue.take(nowMs))
    sent.push(`${next.message.id}@${next.id ?? ''}`);
  return sent;
};

describe('what waits for a client of the live stream', () => {
  it('sends messages in order, each with its id', () => {
    const queue = queueOf();
    for (const id of [1, 2, 3]) queue.put(single(id), 0);
    expect(drain(queue, 0)).toEqual(['1@1', '2@2', '3@3']);
    expect(queue.dueMs()).toBeUndefined();
  });

  it('sends the state of one device once a second, the last one', () => {
    const queue = queueOf();
    queue.put(state(1, 'a'), 0);
    expect(drain(queue, 0)).toEqual(['1@1']);
    queue.put(state(2, 'a'), 100);
    queue.put(state(3, 'a'), 200);
    expect(drain(queue, 999)).toEqual([]);
    expect(queue.dueMs()).toBe(1000);
    expect(drain(queue, 1000)).toEqual(['3@3']);
  });

  it('gives no id to what overtakes a state that is held back, and then one for both', () => {
    const queue = queueOf();
    queue.put(state(1, 'a'), 0);
    drain(queue, 0);
    queue.put(state(2, 'a'), 10);
    queue.put(single(3), 10);
    expect(drain(queue, 10)).toEqual(['3@']);
    expect(drain(queue, 1000)).toEqual(['2@3']);
  });

  it('keeps the latest state where the client is slow', () => {
    const queue = queueOf();
    queue.put(state(1, 'a'), 0);
    queue.put(single(2), 0);
    queue.put(state(3, 'a'), 0);
    expect(drain(queue, 0)).toEqual(['2@2', '3@3']);
  });

  it('drops everything once too much waits, and says so once', () => {
    const queue = queueOf(2);
    for (const id of [1, 2, 3, 4]) queue.put(single(id), 0);
    expect(queue.take(0)).toBeUndefined();
    expect(queue.hasOverflowed()).toBe(true);
    expect(queue.hasOverflowed()).toBe(false);
    queue.put(single(5), 0);
    expect(drain(queue, 0)).toEqual(['5@5']);
  });

  it('a client that is cut off anywhere and resumes from its last id ends with the same states', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', undefined),
      afterMs: fc.constantFrom(0, 100, 400, 1200),
      takes: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), fc.nat(40), (steps, cutAfter) => {
        const queue = queueOf();
        const all: Queued[] = [];
        const seen = new Map<string, string>();
        let lastId = 0;
        let taken = 0;
        let nowMs = 0;
        const show = ({ id, replaces }: Queued): void => {
          seen.set(replaces ?? String(id), String(id));
        };
        const takeOne = (): boolean => {
          const next = taken < cutAfter ? queue.take(nowMs) : undefined;
          if (next === undefined) return false;
          taken += 1;
          show(next.message);
          if (next.id !== undefined) {
            expect(Number(next.id)).toBeGreaterThan(lastId);
            lastId = Number(next.id);
          }
          return true;
        };
        steps.forEach(({ key, afterMs, takes }, n) => {
          nowMs += afterMs;
          const message = key === undefined ? single(n + 1) : state(n + 1, key);
          all.push(message);
          queue.put(message, nowMs);
          for (let i = 0; i < takes; i += 1) takeOne();
        });
        // Cut off here: what came after the last id is sent again.
        for (const message of all) if (Number(message.id) > lastId) show(message);
        const expected = new Map(all.map(({ id, replaces }) => [replaces ?? String(id), String(id)]));
        expect(new Map([...seen].sort())).toEqual(new Map([...expected].sort()));
      }),
    );
  });
});
