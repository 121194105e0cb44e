import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import type { EventFilter, EventStore, NewEvent, Position, RecordedEvent } from '../event-store.ts';

export const testEvent = (data: unknown = {}, overrides: Partial<NewEvent> = {}): NewEvent => ({
  id: newId(),
  type: 'Tested',
  schemaVersion: 1,
  data,
  meta: { actor: 'system' },
  ...overrides,
});

/** Collects from a subscription until `enough` says so. */
export const collect = async (
  store: EventStore,
  after: Position,
  enough: (events: readonly RecordedEvent[]) => boolean,
  maxBatch = 100,
): Promise<RecordedEvent[]> => {
  const seen: RecordedEvent[] = [];
  await new Promise<void>((resolve, reject) => {
    const subscription = store.subscribe({
      name: 'collect',
      after,
      maxBatch,
      onBatch(batch) {
        seen.push(...batch);
        if (enough(seen)) {
          resolve();
          void subscription.stop();
        }
      },
    });
    subscription.done.catch(reject);
  });
  return seen;
};

const run = newId().slice(-12);
let streams = 0;
let prefix = 'test-';
const freshStream = (): string => {
  streams += 1;
  return `${prefix}${run}-${streams}`;
};

export interface StoreUnderTest {
  /** The store under test, and another one on the same log, as another process has it; closed by the caller. */
  readonly open: () => EventStore;
  readonly another: () => EventStore;
  /** Cuts the connections under the stores. Absent where the test cannot do that to its server. */
  readonly interrupt?: () => Promise<void>;
  /** How the names of the streams begin, where a store keeps streams in different ways. Default `test-`. */
  readonly streamPrefix?: string;
  /** Where stores differ in what they promise. */
  readonly promises: {
    /**
     * Among which events a repeated id is recognised: all of the log (of its permanent or of its ageing streams), or those at the end of the same stream, as far back as the
     * store's `repeatWindow`; then the same id in another stream is another event.
     */
    readonly repeats: 'log' | 'stream';
  };
}

/** What every event store promises, as tests. */
export const describeEventStore = (
  name: string,
  { open, another, interrupt, promises, streamPrefix = 'test-' }: StoreUnderTest,
): void => {
  describe(`${name} keeps the promises of the port`, () => {
    beforeAll(() => {
      prefix = streamPrefix;
    });
    describe('append', () => {
      it('gives versions from 1 and answers with the last', async () => {
        const store = open();
        const stream = freshStream();
        expect(
          await store.append({ stream, expected: 'none', events: [testEvent(), testEvent()] }),
        ).toMatchObject({
          status: 'appended',
          version: 2,
        });
        const events = await store.readStream(stream);
        expect(events.map((event) => event.version)).toEqual([1, 2]);
      });

      it.each([
        { before: 0, expected: 'any' as const, status: 'appended' },
        { before: 0, expected: 'none' as const, status: 'appended' },
        { before: 0, expected: 0, status: 'appended' },
        { before: 0, expected: 1, status: 'versionConflict' },
        { before: 2, expected: 'any' as const, status: 'appended' },
        { before: 2, expected: 'none' as const, status: 'versionConflict' },
        { before: 2, expected: 1, status: 'versionConflict' },
        { before: 2, expected: 2, status: 'appended' },
        { before: 2, expected: 3, status: 'versionConflict' },
      ])('on $before events with expected $expected: $status', async ({ before, expected, status }) => {
        const store = open();
        const stream = freshStream();
        for (let n = 0; n < before; n += 1)
          await store.append({ stream, expected: 'any', events: [testEvent()] });
        const result = await store.append({ stream, expected, events: [testEvent()] });
        expect(result.status).toBe(status);
        if (result.status === 'versionConflict') expect(result.actual).toBe(before);
        expect(await store.readStream(stream)).toHaveLength(before + (status === 'appended' ? 1 : 0));
      });

      it('writes all events of a request or none', async () => {
        const store = open();
        const stream = freshStream();
        const taken = testEvent({ n: 1 });
        await store.append({ stream, expected: 'any', events: [taken] });
        const result = await store.append({
          stream,
          expected: 1,
          events: [testEvent(), { ...taken, data: { n: 2 } }, testEvent()],
        });
        expect(result).toEqual({ status: 'idConflict', eventId: taken.id });
        expect(await store.readStream(stream)).toHaveLength(1);
      });

      it('lets one of many competing writers win', async () => {
        const store = open();
        const stream = freshStream();
        const results = await Promise.all(
          Array.from({ length: 20 }, () => store.append({ stream, expected: 'none', events: [testEvent()] })),
        );
        expect(results.filter((result) => result.status === 'appended')).toHaveLength(1);
        expect(results.filter((result) => result.status === 'versionConflict')).toHaveLength(19);
        expect(await store.readStream(stream)).toHaveLength(1);
      });

      it('sees what another process wrote, whatever it remembers of the stream', async () => {
        const [mine, other] = [open(), another()];
        const stream = freshStream();
        for (let n = 1; n <= 6; n += 1) {
          const writer = n % 2 === 0 ? mine : other;
          expect(
            await writer.append({ stream, expected: n === 1 ? 'none' : n - 1, events: [testEvent({ n })] }),
          ).toMatchObject({ status: 'appended', version: n });
        }
        await mine.append({ stream, expected: 'any', events: [testEvent()] });
        expect(await other.append({ stream, expected: 6, events: [testEvent()] })).toEqual({
          status: 'versionConflict',
          actual: 7,
        });
        expect(await other.append({ stream, expected: 'any', events: [testEvent()] })).toMatchObject({
          version: 8,
        });
      });

      it('refuses names with control characters', async () => {
        const store = open();
        await expect(
          store.append({ stream: 'test-\u0007', expected: 'any', events: [testEvent()] }),
        ).rejects.toThrow(RangeError);
      });

      it('answers several streams in one call, each for itself', async () => {
        const store = open();
        const [a, b] = [freshStream(), freshStream()];
        await store.append({ stream: b, expected: 'any', events: [testEvent()] });
        const results = await store.appendMany([
          { stream: a, expected: 'none', events: [testEvent()] },
          { stream: b, expected: 'none', events: [testEvent()] },
          { stream: a, expected: 1, events: [testEvent()] },
        ]);
        expect(results.map((result) => result.status)).toEqual(['appended', 'versionConflict', 'appended']);
      });
    });

    describe('a repeated event id', () => {
      it('with the same content is alreadyAppended, whatever version is expected', async () => {
        const store = open();
        const stream = freshStream();
        const event = testEvent({ level: 1.5 });
        const first = await store.append({ stream, expected: 'none', events: [event] });
        await store.append({ stream, expected: 1, events: [testEvent()] });
        const again = await store.append({ stream, expected: 'none', events: [event] });
        expect(again).toEqual({ ...first, status: 'alreadyAppended' });
        expect(await store.readStream(stream)).toHaveLength(2);
      });

      it('with other content is an idConflict', async () => {
        const store = open();
        const stream = freshStream();
        const event = testEvent({ level: 1.5 });
        await store.append({ stream, expected: 'any', events: [event] });
        expect(
          await store.append({ stream, expected: 'any', events: [{ ...event, data: { level: 2 } }] }),
        ).toEqual({
          status: 'idConflict',
          eventId: event.id,
        });
      });

      it('is recognised where it was one of several', async () => {
        const store = open();
        const stream = freshStream();
        const events = [testEvent({ n: 1 }), testEvent({ n: 2 })];
        await store.append({ stream, expected: 'none', events });
        const [first] = await store.readStream(stream);
        expect(await store.append({ stream, expected: 'any', events: events.slice(0, 1) })).toEqual({
          status: 'alreadyAppended',
          version: 1,
          position: first!.position,
        });
        // Half of a request that was written and half of another is neither.
        expect(
          await store.append({ stream, expected: 'any', events: [events[1]!, testEvent()] }),
        ).toMatchObject({
          status: 'idConflict',
        });
      });

      it(`in another stream is ${promises.repeats === 'log' ? 'an idConflict' : 'another event'}`, async () => {
        const store = open();
        const event = testEvent({ level: 1.5 });
        await store.append({ stream: freshStream(), expected: 'any', events: [event] });
        expect(await store.append({ stream: freshStream(), expected: 'any', events: [event] })).toMatchObject(
          {
            status: promises.repeats === 'log' ? 'idConflict' : 'appended',
          },
        );
      });

      it('is recognised by another process', async () => {
        const [mine, other] = [open(), another()];
        const stream = freshStream();
        const event = testEvent({ level: 1.5 });
        await other.append({ stream, expected: 'any', events: [testEvent()] });
        const first = await mine.append({ stream, expected: 'any', events: [event] });
        await mine.append({ stream, expected: 'any', events: [testEvent()] });
        // Of what the other one remembers, version 1, nothing is true any more.
        expect(await other.append({ stream, expected: 1, events: [event] })).toEqual({
          ...first,
          status: 'alreadyAppended',
        });
        const changed = { ...event, data: { level: 2 } };
        expect(await other.append({ stream, expected: 3, events: [changed] })).toMatchObject({
          status: 'idConflict',
        });
        expect(await mine.readStream(stream)).toHaveLength(3);
      });

      it('compares the digest that the caller gave instead of the data', async () => {
        const store = open();
        const stream = freshStream();
        const event = testEvent({ quality: 'good' }, { contentDigest: newId() });
        await store.append({ stream, expected: 'any', events: [event] });
        const again = { ...event, data: { quality: 'judged later' } };
        expect(await store.append({ stream, expected: 'any', events: [again] })).toMatchObject({
          status: 'alreadyAppended',
        });
        expect((await store.readStream(stream))[0]!.data).toEqual({ quality: 'good' });
      });

      it('is recognised among requests that are in flight together', async () => {
        const store = open();
        const stream = freshStream();
        const event = testEvent();
        const results = await Promise.all(
          Array.from({ length: 10 }, () => store.append({ stream, expected: 'any', events: [event] })),
        );
        expect(results.map((result) => result.status).sort()).toEqual([
          ...Array.from({ length: 9 }, () => 'alreadyAppended'),
          'appended',
        ]);
      });
    });

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
        expect(
          all.every((event, n) => event.version === n + 1 && (event.data as { n: number }).n === n),
        ).toBe(true);
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
        // Nothing wanted for long: the checkpoint moves all the same.
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

      it.runIf(interrupt !== undefined)('go on where they were when connections are cut', async () => {
        const store = open();
        const start = await store.head();
        const stream = freshStream();
        const followed = collect(store, start, (events) => events.length >= 60, 3);
        for (let n = 0; n < 60; n += 1) {
          if (n % 20 === 10) await interrupt!();
          const result = await store.append({ stream, expected: 'any', events: [testEvent({ n })] });
          // An append whose answer was cut off is tried again, and may be found in the log.
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
  });
};

const distinctIds = <Item extends { id: number }>(items: readonly Item[]): Item[] =>
  items.filter((item, index) => items.findIndex((other) => other.id === item.id) === index);

/** The port's rules in a few lines, to compare with. */
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
