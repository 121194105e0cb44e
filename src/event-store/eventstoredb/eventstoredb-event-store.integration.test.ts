import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { type EventStore, EventTooLargeError } from '../event-store.ts';
import { StoreUnavailableError } from '../store-unavailable.ts';
import { describeEventStore } from '../testing/conformance.ts';
import { testEvent } from '../testing/test-events.ts';
import { createEventStoreDbEventStore, type EventStoreDbOptions } from './eventstoredb-event-store.ts';
import { type FakeServer, startFakeServer } from './testing/fake-server.ts';

const openStore = (url: string, options: Partial<EventStoreDbOptions> = {}): EventStore =>
  createEventStoreDbEventStore({ url, clock: systemClock, ...options });

/** Only tests of time limits let a call exceed its limit: machines can be slow. */
const PATIENT = { callTimeoutMs: 60_000, appendTimeoutMs: 120_000 };

let server: FakeServer;
let store: EventStore;
let other: EventStore;

beforeAll(async () => {
  server = await startFakeServer();
  store = openStore(server.url, PATIENT);
  other = openStore(server.url, PATIENT);
});
afterAll(async () => {
  await store.close();
  await other.close();
  await server.stop();
});

describeEventStore('the EventStoreDB store on the fake server', {
  open: () => store,
  another: () => other,
  interrupt: () => server.cutConnections(),
  promises: { repeats: 'stream' },
});

const realServer = process.env.EVENTSTORE_TEST_URL;
describe.runIf(realServer !== undefined)('with EVENTSTORE_TEST_URL', () => {
  let real: EventStore;
  let second: EventStore;
  beforeAll(() => {
    real = openStore(realServer!);
    second = openStore(realServer!);
  });
  afterAll(async () => {
    await real.close();
    await second.close();
  });
  describeEventStore('the EventStoreDB store on a real server', {
    open: () => real,
    another: () => second,
    promises: { repeats: 'stream' },
  });
});

describe('the EventStoreDB store when the server fails', () => {
  it.each(['lostAnswer', 'lostRequest', 'timeout'] as const)(
    'retries an append after a %s, and writes it once',
    async (fault) => {
      const patient = openStore(server.url, { callTimeoutMs: 1000 });
      const stream = `test-fault-${fault}`;
      // Connected: the time limit is for the append alone.
      await patient.readStream(stream);
      const events = [testEvent({ n: 1 }), testEvent({ n: 2 })];
      server.faults.push(fault);
      const result = await patient.append({ stream, expected: 'none', events });
      expect(result).toMatchObject({
        status: fault === 'lostAnswer' ? 'alreadyAppended' : 'appended',
        version: 2,
      });
      expect((await patient.readStream(stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      await patient.close();
    },
  );

  it('gives up after its time limit, with a clear error', async () => {
    const impatient = openStore(server.url, { callTimeoutMs: 100, appendTimeoutMs: 150 });
    server.faults.push('lostRequest', 'lostRequest', 'lostRequest', 'lostRequest');
    await expect(
      impatient.append({ stream: 'test-gives-up', expected: 'any', events: [testEvent()] }),
    ).rejects.toThrow(StoreUnavailableError);
    server.faults.length = 0;
    await impatient.close();
  });

  it('appends pending events once the server is back', async () => {
    const own = await startFakeServer();
    const waiting = openStore(own.url, { callTimeoutMs: 2000 });
    await waiting.append({ stream: 'test-down', expected: 'none', events: [testEvent({ n: 0 })] });
    await own.down();
    await expect(waiting.readStream('test-down')).rejects.toThrow(StoreUnavailableError);
    const appends = Array.from({ length: 10 }, (_, n) =>
      waiting.append({ stream: 'test-down', expected: 'any', events: [testEvent({ n: n + 1 })] }),
    );
    await own.up();
    const results = await Promise.all(appends);
    expect(results.every(({ status }) => status === 'appended')).toBe(true);
    expect((await waiting.readStream('test-down')).map(({ data }) => data)).toEqual(
      Array.from({ length: 11 }, (_, n) => ({ n })),
    );
    await waiting.close();
    await own.stop();
  });

  it('refuses only the event that is larger than the server accepts', async () => {
    const small = await startFakeServer({ maxAppendSize: 10_000 });
    const client = openStore(small.url);
    const append = (text: string) =>
      client.append({ stream: 'test-large', expected: 'any', events: [testEvent({ text })] });
    const results = await Promise.allSettled([append('a'), append('b'.repeat(20_000)), append('c')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(EventTooLargeError);
    expect(await client.readStream('test-large')).toHaveLength(2);
    await client.close();
    await small.stop();
  });
});

describe('the EventStoreDB store and its server', () => {
  it('uses TLS, sends its credentials, and reports clearly when they are refused', async () => {
    const tlsFile = (name: string) =>
      fileURLToPath(new URL(`../../testing/tls/localhost-${name}.pem`, import.meta.url));
    const guarded = await startFakeServer({
      credentials: { username: 'ops', password: 'p@ss:1' },
      tls: { key: await readFile(tlsFile('key')), cert: await readFile(tlsFile('cert')) },
    });
    const url = (password: string) =>
      `esdb://ops:${encodeURIComponent(password)}@localhost:${guarded.port}?tlsCAFile=${tlsFile('cert')}`;
    const right = openStore(url('p@ss:1'));
    expect(
      await right.append({ stream: 'test-guarded', expected: 'none', events: [testEvent()] }),
    ).toMatchObject({
      status: 'appended',
    });
    const wrong = openStore(url('wrong'));
    await expect(
      wrong.append({ stream: 'test-guarded', expected: 'any', events: [testEvent()] }),
    ).rejects.toMatchObject({
      code: 'storeUnavailable',
      cause: { message: expect.stringMatching(/denied/i) },
    });
    await right.close();
    await wrong.close();
    await guarded.stop();
    // The client would silently omit them.
    expect(() => openStore('esdb://ops:secret@localhost:2113?tls=false')).toThrow(/TLS/);
  });

  it('finds its leader by discovery', async () => {
    const found = openStore(`esdb+discover://localhost:${server.port}?tls=false`);
    expect(
      await found.append({ stream: 'test-discovered', expected: 'none', events: [testEvent()] }),
    ).toMatchObject({
      status: 'appended',
    });
    expect(server.calls.get('gossip')).toBeGreaterThan(0);
    await found.close();
  });

  it('skips events of other applications', async () => {
    const start = await store.head();
    server.log.append('foreign-1', 'any', [
      {
        id: crypto.randomUUID(),
        type: 'Foreign',
        contentType: 'application/octet-stream',
        customMetadata: new Uint8Array(),
        data: Buffer.from([1, 2, 3]),
      },
    ]);
    expect(await store.head()).toBe(start);
    expect(await store.readStream('foreign-1')).toEqual([]);
    const mine = testEvent({ mine: true });
    await store.append({ stream: 'test-beside-foreign', expected: 'none', events: [mine] });
    const events = await store.readAll({ after: start, limit: 10 });
    expect(events.map(({ id }) => id)).toEqual([mine.id]);
    expect(await store.head()).toBe(events[0]!.position);
  });

  it('recognises a repeat as far back as its window', async () => {
    const narrow = openStore(server.url, { repeatWindow: 10 });
    const stream = 'test-window';
    const events = Array.from({ length: 15 }, (_, n) => testEvent({ n }));
    for (const event of events) await narrow.append({ stream, expected: 'any', events: [event] });
    expect(await narrow.append({ stream, expected: 'any', events: [events[5]!] })).toMatchObject({
      status: 'alreadyAppended',
      version: 6,
    });
    expect(await narrow.append({ stream, expected: 'any', events: [events[4]!] })).toMatchObject({
      status: 'appended',
    });
    await narrow.close();
  });
});
