import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditLogProjection } from '../../../projections/audit/audit-log/project.ts';
import { userIdOf } from '../../identity/index.ts';
import { PASSWORD, type Product, startProduct } from '../../testing/product.ts';
import { rebuildBeside } from '../../testing/rebuild-comparison.ts';

let product: Product;
let auditor: string;

beforeAll(async () => {
  product = await startProduct({ YIWANG_AUDIT_SAMPLES_PER_MINUTE: '3' });
  auditor = await product.signIn('auditAdministrator');
});
afterAll(() => product.stop());

const read = async (query: string, token = auditor) => {
  await product.server.core.audit.flush();
  await product.settle();
  return product.call(token, 'GET', `/api/v1/audit-log?${query}`);
};

it('M6 the audit log shows who gave which role, who signed in and who read it', async () => {
  await product.addUser('audited', 'gridWorker', '1401');
  await product.call(undefined, 'POST', '/api/v1/session', { name: 'audited', password: PASSWORD });
  const { items } = (await read(`objectId=${userIdOf('audited')}`)).body;
  expect(items.map(({ action, outcome, actor }) => [action, outcome, actor])).toEqual([
    ['signIn', 'done', `user:${userIdOf('audited')}`],
    ['assignRole', 'done', 'system'],
    ['registerUser', 'done', 'system'],
  ]);
  expect(items[1]).toMatchObject({ reason: 'gridWorker 1401', actionZh: '授予角色' });
  const reads = (await read('action=readAuditLog')).body.items;
  expect(reads.length).toBeGreaterThanOrEqual(1);
  expect(reads[0]).toMatchObject({ actor: expect.stringMatching(/^user:/), network: '127.0.0.0/24' });
});

it('M6 only people with the audit right over the whole province read the audit log, and refusals are in it', async () => {
  const local = await product.signIn('auditAdministrator', '1401');
  const administrator = await product.signIn('administrator');
  for (const token of [local, administrator]) expect((await read('limit=5', token)).status).toBe(403);
  expect((await product.call(undefined, 'GET', '/api/v1/audit-log')).status).toBe(401);
  const { items } = (await read('outcome=refused&objectKind=route')).body;
  expect(items.filter(({ reason }) => reason === 'forbidden')).toHaveLength(2);
  expect(items[0]).toMatchObject({
    object: { id: 'GET /api/v1/audit-log' },
    addressKey: expect.stringMatching(/^[\w-]{16}$/),
  });
});

it('L3 an object out of sight is answered like a missing one, and only the audit log shows the request', async () => {
  const [worker, stranger] = [
    await product.signIn('gridWorker', '1401'),
    await product.signIn('acceptor', '1402'),
  ];
  const report = { description: '井盖缺失', location: { lon: 112.58, lat: 37.86 } };
  const { caseId } = (await product.call(worker, 'POST', '/api/v1/cases', report)).body;
  await product.settle();
  const before = (await read('outcome=refused&objectKind=route')).body.items.length;
  for (const id of ['nowhere', caseId])
    expect(await product.call(stranger, 'GET', `/api/v1/cases/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'caseUnknown' },
    });
  const { items } = (await read('outcome=refused&objectKind=route')).body;
  expect(items).toHaveLength(before + 1);
  expect(items[0]).toMatchObject({
    actor: expect.stringMatching(/^user:/),
    object: { id: 'GET /api/v1/cases/:caseId' },
    reason: 'outOfSight',
  });
});

it('H8 refusals without an account are sampled and summed, so that they cannot fill the disk', async () => {
  await product.server.core.audit.flush();
  const before = (await product.server.core.store.head()) as string;
  for (let n = 0; n < 60; n += 1)
    await product.call(`wrong-${n}`, 'GET', `/api/v1/cases/${n}?text=13812345678`);
  await product.server.core.audit.flush();
  const written = Number(await product.server.core.store.head()) - Number(before);
  expect(written).toBeLessThanOrEqual(5);
  const { items } = (await read('actor=anonymous&action=request&outcome=refused')).body;
  expect(items[0]).toMatchObject({ reason: 'unauthenticated', count: 57, since: expect.any(String) });
  expect(JSON.stringify(items)).not.toContain('13812345678');
});

it('M6 pages and filters of the audit log are consistent, and a rebuild gives the same rows', async () => {
  const ids: unknown[] = [];
  const to = new Date(Date.now() + 1000).toISOString();
  let cursor = '';
  do {
    const { body } = await read(`limit=3&to=${to}&action=signIn${cursor}`);
    ids.push(...body.items.map(({ entryId }) => entryId));
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
  } while (cursor !== '');
  expect(ids.length).toBeGreaterThan(3);
  expect(new Set(ids).size).toBe(ids.length);
  expect((await read('to=2020-01-01T00:00:00Z')).body.items).toEqual([]);
  expect((await read('action=nonsense')).status).toBe(400);
  const [model] = await rebuildBeside(product, { projections: [auditLogProjection] });
  expect(model!.rebuilt).toEqual(model!.live);
});
