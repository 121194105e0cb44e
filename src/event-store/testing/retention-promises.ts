import { describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store.ts';
import type { StoreUnderTest } from './store-under-test.ts';
import { testEvent } from './test-events.ts';

/** Retention of a stream, by number and by age. */
export const describeRetention = ({ open, another, freshStream }: StoreUnderTest): void => {
  describe('retention of a stream', () => {
    it('by count hides the older ones, and versions go on', async () => {
      const store = open();
      const start = await store.head();
      const stream = freshStream();
      await store.append({
        stream,
        expected: 'none',
        events: [1, 2, 3, 4, 5].map((n) => testEvent({ n })),
      });
      expect(await store.retention(stream)).toEqual({});
      await store.setRetention(stream, { maxCount: 2 });
      expect(await store.retention(stream)).toEqual({ maxCount: 2 });
      const versions = async (options?: Parameters<EventStore['readStream']>[1]) =>
        (await store.readStream(stream, options)).map(({ version }) => version);
      expect(await versions()).toEqual([4, 5]);
      expect(await versions({ direction: 'backwards' })).toEqual([5, 4]);
      expect(await versions({ fromVersion: 2, limit: 1 })).toEqual([4]);
      expect(await store.append({ stream, expected: 5, events: [testEvent()] })).toMatchObject({
        version: 6,
      });
      expect(await versions()).toEqual([5, 6]);
      // The global order keeps them until the engine removes them.
      expect(await store.readAll({ after: start, limit: 10 })).toHaveLength(6);
      await store.setRetention(stream, {});
      expect(await store.retention(stream)).toEqual({});
    });

    it('by age hides what is older, and the next version is not 1', async () => {
      const store = open();
      const stream = freshStream();
      await store.append({ stream, expected: 'none', events: [testEvent(), testEvent()] });
      await store.setRetention(stream, { maxAgeSeconds: 1 });
      expect(await store.retention(stream)).toEqual({ maxAgeSeconds: 1 });
      await expect.poll(() => store.readStream(stream), { timeout: 5000, interval: 100 }).toEqual([]);
      expect(await another().append({ stream, expected: 'any', events: [testEvent()] })).toMatchObject({
        version: 3,
      });
      await store.setRetention(stream, { maxAgeSeconds: 3600 });
      expect(await store.readStream(stream)).toHaveLength(3);
    });
  });
};
