import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainEvent, EventStore, RecordedEvent } from '../event-store/event-store.ts';
import { createStreamMemory, loadStream } from './stream-memory.ts';

type Added = DomainEvent<'Added', { readonly n: number }>;
const sum = {
  initialState: [] as readonly number[],
  evolve: (state: readonly number[], event: Added) => [...state, event.data.n],
};

/** Streams in memory, and how many events were read of them. */
const createStreams = () => {
  const streams = new Map<string, RecordedEvent[]>();
  let read = 0;
  return {
    read: () => read,
    add(stream: string, n: number) {
      const events = streams.get(stream) ?? [];
      const version = events.length + 1;
      const event = {
        id: `${stream} ${version}`,
        version,
        position: `${version}`,
        type: 'Added',
        data: { n },
        meta: { actor: 'system', commandDigest: `${n}` },
      };
      streams.set(stream, [...events, event as unknown as RecordedEvent]);
    },
    store: {
      async readStream(stream, { fromVersion = 1 } = {}) {
        const events = (streams.get(stream) ?? []).slice(fromVersion - 1);
        read += events.length;
        return events;
      },
    } satisfies Pick<EventStore, 'readStream'>,
  };
};

describe('a memory of streams', () => {
  it('reads only the new part of a long stream', async () => {
    const streams = createStreams();
    const memory = createStreamMemory(streams.store);
    for (let n = 0; n < 1000; n += 1) {
      streams.add('storm', n);
      if (n % 100 === 99) await memory.read('storm', sum);
    }
    expect(streams.read()).toBe(1000);
    const loaded = await memory.read('storm', sum);
    expect(loaded).toMatchObject({ version: 1000, position: '1000' });
    expect(loaded.state).toHaveLength(1000);
    expect(loaded.digests.get('storm 7')).toBe('6');
    expect(streams.read()).toBe(1000);
  });

  it('gives the same state as reading every stream from the beginning, in any order', async () => {
    const step = fc.tuple(fc.nat(2), fc.integer({ min: 0, max: 70 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const streams = createStreams();
        const memory = createStreamMemory(streams.store);
        for (const [name, count, looked] of steps) {
          for (let n = 0; n < count; n += 1) streams.add(`s-${name}`, n);
          if (!looked) continue;
          const loaded = await memory.read(`s-${name}`, sum);
          expect(loaded).toEqual(await loadStream(streams.store, `s-${name}`, sum));
        }
      }),
    );
  });
});
