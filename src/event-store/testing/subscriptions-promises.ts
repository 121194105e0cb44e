import { describe, expect, it } from 'vitest';
import type { EventFilter, Position } from '../event-store.ts';
import type { StoreUnderTest } from './store-under-test.ts';
import { collect, testEvent } from './test-events.ts';

/** Deliveries of a subscription. */
export const describeSubscriptions = ({ open, interrupt, freshStream }: StoreUnderTest): void => {
  describe('subscriptions', () => {
    it('catch up, then follow live, without a gap or a repeat', async () => {
      const store = open();
      const start = await store.head();
      const stream = freshStream();
      const append = (n: number) => store.append({ stream, expected: 'any', events: [testEvent({ n })] });
      for (let n = 0; n < 50; n += 1) await append(n);
      const collected = collect(store, start, (events) => events.length >= 150, 7);
      await Promise.all(Array.from({ length: 100 }, (_, n) => append(50 + n)));
      const events = await collected;
      expect(events.map((event) => event.version)).toEqual(Array.from({ length: 150 }, (_, n) => n + 1));
      const positions = events.map((event) => event.position);
      expect([...positions].sort(store.comparePositions)).toEqual(positions);
    });

    it('hand over live events exactly as they are read back', async () => {
      const store = open();
      const start = await store.head();
      const stream = freshStream();
      const live = collect(store, start, (events) => events.length >= 20);
      for (let n = 0; n < 20; n += 1) {
        await store.append({ stream, expected: 'any', events: [testEvent({ n, nested: { list: [n] } })] });
      }
      expect(await live).toEqual(await store.readAll({ after: start, limit: 20 }));
    });

    it('wait for a slow consumer and still bring everything', async () => {
      const store = open();
      const start = await store.head();
      const stream = freshStream();
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      const seen: number[] = [];
      const done = new Promise<void>((resolve) => {
        const subscription = store.subscribe({
          name: 'slow',
          after: start,
          maxBatch: 10,
          async onBatch(batch) {
            await gate;
            seen.push(...batch.map((event) => event.version));
            if (seen.length >= 200) {
              resolve();
              void subscription.stop();
            }
          },
        });
      });
      await Promise.all(
        Array.from({ length: 200 }, () => store.append({ stream, expected: 'any', events: [testEvent()] })),
      );
      release();
      await done;
      expect(seen).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    });

    it('start after a position, and report when they have caught up', async () => {
      const store = open();
      const stream = freshStream();
      await store.append({ stream, expected: 'none', events: [testEvent({ n: 1 }), testEvent({ n: 2 })] });
      const [, second] = await store.readStream(stream);
      await store.append({ stream, expected: 2, events: [testEvent({ n: 3 })] });
      const seen: unknown[] = [];
      const atCatchUp = await new Promise<number>((resolve, reject) => {
        const subscription = store.subscribe({
          name: 'from a position',
          after: second!.position,
          onBatch: (batch) => void seen.push(...batch.map(({ data }) => data)),
          onCaughtUp() {
            resolve(seen.length);
            void subscription.stop();
          },
        });
        subscription.done.catch(reject);
      });
      expect(atCatchUp).toBe(1);
      expect(seen).toEqual([{ n: 3 }]);
    });

    it('deliver what their filter wants, and report how far they have read', async () => {
      const store = open();
      const start = await store.head();
      const prefix = `wanted-${freshStream()}`;
      const filters: Record<string, EventFilter> = {
        stream: { streamPrefixes: [prefix] },
        type: { types: new Set(['Filtered']) },
        both: { streamPrefixes: [prefix], types: new Set(['Filtered']) },
      };
      const seen: Record<string, number[]> = { stream: [], type: [], both: [] };
      const furthest: Record<string, Position> = {};
      const subscriptions = Object.entries(filters).map(([key, filter]) =>
        store.subscribe({
          name: key,
          after: start,
          filter,
          maxBatch: 10,
          onBatch: (batch) => void seen[key]!.push(...batch.map(({ data }) => (data as { n: number }).n)),
          onCheckpoint(position) {
            furthest[key] = position;
          },
        }),
      );
      const append = (stream: string, type: string, n: number) =>
        store.append({ stream, expected: 'any', events: [testEvent({ n }, { type })] });
      for (let n = 0; n < 40; n += 4) {
        await append(`${prefix}-1`, 'Filtered', n);
        await append(`${prefix}-1`, 'Other', n + 1);
        await append(freshStream(), 'Filtered', n + 2);
        await append(freshStream(), 'FilteredNot', n + 3);
      }
      const rest = (...remainders: number[]) =>
        Array.from({ length: 40 }, (_, n) => n).filter((n) => remainders.includes(n % 4));
      await expect
        .poll(() => seen, { timeout: 10_000 })
        .toEqual({ stream: rest(0, 1), type: rest(0, 2), both: rest(0) });
      // No selected events for long: the checkpoint moves all the same.
      const last = await store.append({
        stream: freshStream(),
        expected: 'any',
        events: Array.from({ length: 1000 }, () => testEvent()),
      });
      const far = (await store.readAll({ after: start, limit: 500 })).at(-1)!.position;
      expect(last.status).toBe('appended');
      await expect
        .poll(() => Object.values(furthest).filter((at) => store.comparePositions(at, far) >= 0).length, {
          timeout: 10_000,
        })
        .toBe(3);
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    });

    it.runIf(interrupt !== undefined)('resume where they were when connections are cut', async () => {
      const store = open();
      const start = await store.head();
      const stream = freshStream();
      const followed = collect(store, start, (events) => events.length >= 60, 3);
      for (let n = 0; n < 60; n += 1) {
        if (n % 20 === 10) await interrupt!();
        const result = await store.append({ stream, expected: 'any', events: [testEvent({ n })] });
        // An append whose answer was lost is retried, and may be found in the log.
        expect(['appended', 'alreadyAppended']).toContain(result.status);
      }
      expect((await followed).map(({ version }) => version)).toEqual(
        Array.from({ length: 60 }, (_, n) => n + 1),
      );
    });

    it('end with the error of their consumer', async () => {
      const store = open();
      const start = await store.head();
      const subscription = store.subscribe({
        name: 'failing',
        after: start,
        onBatch: () => Promise.reject(new Error('the consumer failed')),
      });
      await store.append({ stream: freshStream(), expected: 'any', events: [testEvent()] });
      await expect(subscription.done).rejects.toThrow('the consumer failed');
    });
  });
};
