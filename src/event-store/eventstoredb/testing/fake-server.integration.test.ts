import { EventStoreDBClient, eventTypeFilter, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeServer, startFakeServer } from './fake-server.ts';
import { describeFakeServer } from './fake-server-contract.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer();
});
afterAll(() => server.stop());

describeFakeServer('@eventstore/db-client', {
  connect: async () => EventStoreDBClient.connectionString(server.url),
  jsonEvent,
  eventTypeFilter,
});

it('the fake accepts unary appends, as sent by a client that gives credentials with each call', async () => {
  const secure = await startFakeServer();
  const client = EventStoreDBClient.connectionString(secure.url);
  const event = jsonEvent({ type: 'Counted', data: { n: 1 } });
  const credentials = { username: 'anybody', password: 'any' };
  await client.appendToStream('unary', [event], { credentials, expectedRevision: 'no_stream' });
  await expect(
    client.appendToStream('unary', [event], { credentials, expectedRevision: 5n }),
  ).rejects.toMatchObject({
    type: 'wrong-expected-version',
    actualVersion: 0n,
  });
  expect(secure.calls.get('append')).toBe(2);
  expect(secure.calls.get('batchAppend')).toBeUndefined();
  await client.dispose();
  await secure.stop();
});
