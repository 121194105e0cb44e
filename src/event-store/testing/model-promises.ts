import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import type { NewEvent } from '../event-store.ts';
import type { StoreUnderTest } from './store-under-test.ts';
import { testEvent } from './test-events.ts';

/** The port's rules hold for any appends in any order. */
export const itAgreesWithModel = ({ open, promises, freshStream }: StoreUnderTest): void => {
  it('agrees with a simple model on any sequence of appends', async () => {
    const store = open();
    const request = fc.record({
      stream: fc.integer({ min: 0, max: 2 }),
      expected: fc.constantFrom<'any' | 'none' | number>('any', 'none', 0, 1, 2, 3),
      events: fc.array(
        fc.record({ id: fc.integer({ min: 0, max: 7 }), content: fc.integer({ min: 0, max: 1 }) }),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 15 }), async (requests) => {
        const names = [freshStream(), freshStream(), freshStream()];
        const ids = Array.from({ length: 8 }, () => newId());
        const model = createModel(promises.repeats);
        const appends = requests.map(({ stream, expected, events }) => ({
          stream: names[stream]!,
          expected,
          events: distinctIds(events).map(({ id, content }) => testEvent({ content }, { id: ids[id]! })),
        }));
        const results = await store.appendMany(appends);
        expect(results.map(({ status }) => status)).toEqual(appends.map((append) => model.append(append)));
        for (const name of names) {
          const read = await store.readStream(name);
          expect(read.map((event) => event.id)).toEqual(model.stream(name));
        }
      }),
      { numRuns: 40 },
    );
  });
};

const distinctIds = <Item extends { id: number }>(items: readonly Item[]): Item[] =>
  items.filter((item, index) => items.findIndex((other) => other.id === item.id) === index);

/** The port's rules in a few lines, for comparison. */
const createModel = (repeats: StoreUnderTest['promises']['repeats']) => {
  const streams = new Map<string, string[]>();
  const known = new Map<string, string>();
  return {
    stream: (name: string) => streams.get(name) ?? [],
    append({
      stream,
      expected,
      events,
    }: {
      stream: string;
      expected: 'any' | 'none' | number;
      events: NewEvent[];
    }) {
      const content = (event: NewEvent) => `${stream} ${JSON.stringify(event.data)}`;
      const key = (event: NewEvent) => (repeats === 'log' ? event.id : `${stream} ${event.id}`);
      const repeated = events.filter((event) => known.has(key(event)));
      if (repeated.some((event) => known.get(key(event)) !== content(event))) return 'idConflict';
      if (repeated.length === events.length) return 'alreadyAppended';
      if (repeated.length > 0) return 'idConflict';
      const version = streams.get(stream)?.length ?? 0;
      if (expected !== 'any' && (expected === 'none' ? 0 : expected) !== version) return 'versionConflict';
      streams.set(stream, [...(streams.get(stream) ?? []), ...events.map((event) => event.id)]);
      for (const event of events) known.set(key(event), content(event));
      return 'appended';
    },
  };
};
