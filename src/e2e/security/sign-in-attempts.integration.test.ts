import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { userIdOf } from '../../identity/index.ts';
import type { RunningServer } from '../../server/start-server.ts';
import { callApi } from '../../testing/api-client.ts';
import type { TestDatabase } from '../../testing/postgres.ts';
import { createSeededDatabase, PASSWORD, startServerOn } from '../../testing/product.ts';

const MASTER_KEY = randomBytes(32).toString('hex');
const LIMIT = 10;

let database: TestDatabase;
let folder: string;
/** Two servers on one database, in one process, which share nothing else. */
let servers: readonly RunningServer[];
let now = Date.now();

beforeAll(async () => {
  database = await createSeededDatabase();
  folder = await mkdtemp(join(tmpdir(), 'yiwang-attempts-'));
  const start = (name: string) =>
    startServerOn(
      database.url,
      {
        YIWANG_DATA_DIR: join(folder, name),
        YIWANG_MASTER_KEY: MASTER_KEY,
        YIWANG_SIGN_IN_MAX_DELAY_SECONDS: '1',
        YIWANG_SIGN_IN_FREE_FAILURES: '15',
      },
      { now: () => now },
    );
  servers = [await start('a'), await start('b')];
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const addUser = async (loginName: string) => {
  const { accounts } = servers[0]!.core;
  await accounts.register({ loginName, displayName: loginName, password: PASSWORD }, { actor: 'system' });
};

/** A request from an address of this machine: all of 127.0.0.0/8 is. */
const post = (
  server: RunningServer,
  path: string,
  body: unknown,
  from = '127.0.0.1',
): Promise<{ status: number; code: string | undefined; retryAfter: string | undefined; token: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: server.httpPort,
        path: `/api/v1${path}`,
        method: 'POST',
        localAddress: from,
        agent: false,
        headers: { 'content-type': 'application/json' },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => {
          const answer = text === '' ? {} : JSON.parse(text);
          const { 'retry-after': retryAfter } = response.headers;
          resolve({ status: response.statusCode ?? 0, code: answer.code, retryAfter, token: answer.token });
        });
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });

const signIn = (name: string, password: string, from?: string, server = servers[0]!) =>
  post(server, '/session', { name, password }, from);

const countOf = (answers: readonly { status: number }[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

it('H8 parallel wrong passwords for one name are counted before they are checked, across both servers', async () => {
  await addUser('parallel');
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) => signIn('parallel', `wrong-${n}`, '127.0.1.1', servers[n % 2])),
  );
  const counts = countOf(answers);
  expect(counts[401]).toBe(LIMIT);
  expect((counts[429] ?? 0) + (counts[503] ?? 0)).toBe(60 - LIMIT);
  for (const { status, retryAfter } of answers)
    if (status !== 401) expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
});

it('H8 nobody can lock out another: a person signs in from a known address while strangers guess, and the guesser waits', async () => {
  await addUser('victim');
  expect((await signIn('victim', PASSWORD, '127.0.2.1')).status).toBe(200);
  for (let stranger = 1; stranger <= 3; stranger += 1)
    await Promise.all(
      Array.from({ length: LIMIT + 2 }, () => signIn('victim', 'wrong', `127.0.3.${stranger}`)),
    );
  expect((await signIn('victim', PASSWORD, '127.0.3.1')).status).toBe(429);
  expect((await signIn('victim', PASSWORD, '127.0.2.1', servers[1])).status).toBe(200);
  // From a new address it is answered late, and answered.
  expect((await signIn('victim', PASSWORD, '127.0.2.2')).status).toBe(200);
  now += 31_000;
  expect((await signIn('victim', 'wrong', '127.0.3.1')).status).toBe(401);
  expect((await signIn('victim', 'wrong', '127.0.3.1')).status).toBe(429);
});

it('H8 a correct password refunds its attempt, however often', async () => {
  await addUser('frequent');
  for (let n = 0; n < LIMIT + 5; n += 1)
    expect((await signIn('frequent', PASSWORD, '127.0.4.1')).status).toBe(200);
});

it('H8 one password tried on many names ends at the limit of the address', async () => {
  const answers = [];
  for (let batch = 0; batch < 8; batch += 1)
    answers.push(
      ...(await Promise.all(
        Array.from({ length: 15 }, (_, n) =>
          signIn(`nobody-${batch}-${n}`, 'Spring-in-Shanxi-1', '127.0.5.1'),
        ),
      )),
    );
  expect(countOf(answers)).toEqual({ 401: 100, 429: 20 });
  expect((await signIn('nobody', 'x', '127.0.5.2')).status).toBe(401);
});

it('H8 guessing the current password ends at the limit of the session, and other sessions continue', async () => {
  await addUser('changer');
  const [thief, owner] = [
    (await signIn('changer', PASSWORD, '127.0.6.1')).token,
    (await signIn('changer', PASSWORD, '127.0.6.1')).token,
  ];
  const change = (token: string, currentPassword: string, server: RunningServer) =>
    callApi(`http://127.0.0.1:${server.httpPort}`, token, 'PUT', '/api/v1/session/password', {
      currentPassword,
      newPassword: 'Another-long-secret-7',
    });
  const guesses = await Promise.all(
    Array.from({ length: 24 }, (_, n) => change(thief, `guess-${n}`, servers[n % 2]!)),
  );
  expect(countOf(guesses)).toEqual({ 401: LIMIT, 429: 14 });
  expect(Number(guesses.find(({ status }) => status === 429)!.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await change(thief, PASSWORD, servers[0]!)).status).toBe(429);
  expect((await change(owner, PASSWORD, servers[1]!)).status).toBe(204);
});

it('H8 failed sign-ins are in the audit log, with the user if there is one, and never with what was typed', async () => {
  const { core, engine } = servers[0]!;
  await signIn('parallel', 'wrong-again', '127.0.7.1');
  await signIn('Typed-my-Password-here', 'x', '127.0.7.1');
  for (const { core: each } of servers) await each.audit.flush();
  await engine.waitFor(await core.store.head(), { timeoutMs: 20_000 });
  const rows = await database.sql<{ object_id: string | null; count: number; reason: string }>`
    select object_id, count, reason from audit_log where action = 'signIn' and outcome = 'refused'`;
  const ofUser = rows.filter(({ object_id: id }) => id === userIdOf('parallel'));
  expect(ofUser.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(60);
  const log = await database.sql<{
    data: string;
  }>`select data::text as data from events where stream like 'audit-%'`;
  expect(log.length).toBeGreaterThan(0);
  expect(JSON.stringify(log)).not.toMatch(/Typed-my|Spring-in|wrong-again|127\.0\.7\.1/);
  expect(JSON.stringify(log)).not.toContain(userIdOf('Typed-my-Password-here'));
});
