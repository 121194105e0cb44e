import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger, type Ledger } from '../../simulators/ledger.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { reconcileFully } from './reconciliation.ts';

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'yiwang-reconciliation-'));
  // The columns of the log that the reconciliation uses.
  await database.sql.statement(
    'create table events (position bigserial, stream text, type text, data text)',
    [],
  );
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const time = (n: number): string => new Date(Date.parse('2026-03-01T08:00:00Z') + n * 1000).toISOString();
const store = (deviceId: string, n: number) =>
  database.sql`insert into events (stream, type, data) values
    (${`reading-${deviceId}`}, 'ReadingsRecorded', ${JSON.stringify({ observedAt: time(n) })})`;
const reject = (stream: string, digest: string) =>
  database.sql`insert into events (stream, type, data) values
    (${stream}, 'MessageRejected', ${JSON.stringify({ digest })})`;

/** A message with one or several records that was sent and possibly acknowledged. */
const send = (
  ledger: Ledger,
  deviceId: string,
  times: readonly number[],
  { acknowledged = true, sends = 1, group = 'air', senderUnknown = false } = {},
) => {
  const entry = ledger.open(
    {
      deviceId,
      group,
      channel: 'telemetry',
      kind: 'normal',
      outcome: 'stored',
      records: times.map((n) => ({ observedAt: time(n), sourceId: null })),
      ...(senderUnknown ? { senderUnknown } : {}),
    },
    Buffer.from(`${deviceId} ${times.join()} ${ledger.counts().distinct}`),
  );
  for (let n = 0; n < sends; n += 1) ledger.sent(entry);
  if (acknowledged) ledger.acknowledged(entry);
  return entry;
};

describe('the reconciliation', () => {
  it('finds missing and duplicated records, over several ledgers and by family', async () => {
    const [one, two] = [createLedger(), createLedger()];
    // Honest ones: stored, a batch, a dead letter, one that nobody acknowledged and that is stored all the same.
    send(one, 'a', [1]);
    await store('a', 1);
    send(one, 'a', [2, 3], { sends: 2 });
    await Promise.all([store('a', 2), store('a', 3)]);
    await reject('rejected-a', send(one, 'a', []).payloadSha256);
    send(one, 'a', [4], { acknowledged: false });
    await store('a', 4);
    send(one, 'a', [5], { acknowledged: false });
    const noise = { acknowledged: false, group: 'water', senderUnknown: true };
    const unknown = send(two, 'w', [], noise);
    await reject('rejected-unknown', unknown.payloadSha256);
    // As long as only one device has sent on the connection, undecodable data are attributed to it.
    await reject('rejected-a', send(two, 'w', [], noise).payloadSha256);
    const paths = [join(folder, '1.ndjson'), join(folder, '2.ndjson')];
    const reconciled = async () => {
      one.write(paths[0]!);
      two.write(paths[1]!);
      return reconcileFully(paths, { databaseUrl: database.url, eventStoreUrl: undefined });
    };
    expect((await reconciled()).total).toEqual({
      sentDistinct: 7,
      acknowledgedDistinct: 3,
      storedDistinct: 3,
      rejectedDistinct: 3,
      missing: 0,
      doubled: 0,
      redelivered: 1,
    });

    // Planted: acknowledged and nowhere, a batch of which a part is missing, one stored twice, a dead letter twice.
    send(two, 'w', [1], { group: 'water' });
    send(two, 'w', [2, 3], { group: 'water' });
    await store('w', 2);
    send(two, 'w', [4], { group: 'water' });
    await Promise.all([store('w', 4), store('w', 4)]);
    await reject('rejected-unknown', unknown.payloadSha256);
    const { total, groups } = await reconciled();
    expect(total).toMatchObject({ sentDistinct: 10, missing: 2, doubled: 2 });
    expect(groups).toMatchObject([
      { group: 'air', sentDistinct: 5, missing: 0, doubled: 0 },
      { group: 'water', sentDistinct: 5, missing: 2, doubled: 2 },
    ]);
  });
});
