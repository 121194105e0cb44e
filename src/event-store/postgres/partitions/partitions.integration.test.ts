import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readingRequest } from '../../../sensing/readings/record-events.ts';
import { MIGRATED } from '../../../testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/postgres.ts';
import type { AppendRequest, EventStore } from '../../event-store.ts';
import { createPostgresEventStore } from '../postgres-event-store.ts';
import { readPartitions } from './partition.ts';

const HOUR_MS = 3_600_000;
const BEGAN = Date.parse('2026-11-01T00:00:00Z');

let database: TestDatabase;
let store: EventStore;
let other: EventStore;
let now = BEGAN;

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  const options = { url: database.url, clock: { now: () => now }, partitionEvents: 100 };
  store = createPostgresEventStore(options);
  other = createPostgresEventStore(options);
});
afterAll(async () => {
  await store.close();
  await other.close();
  await database.drop();
});

const reading = (deviceId: string, observedMs: number, sourceId?: string): AppendRequest => {
  const observedAt = new Date(observedMs).toISOString();
  return readingRequest(
    { deviceId, quality: undefined, receivedAt: new Date(now).toISOString() },
    { observedAt, values: { pm25: 1 }, ...(sourceId === undefined ? {} : { sourceId }) },
  );
};
/** An hour of ordinary readings, about two partitions. */
const hour = async (by: EventStore): Promise<void> => {
  for (let n = 0; n < 20; n += 1) {
    now += HOUR_MS / 20;
    const requests = Array.from({ length: 10 }, (_, k) => reading(`air-${k}`, now - k));
    for (const { status } of await by.appendMany(requests)) expect(status).toBe('appended');
  }
};

describe('partitions of the ageing streams', () => {
  it('recognise repeats after days, whatever the device’s clock said', async () => {
    const odd = {
      onTime: reading('odd', now),
      hoursAhead: reading('odd', now + 7 * HOUR_MS),
      daysAhead: reading('odd', now + 100 * HOUR_MS),
      yearsAhead: reading('odd', now + 20_000 * HOUR_MS),
      farAhead: reading('odd', Date.parse('9999-01-01T00:00:00Z')),
      weeksLate: reading('odd', now - 700 * HOUR_MS),
      before1970: reading('odd', -HOUR_MS),
      ownId: reading('odd', now, 'r-1'),
    };
    for (const request of Object.values(odd)) expect((await store.append(request)).status).toBe('appended');
    for (let n = 0; n < 6; n += 1) await hour(n % 2 === 0 ? store : other);
    now += 30 * HOUR_MS;
    for (let n = 0; n < 6; n += 1) await hour(n % 2 === 0 ? other : store);

    const partitions = await readPartitions(database.sql);
    expect(partitions.filter(({ closedAt }) => closedAt !== undefined).length).toBeGreaterThan(20);
    for (const by of [store, other]) {
      for (const [name, request] of Object.entries(odd)) {
        expect({ name, status: (await by.append(request)).status }).toEqual({
          name,
          status: 'alreadyAppended',
        });
        const changed = { ...request.events[0]!, contentDigest: '00000000-0000-4000-8000-000000000000' };
        expect((await by.append({ ...request, events: [changed] })).status).toBe('idConflict');
      }
    }
    const [early] = await database.sql<{ count: number }>`select count(*)::int as count from early_event_ids`;
    expect(early!.count).toBe(3);
  });

  it('are adjacent without a gap, and none is closed before its last event was recorded', async () => {
    const partitions = await readPartitions(database.sql);
    for (const [n, { first }] of partitions.entries())
      expect(first).toBe(n === 0 ? 1 : partitions[n - 1]!.last + 1);
    for (const { first, last, closedAt } of partitions) {
      const [row] = await database.sql<{ until: string | null }>`
        select max(recorded_at) as until from events where position between ${first} and ${last}`;
      if (closedAt !== undefined) expect(closedAt).toBeGreaterThanOrEqual(Date.parse(row!.until!));
    }
  });

  it('keep the versions of streams, so that no partition has to be queried', async () => {
    const [row] = await database.sql<{ version: number }>`
      select max(version) as version from events where stream = 'reading-air-3'`;
    expect(await store.append(reading('air-3', now + 1))).toMatchObject({ version: row!.version + 1 });
    const fresh = createPostgresEventStore({ url: database.url, clock: { now: () => now } });
    expect(await fresh.append(reading('air-3', now + 2))).toMatchObject({ version: row!.version + 2 });
    await fresh.close();
  });

  it('continue when the clock is set back', async () => {
    now -= 50 * HOUR_MS;
    await hour(store);
    await hour(store);
    const again = reading('air-5', now - 5);
    expect((await store.append(again)).status).toBe('alreadyAppended');
    expect((await other.append(again)).status).toBe('alreadyAppended');
  });
});
