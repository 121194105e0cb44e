import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userIdOf } from '../identity/index.ts';
import { type CrewOf, hireCrew, OPINION, REASON } from '../testing/case-crew.ts';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';
import { rebuildBeside } from '../testing/rebuild-comparison.ts';
import { createSteppedClock } from '../testing/stepped-clock.ts';

/** A Wednesday, 09:00 in Asia/Shanghai. */
const clock = createSteppedClock('2026-03-04T01:00:00.000Z');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
let product: Product;

/** Staff of the test by their part; a grid worker twice, two departments. */
const STAFF = [
  ['acceptor', 'acceptor', null],
  ['chief', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['officer', 'supervisionOfficer', null],
  ['leader', 'leader', null],
  ['near', 'gridWorker', null],
  ['far', 'gridWorker', null],
  ['roads', 'departmentManager', 'roads'],
  ['mender', 'handler', 'roads'],
  ['water', 'departmentManager', 'water'],
] as const;
type Person = (typeof STAFF)[number][0];
let crew: CrewOf<typeof STAFF>;

beforeAll(async () => {
  product = await startProduct({ YIWANG_SESSION_HOURS: '100000' }, clock);
  crew = await hireCrew(product, STAFF);
});
afterAll(() => product.stop());

const call = (person: Person, method: string, path: string, body?: unknown) =>
  crew.call(person, method, path, body);
const [opinion, reason] = [OPINION, REASON];

const open = async (body: Record<string, unknown> = {}, reporter: Person = 'near') => {
  const one = await crew.open(reporter, body);
  return { ...one, show: (person: Person = 'acceptor') => one.show(person) };
};
/** Filed under a row of four hours, and dispatched to the roads department. */
const openDispatched = async (coDepartmentIds: readonly string[] = []) => {
  const one = await open();
  await one.step('acceptor', 'acceptance', opinion);
  await one.step('chief', 'filing', { ...opinion, ...(await crew.fourHours('chief')) });
  await one.step('dispatcher', 'dispatch', { ...opinion, departmentId: 'roads', coDepartmentIds });
  return one;
};
const waiting = async (person: Person, caseId: string) =>
  ((await crew.caseOf(caseId).task(person))?.steps ?? []) as { command: string }[];

describe('the complete case', () => {
  it('is verified by the nearest grid worker on duty, and by nobody else', async () => {
    await call('far', 'PUT', '/duty', { location: { lon: 112.5, lat: 37.8 } });
    await call('near', 'PUT', '/duty', { location: { lon: 112.581, lat: 37.861 } });
    expect((await call('acceptor', 'GET', '/duty')).body.items).toHaveLength(2);
    const one = await open({ source: 'hotline12345' }, 'acceptor');
    const sent = await one.step('acceptor', 'verify-tasks', opinion);
    expect(sent).toMatchObject({
      stage: 'verifying',
      task: { executorId: userIdOf('near'), kind: 'verify' },
    });
    expect(await waiting('near', one.caseId)).toMatchObject([{ command: 'CompleteVerifyTask' }]);
    expect(await waiting('far', one.caseId)).toEqual([]);
    const result = `verify-tasks/${sent.id}/result`;
    expect(await one.step('far', result, { ...opinion, confirmed: true }, 403)).toMatchObject({
      code: 'notTheExecutor',
    });
    await one.step('acceptor', `tasks/${sent.id}/executor`, { ...reason, executorId: userIdOf('far') });
    await one.step('far', result, { ...opinion, confirmed: true });
    expect(await one.show()).toMatchObject({ stage: 'reported', clock: 'accept', light: 'green' });
    await call('far', 'DELETE', '/duty');
    await call('near', 'DELETE', '/duty');
    expect(await one.step('acceptor', 'verify-tasks', opinion, 409)).toMatchObject({
      code: 'noWorkerOnDuty',
    });
    expect(
      await one.step('acceptor', 'verify-tasks', { ...opinion, executorId: userIdOf('leader') }, 422),
    ).toMatchObject({
      code: 'notAGridWorker',
    });
  });

  it('goes through departments, requests and supervision to its end', async () => {
    const one = await openDispatched(['water']);
    const first = (await one.show()).deadline as string;
    expect(await waiting('roads', one.caseId)).toMatchObject([{ command: 'StartHandling' }]);
    expect(await waiting('water', one.caseId)).toMatchObject([{ command: 'GiveCoFeedback' }]);
    await one.step('roads', 'handler', { ...opinion, handlerId: userIdOf('mender') });
    await one.step('mender', 'handling', {});
    const give = (handlerId: string, status: number) =>
      one.step('roads', 'handler', { ...opinion, handlerId }, status);
    expect(await give(userIdOf('water'), 422)).toMatchObject({ code: 'notOfDepartment' });
    expect(await give(userIdOf('roads'), 409)).toMatchObject({ code: 'handlerAssigned' });

    const extension = await one.step('roads', 'extensions', reason);
    expect(await waiting('dispatcher', one.caseId)).toMatchObject([{ command: 'DecideExtension' }]);
    const extended = await one.step('dispatcher', `extensions/${extension.id}/decision`, {
      ...opinion,
      approved: true,
    });
    expect(Date.parse(extended.deadline as string) - Date.parse(first)).toBe(4 * 3_600_000);

    const supervision = await one.step('officer', 'supervisions', opinion);
    expect(await waiting('roads', one.caseId)).toContainEqual(
      expect.objectContaining({ command: 'AnswerSupervision' }),
    );
    await one.step('roads', `supervisions/${supervision.id}/reply`, { reply: '今日办结' });
    await one.step('acceptor', 'urges', opinion);

    clock.forward(60);
    const until = new Date(clock.now() + 10 * 86_400_000).toISOString();
    const suspension = await one.step('roads', 'suspensions', { ...reason, until });
    await one.step('dispatcher', `suspensions/${suspension.id}/decision`, { ...opinion, approved: true });
    expect(await one.step('mender', 'feedback', { result: '完成' }, 409)).toMatchObject({
      code: 'caseSuspended',
    });
    expect((await call('acceptor', 'GET', '/cases?suspended=true')).body.items).toMatchObject([
      { caseId: one.caseId },
    ]);
    // The end date passes, and the process resumes it.
    clock.forward(10 * 1440 + 5);
    await product.server.deadlines.tick();
    expect(await one.show()).toMatchObject({ suspendedUntil: null, light: 'green' });

    await one.step('water', 'co-feedback', { result: '已配合' });
    await one.step('mender', 'feedback', { result: '完成' });
    const near = { executorId: userIdOf('near') };
    const check = await one.step('acceptor', 'check-tasks', { ...opinion, ...near });
    await one.step('near', `check-tasks/${check.id}/result`, { ...opinion, passed: false });
    await one.step('water', 'co-feedback', { result: '已配合' });
    await one.step('mender', 'feedback', { result: '再次完成' });
    const again = await one.step('acceptor', 'check-tasks', { ...opinion, ...near });
    await one.step('near', `check-tasks/${again.id}/result`, { ...opinion, passed: true });
    await one.step('chief', 'closure', opinion);
    expect(await one.show()).toMatchObject({
      stage: 'closed',
      inTime: true,
      reworkCount: 1,
      rulesVersion: 'case@1',
      flags: {
        extended: true,
        suspended: true,
        rework: true,
        supervised: true,
        urged: true,
        wrongDispatch: false,
      },
    });
  });

  it('is overdue, is appealed, and stays overdue', async () => {
    const one = await openDispatched();
    clock.forward(5 * 60);
    await product.server.deadlines.tick();
    expect(await one.step('roads', 'extensions', reason, 422)).toMatchObject({
      code: 'extensionTooLate',
      title: '处置期限已过',
      titleEn: 'The handling deadline has passed',
      titleZh: '处置期限已过',
    });
    const red = (await call('dispatcher', 'GET', '/cases?light=red&overdue=true&department=roads')).body
      .items;
    expect(red.map(({ caseId }: Record<string, unknown>) => caseId)).toContain(one.caseId);
    const board = (await call('leader', 'GET', '/board?division=1401')).body as Record<string, unknown>;
    expect(board.departments).toContainEqual({
      departmentId: 'roads',
      stage: 'dispatched',
      light: 'red',
      cases: 1,
      overdue: 1,
    });
    await one.step('roads', 'feedback', { result: '完成' });
    await one.step('near', 'check', { ...opinion, passed: true });
    await one.step('chief', 'closure', opinion);
    const appeal = await one.step('roads', 'appeals', reason);
    await one.step('dispatcher', `appeals/${appeal.id}/dispatcher-review`, { ...opinion, approved: true });
    await one.step('acceptor', `appeals/${appeal.id}/acceptor-review`, { ...opinion, approved: true });
    expect(await one.show()).toMatchObject({ inTime: false, flags: { exempt: true, overdue: true } });
  });

  it('is returned, corrected, refused, redispatched and closed by force', async () => {
    const one = await openDispatched();
    await one.step('roads', 'refusal', reason);
    await one.step('dispatcher', 'dispatch', { ...opinion, departmentId: 'water' });
    await one.step('water', 'return', reason);
    await one.step('dispatcher', 'correction', {
      ...reason,
      description: '雨水井盖缺失',
      location: { lon: 112.49, lat: 37.94 },
    });
    expect(await one.show()).toMatchObject({
      description: '雨水井盖缺失',
      divisionCode: '140108',
      returned: true,
      flags: { wrongDispatch: true },
    });
    await one.step('dispatcher', 'shirk-flags', { ...reason, departmentId: 'roads' });
    expect(
      await one.step('dispatcher', 'correction', { ...reason, location: { lon: 121.47, lat: 31.23 } }, 422),
    ).toMatchObject({
      code: 'outsideProvince',
    });
    const asked = await one.step('dispatcher', 'voids', reason);
    await one.step('chief', `voids/${asked.id}/decision`, { ...opinion, approved: false });
    expect(await one.step('roads', 'forced-closure', reason, 403)).toMatchObject({
      code: 'forbidden',
      cause: 'wrongRole',
    });
    await one.step('leader', 'forced-closure', reason);
    expect(await one.show()).toMatchObject({
      stage: 'forceClosed',
      flags: { forceClosed: true, shirked: true },
    });
  });

  it('is handled by the grid worker on the spot, with photos from before and after, and audited', async () => {
    const form = new FormData();
    const report = { description: '小广告', location: YINGZE, selfHandling: { result: '已清理' } };
    form.set('report', JSON.stringify(report));
    const photo = new Blob([PNG as Uint8Array<ArrayBuffer>], { type: 'image/png' });
    form.append('photo', photo, 'before.png');
    const send = async () => {
      const response = await fetch(`${product.baseUrl}/api/v1/cases`, {
        method: 'POST',
        headers: { authorization: `Bearer ${crew.tokenOf('near')}` },
        body: form,
      });
      return { status: response.status, body: (await response.json()) as Record<string, string> };
    };
    expect(await send()).toMatchObject({ status: 422, body: { code: 'photosMissing' } });
    form.append('photoAfter', photo, 'after.png');
    const sent = await send();
    expect(sent).toMatchObject({ status: 201, body: { stage: 'auditing' } });
    const path = `/cases/${sent.body.caseId}/self-handling-audit`;
    expect((await call('acceptor', 'POST', path, { ...opinion, approved: true })).body.stage).toBe(
      'archived',
    );
  });

  it('is in the lists of those who decide or watch, each counted as it is listed', async () => {
    const one = await openDispatched();
    await one.step('roads', 'extensions', reason);
    await one.step('officer', 'supervisions', opinion);
    for (const person of ['officer', 'dispatcher', 'roads', 'acceptor', 'near'] as const) {
      const queues = (await call(person, 'GET', '/case-queues')).body.items as unknown as {
        queue: string;
        filter: Record<string, string>;
        count: number;
      }[];
      const found: string[] = [];
      for (const { queue, filter, count } of queues) {
        const { items } = (await call(person, 'GET', `/cases?limit=500&${new URLSearchParams(filter)}`)).body;
        expect(items, queue).toHaveLength(count);
        if (items.some(({ caseId }) => caseId === one.caseId)) found.push(queue);
      }
      expect(found, person).toEqual(
        { near: [], acceptor: ['open'] }[person as string] ?? ['supervised', 'extensions', 'open'],
      );
    }
    expect((await call('near', 'GET', '/case-queues')).body.items).toEqual([]);
  });

  it('is found by its marks, its category and who took part', async () => {
    const one = await open({ matterCode: 'event-S1-01' });
    await one.step('acceptor', 'urges', opinion);
    const finds = async (person: Person, query: string) =>
      (await call(person, 'GET', `/cases?limit=500&${query}`)).body.items.some(
        ({ caseId }) => caseId === one.caseId,
      );
    expect(await finds('chief', 'flag=urged')).toBe(true);
    expect(await finds('chief', 'flag=urged,supervised')).toBe(false);
    expect(await finds('chief', 'matter=event-S1')).toBe(true);
    expect(await finds('chief', 'matter=event-S')).toBe(false);
    expect([await finds('acceptor', 'mine=true'), await finds('chief', 'mine=true')]).toEqual([true, false]);
    expect([await finds('chief', 'urgent=false'), await finds('chief', 'urgent=true')]).toEqual([
      true,
      false,
    ]);
    expect(await finds('chief', `stage=reported&cases=${one.caseId}`)).toBe(true);
    expect(await finds('chief', `stage=filed&cases=${one.caseId}`)).toBe(false);
    expect(await call('chief', 'GET', '/cases?flag=nonsense')).toMatchObject({ status: 400 });
  });

  it('is found by views that a person keeps, each for themselves', async () => {
    const view = {
      name: '超期',
      filter: { overdue: 'true', sort: 'dueAt' },
      columns: ['when', 'what'],
      pageSize: 100,
      isDefault: true,
    };
    expect(await call('chief', 'PUT', '/case-views/v1', view)).toMatchObject({
      status: 200,
      body: { viewId: 'v1', ...view },
    });
    await call('chief', 'PUT', '/case-views/v2', { ...view, name: '13800138000 的案件' });
    expect((await call('chief', 'GET', '/case-views')).body.items).toMatchObject([
      { viewId: 'v1', isDefault: false, filter: view.filter },
      { viewId: 'v2', isDefault: true, name: expect.not.stringContaining('13800138000') },
    ]);
    expect((await call('acceptor', 'GET', '/case-views')).body.items).toEqual([]);
    for (const filter of [{ stage: 'nonsense' }, { unknown: 'x' }])
      expect(await call('chief', 'PUT', '/case-views/v3', { ...view, filter })).toMatchObject({
        status: 400,
      });
    expect(await call('chief', 'PUT', '/case-views/v3', view)).toMatchObject({
      body: { code: 'caseViewNameTaken' },
    });
    expect((await call('acceptor', 'DELETE', '/case-views/v1')).status).toBe(404);
    expect((await call('chief', 'DELETE', '/case-views/v1')).status).toBe(204);
  });

  it('is looked for in places by their names', async () => {
    expect((await call('near', 'GET', '/places?text=迎泽')).body.items).toContainEqual({
      kind: 'division',
      code: '140106',
      name: '迎泽区',
      place: '太原市 迎泽区',
    });
    expect((await call('near', 'GET', '/places?text=无此地名')).body.items).toEqual([]);
    expect((await call('near', 'GET', '/places?text=')).status).toBe(400);
  });

  it('executes a repeated submission once, even if nobody could be sent any more', async () => {
    await call('near', 'PUT', '/duty', {});
    const one = await open({ source: 'public' });
    const send = () =>
      product.call(crew.tokenOf('acceptor'), 'POST', `/api/v1/cases/${one.caseId}/verify-tasks`, opinion, {
        'idempotency-key': 'verify-once',
      });
    const first = await send();
    expect(first.body.stage).toBe('verifying');
    await call('near', 'DELETE', '/duty');
    const again = await send();
    expect(again).toMatchObject({ status: 200, body: { stage: 'verifying', id: first.body.id } });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it('explains in Chinese and English why a step is not possible, and lists those that are', async () => {
    const one = await openDispatched();
    const answer = await one.step('chief', 'closure', opinion, 409);
    expect(answer).toMatchObject({
      code: 'impossibleTransition',
      title: '当前阶段不能执行此操作',
      titleEn: 'This step is not possible in the current stage',
      titleZh: '当前阶段不能执行此操作',
      detail: '案件当前阶段不能结案',
      from: 'dispatched',
      to: ['closed'],
    });
    expect(answer.allowed).toContain('StartHandling');
    expect(await one.step('mender', 'feedback', { result: '长'.repeat(2001) }, 422)).toMatchObject({
      code: 'textTooLong',
      limit: 2000,
    });
    const steps = (await one.show('roads')).steps as unknown as { command: string }[];
    expect(steps.map(({ command }) => command)).toEqual(
      expect.arrayContaining(['StartHandling', 'RefuseDispatch', 'RequestExtension']),
    );
    expect(steps.map(({ command }) => command)).not.toContain('DispatchCase');
  });

  it('rebuilds every read model to the same rows', async () => {
    for (const { name, live, rebuilt } of await rebuildBeside(product)) expect(rebuilt, name).toEqual(live);
  });
});
