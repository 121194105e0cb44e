import type { EventStoreDBClient, eventTypeFilter, jsonEvent, Position } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A client library; its functions are passed in, since two of them cannot be loaded into one process. */
export interface ClientLibrary {
  readonly connect: () => Promise<EventStoreDBClient>;
  readonly jsonEvent: typeof jsonEvent;
  readonly eventTypeFilter: typeof eventTypeFilter;
}

/** Tests of the fake server with an official client: the protocol as understood by its authors. */
export const describeFakeServer = (
  name: string,
  { connect, jsonEvent, eventTypeFilter }: ClientLibrary,
): void => {
  describe(`${name} on the fake server`, () => {
    let client: EventStoreDBClient;
    beforeAll(async () => {
      client = await connect();
    });
    afterAll(() => client.dispose());

    let count = 0;
    const freshStream = () => {
      count += 1;
      return `${name.replace(/\W/g, '')}-${count}`;
    };
    const event = (n: number, type = 'Counted') =>
      jsonEvent({ type, data: { n }, metadata: { from: 'test' } });
    const numbers = async (
      read: AsyncIterable<{ event?: { data: unknown } | undefined }>,
    ): Promise<unknown[]> => {
      const found: unknown[] = [];
      for await (const { event } of read) found.push((event as { data: { n: number } }).data.n);
      return found;
    };
    // The newer client calls both the option and the fields of its error a state, the older one a version.
    const expecting = <Revision extends bigint | string>(revision: Revision) => ({
      expectedRevision: revision,
      streamState: revision,
    });
    const failure = async (work: Promise<unknown>) => {
      const error = (await work.then(
        () => ({ type: 'none' }),
        (thrown: unknown) => thrown,
      )) as { type: string; streamName?: string } & Record<string, unknown>;
      const { type, streamName } = error;
      return {
        type,
        streamName,
        actualVersion: error.actualVersion ?? error.actualState,
        expectedVersion: error.expectedVersion ?? error.expectedState,
      };
    };

    it('appends and reads both ways, with limits and from a revision', async () => {
      const stream = freshStream();
      const result = await client.appendToStream(
        stream,
        [event(1), event(2), event(3)],
        expecting('no_stream'),
      );
      expect(result).toMatchObject({ success: true, nextExpectedRevision: 2n });
      expect(await numbers(client.readStream(stream))).toEqual([1, 2, 3]);
      expect(await numbers(client.readStream(stream, { fromRevision: 1n, maxCount: 1 }))).toEqual([2]);
      expect(
        await numbers(
          client.readStream(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 2 }),
        ),
      ).toEqual([3, 2]);
      for await (const { event: read } of client.readStream(stream, { maxCount: 1 })) {
        expect(read).toMatchObject({
          streamId: stream,
          revision: 0n,
          type: 'Counted',
          metadata: { from: 'test' },
        });
        expect(Math.abs(Date.now() - Number(read?.created))).toBeLessThan(60_000);
      }
    });

    it("gets the stream's revision when it expected another", async () => {
      const stream = freshStream();
      expect(await failure(client.appendToStream(stream, [event(1)], expecting(4n)))).toMatchObject({
        type: 'wrong-expected-version',
        streamName: stream,
        actualVersion: 'no_stream',
        expectedVersion: 4n,
      });
      expect(
        await failure(client.appendToStream(stream, [event(1)], expecting('stream_exists'))),
      ).toMatchObject({
        type: 'wrong-expected-version',
      });
      await client.appendToStream(stream, [event(1), event(2)]);
      expect(await failure(client.appendToStream(stream, [event(3)], expecting('no_stream')))).toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 1n,
      });
      // The call stays open for the next.
      expect(await client.appendToStream(stream, [event(3)], expecting(1n))).toMatchObject({
        success: true,
      });
    });

    it('may send the same ids again', async () => {
      const stream = freshStream();
      const [first, second] = [event(1), event(2)];
      await client.appendToStream(stream, [first, second], expecting('no_stream'));
      const again = await client.appendToStream(stream, [first, second], expecting('no_stream'));
      expect(again).toMatchObject({ success: true, nextExpectedRevision: 1n });
      await client.appendToStream(stream, [second], expecting('any'));
      expect(await numbers(client.readStream(stream))).toEqual([1, 2]);
      expect(
        await failure(client.appendToStream(stream, [first, event(3)], expecting('no_stream'))),
      ).toMatchObject({ type: 'wrong-expected-version' });
    });

    it('finds no stream where there is none, nor a deleted one', async () => {
      const stream = freshStream();
      expect(await failure(numbers(client.readStream(stream)))).toMatchObject({ type: 'stream-not-found' });
      await client.appendToStream(stream, [event(1)]);
      await client.deleteStream(stream);
      expect(await failure(numbers(client.readStream(stream)))).toMatchObject({ type: 'stream-not-found' });
      await client.appendToStream(stream, [event(2)]);
      expect(await numbers(client.readStream(stream))).toEqual([2]);
      expect(await failure(client.deleteStream(stream, expecting(9n)))).toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 1n,
      });
      await client.tombstoneStream(stream);
      expect(await failure(numbers(client.readStream(stream)))).toMatchObject({ type: 'stream-deleted' });
      expect(await failure(client.appendToStream(stream, [event(3)]))).toMatchObject({
        type: 'stream-deleted',
      });
    });

    it('keeps metadata of a stream, which hides events from its reads only', async () => {
      const stream = freshStream();
      await client.appendToStream(stream, [event(1), event(2), event(3)]);
      expect((await client.getStreamMetadata(stream)).metadata).toBeUndefined();
      await client.setStreamMetadata(stream, { maxCount: 1, maxAge: 60 });
      expect((await client.getStreamMetadata(stream)).metadata).toMatchObject({ maxCount: 1, maxAge: 60 });
      expect(await numbers(client.readStream(stream))).toEqual([3]);
      let inAll = 0;
      for await (const { event: read } of client.readAll()) if (read?.streamId === stream) inAll += 1;
      expect(inAll).toBe(3);
    });

    it('subscribes with a filter: history, checkpoints, caught up, live', async () => {
      const stream = freshStream();
      await client.appendToStream(stream, [event(1, 'Wanted'), event(2, 'Unwanted')]);
      const seen: string[] = [];
      const checkpoints: bigint[] = [];
      const subscription = client.subscribeToAll({
        filter: {
          ...eventTypeFilter({ prefixes: ['Wanted'] }),
          maxSearchWindow: 4,
          checkpointInterval: 1,
          checkpointReached: (_subscription: unknown, position: { commit: bigint }) => {
            checkpoints.push(position.commit);
          },
        },
      });
      subscription.on('caughtUp', () => seen.push('caughtUp'));
      subscription.on('data', ({ event: read }) => {
        if (read?.streamId === stream) seen.push(`${read.type} ${(read.data as { n: number }).n}`);
      });
      await expect.poll(() => seen, { timeout: 5000 }).toEqual(['Wanted 1', 'caughtUp']);
      await client.appendToStream(stream, [event(3, 'Wanted'), event(4, 'Unwanted')]);
      await expect.poll(() => seen, { timeout: 5000 }).toEqual(['Wanted 1', 'caughtUp', 'Wanted 3']);
      expect(checkpoints.length).toBeGreaterThan(0);
      expect([...checkpoints].sort((a, b) => Number(a - b))).toEqual(checkpoints);
      await subscription.unsubscribe();
    });

    it('subscribes after a position, which is not sent again', async () => {
      const stream = freshStream();
      await client.appendToStream(stream, [event(1), event(2), event(3)]);
      let second: Position | undefined;
      for await (const { event: read } of client.readAll()) {
        if (read?.streamId === stream && read.revision === 1n) second = read.position;
      }
      const seen: unknown[] = [];
      const subscription = client.subscribeToAll({ fromPosition: second! });
      subscription.on('data', ({ event: read }) => {
        if (read?.streamId === stream) seen.push((read.data as { n: number }).n);
      });
      await expect.poll(() => seen, { timeout: 5000 }).toEqual([3]);
      await subscription.unsubscribe();
    });
  });
};
