import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ringOf } from '../geography/index.ts';
import type { Answer } from '../testing/api-client.ts';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';

let product: Product;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  // The clock is stopped, so that events caused by time are not mistaken for a request's.
  const startedMs = Date.now();
  product = await startProduct({}, { now: () => startedMs });
  for (const role of ['acceptor', 'gridWorker', 'deviceManager', 'administrator'] as const)
    tokens[role] = await product.signIn(role, role === 'administrator' ? '14' : '1401');
});
afterAll(() => product.stop());

type Headers = Record<string, string>;
const send = (role: string, method: string, path: string, body?: unknown, headers?: Headers) =>
  product.call(tokens[role], method, `/api/v1${path}`, body, headers);

const countKeys = async (): Promise<number> => {
  const [row] = await product.database.sql<{ keys: number }>`select count(*)::int as keys from person_keys`;
  return row!.keys;
};

/** What a request left: events other than the audit log's own records, and keys of persons. */
const leftBy = async (request: () => Promise<Answer>) => {
  await product.settle();
  const { store } = product.server.core;
  const [after, keys] = [await store.head(), await countKeys()];
  const { status, body } = await request();
  // Also what is written behind the answer.
  await product.settle();
  const events = (await store.readAll({ after, limit: 1000 })).filter(
    ({ stream }) => !stream.startsWith('audit-'),
  );
  return {
    refused: `${status} ${String(body.code)}`,
    events: events.map(({ stream, type }) => `${stream} ${type}`),
    keys: (await countKeys()) - keys,
  };
};
const nothingBut = (refused: string) => ({ refused, events: [], keys: 0 });

const report = (more: object = {}) => ({ description: '井盖缺失', location: YINGZE, ...more });
const device = (deviceId: string, ...names: string[]) => ({
  deviceId,
  name: deviceId,
  modelId: 'air-station',
  location: YINGZE,
  aliases: names.map((id) => ({ standard: 'hj212', id })),
  wireSettings: { password: '123456' },
});
const done = async (answer: Promise<Answer>) => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
};

describe('a refused report uses no case number, and stores nobody’s name', () => {
  const petitioner = { name: '王五', phone: '13800138000' };
  it.each([
    ['for its words', report({ description: ' ', petitioner }), {}, '422 textMissing'],
    [
      'for photos that are missing',
      report({ source: 'gridWorker', selfHandling: { result: '已清理' } }),
      {},
      '422 photosMissing',
    ],
    ['for its version', report({ petitioner }), { 'if-match': '"7"' }, '412 versionMismatch'],
  ])('%s', async (_why, body, headers, code) => {
    const worker = 'source' in body ? 'gridWorker' : 'acceptor';
    const sent = worker === 'acceptor' ? { ...body, source: 'hotline12345' } : body;
    expect(await leftBy(() => send(worker, 'POST', '/cases', sent, headers))).toEqual(nothingBut(code));
  });

  it('for an idempotency key that was used for another report', async () => {
    const key = { 'idempotency-key': 'one-report' };
    await done(send('gridWorker', 'POST', '/cases', report(), key));
    const other = report({ description: '路灯不亮' });
    expect(await leftBy(() => send('gridWorker', 'POST', '/cases', other, key))).toEqual(
      nothingBut('422 idempotencyKeyReused'),
    );
  });
});

describe('a refused device reserves no name', () => {
  it('refused for another of its names, or for its version', async () => {
    await done(send('deviceManager', 'POST', '/devices', device('refused-1', 'MN-TAKEN')));
    const second = device('refused-2', 'MN-FREE', 'MN-TAKEN');
    expect(await leftBy(() => send('deviceManager', 'POST', '/devices', second))).toEqual(
      nothingBut('409 aliasTaken'),
    );
    const third = device('refused-2', 'MN-FREE');
    const stale = { 'if-match': '"3"' };
    expect(await leftBy(() => send('deviceManager', 'POST', '/devices', third, stale))).toEqual(
      nothingBut('412 versionMismatch'),
    );
  });

  it('refused for an idempotency key that was used for another name', async () => {
    const key = { 'idempotency-key': 'one-name' };
    const path = '/devices/refused-1/aliases';
    await done(send('deviceManager', 'POST', path, { standard: 'hj212', id: 'MN-SECOND' }, key));
    const other = { standard: 'hj212', id: 'MN-THIRD' };
    expect(await leftBy(() => send('deviceManager', 'POST', path, other, key))).toEqual(
      nothingBut('422 idempotencyKeyReused'),
    );
    expect(await leftBy(() => send('deviceManager', 'POST', `${path}/removal`, other))).toEqual(
      nothingBut('404 aliasUnknown'),
    );
  });
});

it('a refused link to a case that is itself a duplicate reserves nothing', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1)
    ids.push(String((await done(send('gridWorker', 'POST', '/cases', report()))).caseId));
  const [a, b, c] = ids;
  const link = (parentId: string | undefined) => ({ parentId, kind: 'duplicate', reason: '同一问题' });
  await done(send('acceptor', 'POST', `/cases/${b}/link`, link(a)));
  expect(await leftBy(() => send('acceptor', 'POST', `/cases/${c}/link`, link(b)))).toEqual(
    nothingBut('409 parentIsChild'),
  );
});

const ROLE = { role: 'gridWorker', divisionCode: '1401' };
it.each([
  ['a login name that cannot be one', { loginName: '不是登录名' }, '422 loginNameInvalid'],
  ['a password that is too weak', { loginName: 'weak', password: 'short' }, '422 passwordTooWeak'],
  [
    'a role that is not the administrator’s to give',
    { loginName: 'given', assignments: [ROLE] },
    '403 forbidden',
  ],
])('a user with %s is not partly registered, and has no key', async (_what, given, code) => {
  const user = { displayName: '新人', password: 'Fenhe-River-runs-2026', ...given };
  expect(await leftBy(() => send('administrator', 'POST', '/users', user))).toEqual(nothingBut(code));
});

it('no grid of a file is defined if one is refused', async () => {
  const file = (...codes: string[]) => ({
    type: 'FeatureCollection',
    features: codes.map((code, n) => {
      const [west, south] = [YINGZE.lon + n * 0.004, YINGZE.lat];
      const ring = ringOf({ west, south, east: west + 0.002, north: south + 0.002 });
      return {
        type: 'Feature',
        properties: { code, name: '网格', divisionCode: '140106' },
        geometry: { type: 'Polygon', coordinates: [ring] },
      };
    }),
  });
  const key = { 'idempotency-key': 'one-file' };
  const path = '/grids/import';
  await done(send('administrator', 'POST', path, file('G-OLD'), key));
  expect(await leftBy(() => send('administrator', 'POST', path, file('G-NEW', 'G-OLD'), key))).toEqual(
    nothingBut('422 idempotencyKeyReused'),
  );
});

describe('a dead letter', () => {
  /** Of a new device, latest first. */
  const lettersOf = async (deviceId: string, count: number): Promise<readonly string[]> => {
    const secret = await product.addDevice(deviceId, 'air-station');
    const client = await product.connect(deviceId, secret);
    for (let n = 0; n < count; n += 1)
      await client.publishAsync(`yw/v1/${deviceId}/telemetry`, `nonsense ${n}`, { qos: 1 });
    await client.endAsync();
    await product.settle();
    const { items } = await done(send('deviceManager', 'GET', `/devices/${deviceId}/rejected`));
    return items.map(({ rejectionId }) => String(rejectionId));
  };
  const letterOf = async (deviceId: string): Promise<string> => (await lettersOf(deviceId, 1))[0]!;
  const replay = (letter: string, records: unknown) =>
    send('deviceManager', 'POST', `/rejected/${letter}/replay`, { payload: JSON.stringify(records) });
  const reading = (pm25: unknown, id?: string) => ({
    observedAt: '2026-03-01T00:00:00Z',
    values: { pm25 },
    ...(id === undefined ? {} : { id }),
  });

  it.each([
    ['cannot be read', 'nonsense'],
    ['can be read in part', { records: [reading(21), { observedAt: 'never', values: { pm25: 22 } }] }],
  ])('that %s when replayed leaves nothing, and no second dead letter', async (what, records) => {
    const letter = await letterOf(`letter-${what.length}`);
    expect(await leftBy(() => replay(letter, records))).toEqual(nothingBut('422 stillRejected'));
    expect((await replay(letter, reading(23))).body).toMatchObject({ stored: 1, rejected: 0 });
  });

  it('with a record whose id belongs to another leaves nothing when replayed', async () => {
    const [one, other] = await lettersOf('letter-id', 2);
    await done(replay(one!, reading(21, 'the-same')));
    expect(await leftBy(() => replay(other!, reading(22, 'the-same')))).toEqual(
      nothingBut('422 stillRejected'),
    );
  });

  it('is replayed by only one of those who replay it simultaneously', async () => {
    const letter = await letterOf('letter-race');
    const answers = await Promise.all([21, 22, 23, 24].map((pm25) => replay(letter, reading(pm25))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    await product.settle();
    const { items } = await done(send('deviceManager', 'GET', '/devices/letter-race/readings'));
    expect(items).toHaveLength(1);
    expect(await leftBy(() => replay(letter, reading(25)))).toEqual(nothingBut('409 rejectionSettled'));
  });
});
