import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userIdOf } from '../identity/index.ts';
import { type CrewOf, hireCrew, OPINION } from '../testing/case-crew.ts';
import { type Product, startProduct } from '../testing/product.ts';
import { rebuildBeside } from '../testing/rebuild-comparison.ts';

const STAFF = [
  ['reporter', 'gridWorker', null],
  ['acceptor', 'acceptor', null],
  ['chief', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['relief', 'dispatcher', null],
  ['leader', 'leader', null],
  ['roads', 'departmentManager', 'roads'],
] as const;
type Person = (typeof STAFF)[number][0];
let product: Product;
let crew: CrewOf<typeof STAFF>;

beforeAll(async () => {
  product = await startProduct();
  crew = await hireCrew(product, STAFF);
});
afterAll(() => product.stop());

describe('a shift', () => {
  it('hands the cases over as they stood, and is taken over by somebody else of the post', async () => {
    const one = await crew.open('reporter');
    await one.step('acceptor', 'acceptance', OPINION);
    await one.step('chief', 'filing', { ...OPINION, ...(await crew.fourHours('chief')) });
    const at = '/shift-handovers';
    const { body: work } = await crew.call('dispatcher', 'GET', `${at}/open-work?role=dispatcher`);
    expect(work.cases).toContainEqual(expect.objectContaining({ caseId: one.caseId, stage: 'filed' }));
    expect(work.open).toBe((await crew.call('dispatcher', 'GET', '/tasks?limit=500')).body.items.length);
    expect((await crew.call('dispatcher', 'GET', `${at}/open-work?role=acceptor`)).status).toBe(404);
    expect(
      (await crew.call('dispatcher', 'GET', `${at}/colleagues?role=dispatcher`)).body.items,
    ).toMatchObject([{ userId: userIdOf('relief') }]);

    const body = { role: 'dispatcher', toId: userIdOf('relief'), notes: '桃园二巷积水，电话 13800138000' };
    const made = await crew.call('dispatcher', 'POST', at, body);
    expect(made.status).toBe(201);
    const { handoverId } = made.body;
    // What happens later does not change what was handed over.
    await one.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'roads', coDepartmentIds: [] });
    const shown = (await crew.call('relief', 'GET', `${at}/${handoverId}`)).body;
    expect(shown).toMatchObject({
      state: 'waiting',
      fromName: 'dispatcher',
      toName: 'relief',
      open: work.open,
    });
    expect(shown.cases).toEqual(work.cases);
    expect(shown.notes).not.toContain('13800138000');
    expect((await crew.call('relief', 'GET', `${at}?waiting=true`)).body.items).toMatchObject([
      { handoverId },
    ]);
    const told = async (who: Person) =>
      (await crew.call(who, 'GET', '/notifications?kind=shiftHandover')).body.items.length;
    await expect.poll(() => told('relief')).toBe(1);
    expect(await told('acceptor')).toBe(0);

    // For other posts it does not exist.
    for (const other of ['acceptor', 'leader', 'roads'] as const) {
      expect((await crew.call(other, 'GET', `${at}/${handoverId}`)).status).toBe(404);
      expect((await crew.call(other, 'GET', at)).body.items).toEqual([]);
      const taken = await crew.call(other, 'POST', `${at}/${handoverId}/acknowledgement`, {});
      expect(taken).toMatchObject({ status: 404, body: { code: 'handoverUnknown' } });
    }
    expect(await crew.call('dispatcher', 'POST', `${at}/${handoverId}/acknowledgement`, {})).toMatchObject({
      status: 403,
      body: { code: 'ownHandover' },
    });
    expect(await crew.call('relief', 'POST', `${at}/${handoverId}/withdrawal`)).toMatchObject({
      body: { code: 'notOwnHandover' },
    });
    const remark = { remark: '已逐件清点' };
    expect((await crew.call('relief', 'POST', `${at}/${handoverId}/acknowledgement`, remark)).status).toBe(
      200,
    );
    expect(await crew.call('dispatcher', 'POST', `${at}/${handoverId}/withdrawal`)).toMatchObject({
      body: { code: 'handoverEnded' },
    });
    expect((await crew.call('dispatcher', 'GET', `${at}/${handoverId}`)).body).toMatchObject({
      state: 'taken',
      takenByName: 'relief',
      ...remark,
    });
  });

  it('is rebuilt to the same rows', async () => {
    for (const { name, live, rebuilt } of await rebuildBeside(product)) expect(rebuilt, name).toEqual(live);
  });
});
