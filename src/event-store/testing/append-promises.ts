import { describe, expect, it } from 'vitest';
import type { StoreUnderTest } from './store-under-test.ts';
import { testEvent } from './test-events.ts';

/** Promises of `append`, except for repeated ids. */
export const describeAppend = ({ open, another, freshStream }: StoreUnderTest): void => {
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
};
