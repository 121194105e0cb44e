import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';

let product: Product;
let acceptor: string;
let worker: string;
let leader: string;

beforeAll(async () => {
  product = await startProduct({ YIWANG_DUPLICATE_FILTER_MAX_CASES: '2' });
  acceptor = await product.signIn('acceptor', '1401');
  worker = await product.signIn('gridWorker', '1401');
  leader = await product.signIn('shiftLeader', '1401');
});
afterAll(() => product.stop());

const METRE_NORTH = 1 / 111_320;
/** Places far enough from one another that no test sees another one's cases. */
let places = 0;
const newPlace = () => {
  places += 1;
  return { lon: YINGZE.lon, lat: YINGZE.lat + places * 1000 * METRE_NORTH };
};
const report = async (
  place: { lon: number; lat: number },
  description: string,
  more: Record<string, unknown> = {},
  token = acceptor,
) => {
  const location = { ...place, address: '并州路23号' };
  const body = { source: 'public', matterCode: 'event-05-01', description, location, ...more };
  const answer = await product.call(token, 'POST', '/api/v1/cases', body);
  expect(answer.status).toBe(201);
  return answer.body as unknown as {
    caseId: string;
    caseNumber: string;
    duplicateCandidates: {
      caseId: string;
      likely: boolean;
      distanceM: number;
      reasons: { feature: string }[];
    }[];
  };
};
const post = (token: string, caseId: string, resource: string, body: unknown, headers = {}) =>
  product.call(token, 'POST', `/api/v1/cases/${caseId}/${resource}`, body, headers);
const detail = async (caseId: string) => (await product.call(leader, 'GET', `/api/v1/cases/${caseId}`)).body;
const duplicateOf = (parentId: string) => ({ parentId, kind: 'duplicate', reason: '同一处漏水' });

describe('duplicates', () => {
  it('are shown as candidates with reasons, and no report is refused', async () => {
    const place = newPlace();
    const first = await report(place, '并州路23号自来水管爆裂，水往外喷');
    expect(first.duplicateCandidates).toEqual([]);
    const near = { ...place, lat: place.lat + 25 * METRE_NORTH };
    const second = await report(near, '您好，并州路23号门前供水管道漏水', { matterCode: undefined });
    expect(second.duplicateCandidates).toMatchObject([{ caseId: first.caseId, likely: true, distanceM: 25 }]);
    expect(second.duplicateCandidates[0]!.reasons.map(({ feature }) => feature)).toContain('topic');
    const listed = await product.call(acceptor, 'GET', `/api/v1/cases/${second.caseId}/duplicate-candidates`);
    expect(listed.body.items).toMatchObject([{ caseId: first.caseId, caseNumber: first.caseNumber }]);
    const other = await report(near, '墙上小广告没清理', { matterCode: 'event-02-01' });
    expect(other.duplicateCandidates).toEqual([]);
    const rules = await product.call(acceptor, 'GET', '/api/v1/duplicate-rules');
    expect(rules.body).toMatchObject({ rulesId: 'shanxi', links: { maxChildren: 10 } });
  });

  it('are found by a filter of lists and tasks, as long as they are open and may be seen', async () => {
    const place = newPlace();
    const description = '供水管道漏水，请尽快处理';
    const [first, second] = [await report(place, description), await report(place, description)];
    const lone = await report(newPlace(), description);
    const own = [first, second, lone].map(({ caseId }) => caseId);
    const found = async (resource: string, token = acceptor) => {
      const items: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: string = `cases=${own.join(',')}${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const { status, body } = await product.call(token, 'GET', `/api/v1/${resource}${query}`);
        expect(status).toBe(200);
        items.push(...body.items.map(({ caseId }) => caseId as string));
        cursor = body.nextCursor as string | null;
      }
      return items.map((caseId) => own.indexOf(caseId)).sort();
    };
    expect(await found('cases?possibleDuplicate=true&')).toEqual([0, 1]);
    expect(await found('cases?possibleDuplicate=false&')).toEqual([2]);
    expect(await found('tasks?possibleDuplicate=true&')).toEqual([0, 1]);
    expect(await found('cases?possibleDuplicate=true&open=false&')).toEqual([]);
    const elsewhere = await product.signIn('acceptor', '1402');
    expect(await found('cases?possibleDuplicate=true&', elsewhere)).toEqual([]);
    await post(acceptor, second.caseId, 'link', duplicateOf(first.caseId));
    expect(await found('cases?possibleDuplicate=true&')).toEqual([]);
  });

  it('are looked for among a limited number of cases a page, and the cursor goes on', async () => {
    const seen: string[] = [];
    let pages = 0;
    for (let cursor: string | null = ''; cursor !== null; pages += 1) {
      const query: string = `possibleDuplicate=false&limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { body } = await product.call(acceptor, 'GET', `/api/v1/cases?${query}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map(({ caseId }) => caseId as string));
      cursor = body.nextCursor as string | null;
    }
    expect(pages).toBeGreaterThan(1);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('are shown only to people who may see the case', async () => {
    const place = newPlace();
    const first = await report(place, '自来水管爆裂');
    const elsewhere = await product.signIn('acceptor', '1402');
    const answer = await product.call(elsewhere, 'GET', `/api/v1/cases/${first.caseId}/duplicate-candidates`);
    const unknown = { status: 404, body: { code: 'caseUnknown' } };
    expect(answer).toMatchObject(unknown);
    expect(await post(worker, first.caseId, 'link', duplicateOf(first.caseId))).toMatchObject({
      status: 403,
    });
    expect(await post(elsewhere, first.caseId, 'unlink', { reason: '无' })).toMatchObject(unknown);
  });

  it('are merged into their parent and answered when it is closed', async () => {
    const place = newPlace();
    const parent = await report(place, '自来水管爆裂');
    const [a, b] = [await report(place, '水管漏水'), await report(place, '跑水了')];
    const key = { 'idempotency-key': 'link-a' };
    const linked = await post(acceptor, a.caseId, 'link', duplicateOf(parent.caseId), key);
    expect(linked).toMatchObject({
      status: 200,
      body: { setAside: true, parent: { caseId: parent.caseId } },
    });
    const again = await post(acceptor, a.caseId, 'link', duplicateOf(parent.caseId), key);
    expect(again).toMatchObject({ status: 200, body: { setAside: true } });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const child = { parentId: parent.caseId, kind: 'child', reason: '并案处置' };
    expect(await post(leader, b.caseId, 'link', child)).toMatchObject({ status: 200 });

    expect(await detail(a.caseId)).toMatchObject({ steps: [], relations: { setAside: true } });
    expect((await detail(parent.caseId)).relations).toMatchObject({
      children: [
        { caseId: a.caseId, kind: 'duplicate', state: 'linked' },
        { caseId: b.caseId, kind: 'child', state: 'linked' },
      ],
    });
    const tasks = await product.call(acceptor, 'GET', '/api/v1/tasks?limit=500');
    const waiting = tasks.body.items.map(({ caseId }) => caseId);
    expect(waiting).toContain(parent.caseId);
    expect(waiting).not.toContain(a.caseId);
    expect(await post(acceptor, a.caseId, 'acceptance', { opinion: '属实' })).toMatchObject({
      status: 409,
      body: { code: 'caseLinked', parentId: parent.caseId },
    });
    // A further report that resembles a child leads to the parent.
    const third = await report(place, '水管漏水');
    expect(third.duplicateCandidates.map(({ caseId }) => caseId)).toEqual([parent.caseId]);

    await closeCase(parent.caseId);
    await product.settle();
    for (const { caseId } of [a, b]) {
      expect(await detail(caseId)).toMatchObject({
        stage: 'closed',
        relations: {
          setAside: false,
          parent: { caseId: parent.caseId, state: 'answered', reason: '已修复' },
        },
      });
    }
    const timeline = await product.call(leader, 'GET', `/api/v1/cases/${a.caseId}/timeline`);
    expect(timeline.body.items.at(-1)).toMatchObject({
      type: 'CaseAnsweredByParent',
      actor: 'process:case-relations',
      data: { parentNumber: parent.caseNumber, opinion: '已修复' },
    });
    expect(await post(leader, third.caseId, 'link', duplicateOf(parent.caseId))).toMatchObject({
      status: 409,
      body: { code: 'parentEnded' },
    });
  });

  it('continue in their previous stage once they are unlinked, or their parent is voided', async () => {
    const place = newPlace();
    const parent = await report(place, '自来水管爆裂');
    const child = await report(place, '水管漏水');
    await post(acceptor, child.caseId, 'acceptance', { opinion: '属实' });
    await post(acceptor, child.caseId, 'link', duplicateOf(parent.caseId));
    expect(await post(leader, child.caseId, 'unlink', { reason: '' })).toMatchObject({
      status: 422,
      body: { code: 'textMissing' },
    });
    expect(await post(leader, child.caseId, 'unlink', { reason: '另一处' })).toMatchObject({
      status: 200,
      body: { stage: 'accepted', setAside: false, parent: null },
    });
    expect(await post(leader, child.caseId, 'unlink', { reason: '另一处' })).toMatchObject({
      status: 409,
      body: { code: 'caseNotLinked' },
    });
    await post(acceptor, child.caseId, 'link', duplicateOf(parent.caseId));
    expect(await post(leader, parent.caseId, 'void', { reason: '误报' })).toMatchObject({ status: 200 });
    await product.settle();
    expect(await detail(child.caseId)).toMatchObject({
      stage: 'accepted',
      relations: { setAside: false, parent: null },
    });
  });

  it('cannot be linked to themselves, in chains, to unknown cases, once dispatched or with an old version', async () => {
    const place = newPlace();
    const [a, b, c] = [await report(place, '漏水'), await report(place, '跑水'), await report(place, '爆管')];
    expect(await post(acceptor, a.caseId, 'link', duplicateOf(a.caseId))).toMatchObject({
      status: 422,
      body: { code: 'linkToItself' },
    });
    expect(await post(acceptor, a.caseId, 'link', duplicateOf('none'))).toMatchObject({
      status: 404,
      body: { code: 'caseUnknown' },
    });
    const stale = await post(acceptor, b.caseId, 'link', duplicateOf(a.caseId), { 'if-match': '"9"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'versionMismatch' } });
    expect(await post(acceptor, b.caseId, 'link', duplicateOf(a.caseId))).toMatchObject({ status: 200 });
    expect(await post(acceptor, c.caseId, 'link', duplicateOf(b.caseId))).toMatchObject({
      status: 409,
      body: { code: 'parentIsChild' },
    });
    expect(await post(acceptor, a.caseId, 'link', duplicateOf(c.caseId))).toMatchObject({
      status: 409,
      body: { code: 'caseHasChildren' },
    });
    await dispatchCase(c.caseId);
    expect(await post(acceptor, c.caseId, 'link', duplicateOf(a.caseId))).toMatchObject({
      status: 409,
      body: { code: 'caseNotLinkable', stage: 'dispatched' },
    });
  });
});

const dispatchCase = async (caseId: string) => {
  const admin = await product.signIn('administrator');
  const department = { name: '供水', divisionCode: '1401', bodies: [] };
  await product.call(admin, 'PUT', '/api/v1/departments/water', department);
  const dispatcher = await product.signIn('dispatcher', '1401');
  const steps: [string, string, unknown][] = [
    [acceptor, 'acceptance', { opinion: '属实' }],
    [leader, 'filing', { opinion: '立案', standardId: 'yuncheng', rowId: 'event-05-01-1' }],
    [dispatcher, 'dispatch', { opinion: '请处置', departmentId: 'water' }],
  ];
  for (const [token, resource, body] of steps)
    expect(await post(token, caseId, resource, body), resource).toMatchObject({ status: 200 });
};

const closeCase = async (caseId: string) => {
  await dispatchCase(caseId);
  const manager = await product.signIn('departmentManager', '1401', 'water');
  const steps: [string, string, unknown][] = [
    [manager, 'feedback', { result: '已更换水管' }],
    [worker, 'check', { passed: true, opinion: '已解决' }],
    [leader, 'closure', { opinion: '已修复' }],
  ];
  for (const [token, resource, body] of steps)
    expect(await post(token, caseId, resource, body), resource).toMatchObject({ status: 200 });
};
