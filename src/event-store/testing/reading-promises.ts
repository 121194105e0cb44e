import { describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import type { EventStore } from '../event-store.ts';
import type { StoreUnderTest } from './store-under-test.ts';
import { testEvent } from './test-events.ts';

/** Reads, and that they return exactly what was written. */
export const describeReading = ({ open, streamPrefix, freshStream }: StoreUnderTest): void => {
  describe('reading', () => {
    it('goes both ways with limits', async () => {
      const store = open();
      const stream = freshStream();
      await store.append({
        stream,
        expected: 'none',
        events: [1, 2, 3, 4, 5].map((n) => testEvent({ n })),
      });
      const versions = async (options: Parameters<EventStore['readStream']>[1]) =>
        (await store.readStream(stream, options)).map((event) => event.version);
      expect(await versions({ limit: 2 })).toEqual([1, 2]);
      expect(await versions({ fromVersion: 4 })).toEqual([4, 5]);
      expect(await versions({ direction: 'backwards', limit: 2 })).toEqual([5, 4]);
      expect(await versions({ direction: 'backwards', fromVersion: 3 })).toEqual([3, 2, 1]);
      expect(await store.readStream(freshStream())).toEqual([]);
    });

    it('gives back exactly what was written', async () => {
      const store = open();
      const stream = freshStream();
      const event = testEvent(
        { text: '汾河水位 “警戒” 🌊 \u0000 \ud800 "\\n', zero: -0, list: [null, true, 1e-7] },
        {
          meta: {
            actor: 'user:1',
            causationId: newId(),
            receivedAt: '2026-03-01T00:00:00.000Z',
            dataClass: 'public',
          },
        },
      );
      await store.append({ stream, expected: 'none', events: [event] });
      const [read] = await store.readStream(stream);
      expect(read).toMatchObject({
        id: event.id,
        type: 'Tested',
        schemaVersion: 1,
        meta: event.meta,
        stream,
      });
      expect(read!.data).toEqual(JSON.parse(JSON.stringify(event.data)));
      expect(read!.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    });

    it('takes a large event', async () => {
      const store = open();
      const stream = freshStream();
      const text = '汾'.repeat(300_000);
      await store.append({ stream, expected: 'none', events: [testEvent({ text })] });
      expect((await store.readStream(stream))[0]!.data).toEqual({ text });
    });

    it('takes a stream of 100,000 events and reads it in either direction', async () => {
      const store = open();
      const stream = freshStream();
      const [batches, size] = [100, 1000];
      for (let batch = 0; batch < batches; batch += 1) {
        const events = Array.from({ length: size }, (_, n) => testEvent({ n: batch * size + n }));
        const result = await store.append({
          stream,
          expected: batch === 0 ? 'none' : batch * size,
          events,
        });
        expect(result).toMatchObject({ status: 'appended', version: (batch + 1) * size });
      }
      const all = await store.readStream(stream);
      expect(all).toHaveLength(batches * size);
      expect(all.every((event, n) => event.version === n + 1 && (event.data as { n: number }).n === n)).toBe(
        true,
      );
      const tail = await store.readStream(stream, { direction: 'backwards', limit: 3 });
      expect(tail.map(({ version }) => version)).toEqual([100_000, 99_999, 99_998]);
      expect(await store.readStream(stream, { fromVersion: 50_000, limit: 1 })).toEqual([all[49_999]]);
    }, 300_000);

    it('reads all in global order after a position, filtered by type and stream prefix', async () => {
      const store = open();
      const start = await store.head();
      const [a, b] = [freshStream(), `other-${freshStream()}`];
      await store.append({ stream: a, expected: 'any', events: [testEvent({ n: 1 })] });
      await store.append({ stream: b, expected: 'any', events: [testEvent({ n: 2 }, { type: 'Other' })] });
      await store.append({ stream: a, expected: 'any', events: [testEvent({ n: 3 })] });
      const read = async (filter?: Parameters<EventStore['readAll']>[0]['filter']) =>
        (await store.readAll({ after: start, limit: 10, ...(filter ? { filter } : {}) })).map(
          (event) => (event.data as { n: number }).n,
        );
      expect(await read()).toEqual([1, 2, 3]);
      expect(await read({ types: new Set(['Other']) })).toEqual([2]);
      expect(await read({ streamPrefixes: [streamPrefix] })).toEqual([1, 3]);
    });
  });
};
