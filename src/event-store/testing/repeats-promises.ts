import { describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import type { StoreUnderTest } from './store-under-test.ts';
import { testEvent } from './test-events.ts';

/** Answers to repeated event ids. */
export const describeRepeats = ({ open, another, promises, freshStream }: StoreUnderTest): void => {
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
      // Half of a written request and half of another is neither of them.
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
      expect(await store.append({ stream: freshStream(), expected: 'any', events: [event] })).toMatchObject({
        status: promises.repeats === 'log' ? 'idConflict' : 'appended',
      });
    });

    it('is recognised by another process', async () => {
      const [mine, other] = [open(), another()];
      const stream = freshStream();
      const event = testEvent({ level: 1.5 });
      await other.append({ stream, expected: 'any', events: [testEvent()] });
      const first = await mine.append({ stream, expected: 'any', events: [event] });
      await mine.append({ stream, expected: 'any', events: [testEvent()] });
      // What the other one remembers, version 1, is out of date.
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
};
