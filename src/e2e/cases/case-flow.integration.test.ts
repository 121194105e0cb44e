import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userIdOf } from '../../identity/index.ts';
import { hireCrew, OPINION, REASON } from '../../testing/case-crew.ts';
import { type Product, startProduct } from '../../testing/product.ts';
import { createSteppedClock } from '../../testing/stepped-clock.ts';

/* Who is waited for, until when, and what is overdue: what the API says of it and what it accepts are one. */

/** A Wednesday, 09:00 in Asia/Shanghai. */
const clock = createSteppedClock('2026-03-04T01:00:00.000Z');
const STAFF = [
  ['acceptor', 'acceptor', null],
  ['chief', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['officer', 'supervisionOfficer', null],
  ['leader', 'leader', null],
  ['worker', 'gridWorker', null],
  ['other-worker', 'gridWorker', null],
  ['mun', 'departmentManager', 'municipal'],
  ['hand', 'handler', 'municipal'],
  ['second-hand', 'handler', 'municipal'],
  ['san', 'departmentManager', 'sanitation'],
] as const;
type Person = (typeof STAFF)[number][0];
let product: Product;
let crew: Awaited<ReturnType<typeof hireCrew<typeof STAFF>>>;
type Case = ReturnType<typeof crew.caseOf>;

beforeAll(async () => {
  product = await startProduct({ YIWANG_SESSION_HOURS: '100000' }, clock);
  crew = await hireCrew(product, STAFF);
});
afterAll(() => product.stop());

const openFiled = async () => {
  const one = await crew.open('worker');
  await one.step('acceptor', 'acceptance', OPINION);
  await one.step('chief', 'filing', { ...OPINION, ...(await crew.fourHours('chief')) });
  return one;
};
const openDispatched = async (coDepartmentIds: readonly string[] = []) => {
  const one = await openFiled();
  await one.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'municipal', coDepartmentIds });
  return one;
};
const commandsIn = (holder: Record<string, unknown> | undefined) =>
  ((holder?.steps ?? []) as { command: string }[]).map(({ command }) => command);
const waitsFor = async (one: Case, person: Person) => commandsIn(await one.task(person));
const offered = async (one: Case, person: Person) => commandsIn(await one.show(person));
const result = { result: '已办' };

describe('what is offered is what is accepted', () => {
  it('H1 a co-department sees its own step, gives it once, and is offered nothing of the main department', async () => {
    const one = await openDispatched(['sanitation']);
    expect(await waitsFor(one, 'san')).toEqual(['GiveCoFeedback']);
    expect(await offered(one, 'san')).toEqual(['GiveCoFeedback', 'RequestVoid']);
    expect(await waitsFor(one, 'mun')).toEqual(['StartHandling']);
    expect(await offered(one, 'mun')).not.toContain('GiveCoFeedback');
    for (const [resource, sent] of [
      ['handling', {}],
      ['refusal', REASON],
      ['return', REASON],
      ['extensions', REASON],
      ['handler', { ...OPINION, handlerId: userIdOf('hand') }],
    ] as const)
      expect(await one.step('san', resource, sent, 403)).toMatchObject({ code: 'wrongParty' });
    await one.step('mun', 'feedback', result, 409);

    await one.step('san', 'co-feedback', result);
    expect(await waitsFor(one, 'san')).toEqual([]);
    expect(await one.task('san')).toBeUndefined();
    await one.step('san', 'co-feedback', result, 409);
    expect(await waitsFor(one, 'mun')).toEqual(['StartHandling', 'GiveFeedback']);
    await one.step('mun', 'feedback', result);
  });

  it('H1 a case without co-departments offers nobody a co-feedback', async () => {
    const one = await openDispatched();
    expect(await offered(one, 'mun')).not.toContain('GiveCoFeedback');
    await one.step('mun', 'co-feedback', result, 409);
  });

  it('H1 a colleague of the assigned handler does not see the case among the tasks', async () => {
    const one = await openDispatched();
    expect(await waitsFor(one, 'second-hand')).toEqual(['StartHandling', 'GiveFeedback']);
    await one.step('mun', 'handler', { ...OPINION, handlerId: userIdOf('hand') });
    expect(await waitsFor(one, 'hand')).toEqual(['StartHandling', 'GiveFeedback']);
    expect(await one.task('second-hand')).toBeUndefined();
    expect(await offered(one, 'second-hand')).toEqual([]);
    for (const [resource, sent] of [
      ['handling', {}],
      ['feedback', result],
    ] as const)
      expect(await one.step('second-hand', resource, sent, 403)).toMatchObject({ code: 'assignedToAnother' });
    await one.step('hand', 'handling', {});
    // The department confirms: its manager may conclude what was given to a person.
    expect(await waitsFor(one, 'mun')).toEqual(['GiveFeedback']);
    await one.step('mun', 'feedback', result);
  });

  it('H1 a list that is mostly others’ ends where it ends, page by page', async () => {
    const [theirs, others]: [string[], string[]] = [[], []];
    for (let n = 0; n < 5; n += 1) {
      const one = await openDispatched();
      const handlerId = userIdOf(n === 0 ? 'second-hand' : 'hand');
      await one.step('mun', 'handler', { ...OPINION, handlerId });
      (n === 0 ? theirs : others).push(one.caseId);
    }
    const found: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== null; ) {
      const path = `/tasks?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { items, nextCursor } = (await crew.call('second-hand', 'GET', path)).body;
      found.push(...items.map(({ caseId }) => caseId));
      cursor = nextCursor;
    }
    const whole = (await crew.call('second-hand', 'GET', '/tasks?limit=500')).body.items;
    expect(found).toEqual(whole.map(({ caseId }) => caseId));
    expect(found).toEqual(expect.arrayContaining(theirs));
    expect(others.filter((each) => found.includes(each))).toEqual([]);
  });

  it('H1 who asked is not offered the decision, who handled not the check, nobody a task of others', async () => {
    const one = await openDispatched();
    await one.step('dispatcher', 'voids', REASON);
    expect(await waitsFor(one, 'chief')).toEqual(['DecideVoid']);
    await one.step('mun', 'feedback', result);
    expect(await waitsFor(one, 'other-worker')).toEqual(['CheckCase']);
    const executorId = userIdOf('worker');
    const sent = await one.step('acceptor', 'check-tasks', { ...OPINION, executorId });
    expect(await waitsFor(one, 'worker')).toEqual(['CompleteCheckTask']);
    expect(await waitsFor(one, 'other-worker')).toEqual([]);
    const passed = { ...OPINION, passed: true };
    await one.step('other-worker', `check-tasks/${sent.id}/result`, passed, 403);
    await one.step('worker', `check-tasks/${sent.id}/result`, passed);
  });
});
