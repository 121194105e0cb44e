import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userIdOf } from '../../identity/index.ts';
import { OPINION, REASON } from '../../testing/case-crew.ts';
import { type Product, startProduct } from '../../testing/product.ts';
import { createSteppedClock } from '../../testing/stepped-clock.ts';
import { type Case, type FlowCrew, hireFlowCrew, type Person } from './flow-crew.ts';

/* Whose step is due, until when, and what is overdue: what the API shows and what it accepts are the same. */

/** A Wednesday, 09:00 in Asia/Shanghai. */
const clock = createSteppedClock('2026-03-04T01:00:00.000Z');
let product: Product;
let crew: FlowCrew;

beforeAll(async () => {
  product = await startProduct({ YIWANG_SESSION_HOURS: '100000' }, clock);
  crew = await hireFlowCrew(product);
});
afterAll(() => product.stop());

const commandsIn = (holder: Record<string, unknown> | undefined) =>
  ((holder?.steps ?? []) as { command: string }[]).map(({ command }) => command);
const waitsFor = async (one: Case, person: Person) => commandsIn(await one.task(person));
const offered = async (one: Case, person: Person) => commandsIn(await one.show(person));
const result = { result: '已办' };

describe('the steps that are offered are the steps that are accepted', () => {
  it('H1 a co-handling department is offered only its feedback, once, and no step of the main department', async () => {
    const one = await crew.openDispatched(['sanitation']);
    expect(await waitsFor(one, 'san')).toEqual(['GiveCoFeedback']);
    expect(await offered(one, 'san')).toEqual([
      'GiveCoFeedback',
      'RequestVoid',
      'SupplementCase',
      'NoteCase',
    ]);
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

  it('H1 a case without co-handling departments offers nobody their feedback step', async () => {
    const one = await crew.openDispatched();
    expect(await offered(one, 'mun')).not.toContain('GiveCoFeedback');
    await one.step('mun', 'co-feedback', result, 409);
  });

  it('H1 a colleague of the assigned handler does not have the case among their tasks', async () => {
    const one = await crew.openDispatched();
    expect(await waitsFor(one, 'second-hand')).toEqual(['StartHandling', 'GiveFeedback']);
    await one.step('mun', 'handler', { ...OPINION, handlerId: userIdOf('hand') });
    expect(await waitsFor(one, 'hand')).toEqual(['StartHandling', 'GiveFeedback']);
    expect(await one.task('second-hand')).toBeUndefined();
    expect(await offered(one, 'second-hand')).toEqual(['SupplementCase']);
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

  it('H1 paging through tasks among many of other people ends at the last one', async () => {
    const [theirs, others]: [string[], string[]] = [[], []];
    for (let n = 0; n < 5; n += 1) {
      const one = await crew.openDispatched();
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

  it('H1 a requester is not offered the decision, a handler not the check, and nobody a task of others', async () => {
    const one = await crew.openDispatched();
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

/** What the light shows and what is counted, in the case, the lists and on the board. */
const timesOf = async (one: Case) => {
  const { light, overdue, dueAt, overdueClocks } = await one.show('leader');
  const listed = async (query: string) =>
    (await crew.call('leader', 'GET', `/cases?limit=500&${query}`)).body.items.some(
      ({ caseId }) => caseId === one.caseId,
    );
  const { totals, lights } = (await crew.call('leader', 'GET', '/board?division=1401')).body as unknown as {
    totals: { overdue: number };
    lights: { red: number };
  };
  expect(totals.overdue).toBe(lights.red);
  expect(await listed('overdue=true')).toBe(overdue);
  expect(await listed('light=red')).toBe(light === 'red');
  expect(await listed('wasOverdue=true')).toBe((overdueClocks as string[]).length > 0);
  return { light, overdue, dueAt, overdueClocks, count: totals.overdue };
};
const pass = async (minutes: number) => {
  clock.forward(minutes);
  await product.server.deadlines.tick();
  await product.settle();
};

describe('overdue', () => {
  it('H7 every stage past its deadline is red, overdue and counted, and having been late stays on record', async () => {
    const one = await crew.open('worker');
    const standard = await crew.fourHours('chief');
    const executorId = userIdOf('worker');
    const late: string[] = [];
    for (const [clockName, minutes, leave] of [
      ['accept', 16, () => one.step('acceptor', 'verify-tasks', { ...OPINION, executorId })],
      [
        'verify',
        31,
        async () => {
          const { taskId } = (await one.show('worker')).task as { taskId: string };
          await one.step('worker', `verify-tasks/${taskId}/result`, { ...OPINION, confirmed: true });
          await one.step('acceptor', 'acceptance', OPINION);
        },
      ],
      ['file', 31, () => one.step('chief', 'filing', { ...OPINION, ...standard })],
      ['dispatch', 16, () => one.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'municipal' })],
      ['handle', 241, () => one.step('mun', 'feedback', result)],
      ['check', 31, () => one.step('acceptor', 'check', { ...OPINION, passed: true })],
      ['close', 31, () => one.step('chief', 'closure', OPINION)],
    ] as const) {
      await pass(1);
      const before = await timesOf(one);
      expect(before, clockName).toMatchObject({ light: 'green', overdue: false, overdueClocks: late });
      await pass(minutes - 1);
      late.push(clockName);
      const after = await timesOf(one);
      expect(after, clockName).toMatchObject({ light: 'red', overdue: true, overdueClocks: late });
      expect(after.count).toBeGreaterThan(before.count);
      await leave();
      await product.settle();
    }
    expect(await timesOf(one)).toMatchObject({ light: null, overdue: false, dueAt: null });
    expect(await one.show('leader')).toMatchObject({
      stage: 'closed',
      inTime: false,
      flags: { overdue: true },
    });
    const { items } = (await crew.call('leader', 'GET', `/cases/${one.caseId}/timeline`)).body;
    const recorded = items.filter(
      ({ type }) => type === 'CaseStageOverdue' || type === 'CaseHandlingOverdue',
    );
    expect(recorded.map(({ data }) => (data as { clock?: string }).clock ?? 'handle')).toEqual(late);
  });
});

describe('deadlines of tasks', () => {
  const minutesLeft = (deadline: unknown) => (Date.parse(deadline as string) - clock.now()) / 60_000;
  const left = async (one: Case, person: Person) => minutesLeft((await one.task(person))?.deadline);

  it('H8 each task has the deadline and light of its stage', async () => {
    const one = await crew.open('worker');
    expect(await left(one, 'acceptor')).toBe(15);
    expect(minutesLeft((await one.show('acceptor')).dueAt)).toBe(15);
    await one.step('acceptor', 'acceptance', OPINION);
    expect(await left(one, 'chief')).toBe(30);
    await one.step('chief', 'filing', { ...OPINION, ...(await crew.fourHours('chief')) });
    expect(await left(one, 'dispatcher')).toBe(15);
    await one.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'municipal' });
    expect(await left(one, 'hand')).toBe(240);
    await one.step('mun', 'feedback', result);
    await pass(5);
    await one.step('acceptor', 'check-tasks', { ...OPINION, executorId: userIdOf('worker') });
    const task = await one.task('worker');
    expect(task).toMatchObject({ light: 'green', task: { kind: 'check', light: 'green' } });
    expect(minutesLeft(task?.deadline)).toBe(30);
    expect(minutesLeft((task as { task: { deadline: string } }).task.deadline)).toBe(30);
    await pass(25);
    expect(await one.task('worker')).toMatchObject({ light: 'yellow' });
    expect(await left(one, 'worker')).toBe(5);
  });

  it('H8 a verify task has a deadline, and a supervision the limit for its reply', async () => {
    const one = await crew.open('worker');
    await one.step('acceptor', 'verify-tasks', { ...OPINION, executorId: userIdOf('worker') });
    expect(await left(one, 'worker')).toBe(30);
    const other = await crew.openDispatched();
    await other.step('mun', 'feedback', result);
    const sent = await other.step('officer', 'supervisions', OPINION);
    const task = await other.task('mun');
    const { supervisions } = (await other.show('officer')) as { supervisions?: { replyBy: string }[] };
    expect(sent.id).toBeDefined();
    expect(task).toMatchObject({ deadline: supervisions?.[0]?.replyBy, light: 'green' });
  });

  const pagesOf = async (person: Person, path: string) => {
    const found: Record<string, unknown>[] = [];
    for (let cursor: unknown = ''; cursor !== null; ) {
      const page = (await crew.call(person, 'GET', `${path}${cursor === '' ? '' : `&cursor=${cursor}`}`))
        .body;
      found.push(...page.items);
      cursor = page.nextCursor;
    }
    return found;
  };
  const FOREVER = Number.MAX_SAFE_INTEGER;
  const instants = (rows: readonly Record<string, unknown>[], field: string) =>
    rows.map((row) => (row[field] === null ? FOREVER : Date.parse(row[field] as string)));
  const ascending = (list: readonly number[]) => [...list].sort((a, b) => a - b);

  it('H8 tasks are listed by due time, page by page', async () => {
    const early = await crew.open('worker');
    await pass(1);
    const checked = await crew.openDispatched();
    await checked.step('mun', 'feedback', result);
    const late = await crew.open('worker');
    const ids = (await pagesOf('acceptor', '/tasks?limit=1')).map(({ caseId }) => caseId);
    const mine = [early, late, checked].map(({ caseId }) => caseId);
    expect(ids.filter((id) => mine.includes(id as string))).toEqual(mine);
    for (const [person, path, field] of [
      ['acceptor', '/tasks?limit=2', 'deadline'],
      ['mun', '/tasks?limit=2', 'deadline'],
      ['leader', '/cases?sort=dueAt&limit=2', 'dueAt'],
      ['leader', '/cases?sort=deadline&limit=3', 'deadline'],
    ] as const) {
      const rows = await pagesOf(person, path);
      expect(new Set(rows.map(({ caseId }) => caseId)).size, path).toBe(rows.length);
      expect(instants(rows, field), path).toEqual(ascending(instants(rows, field)));
    }
    const whole = await crew.call('leader', 'GET', '/cases?limit=500');
    expect(await pagesOf('leader', '/cases?sort=dueAt&limit=2')).toHaveLength(whole.body.items.length);
  });

  it('H8 a cursor is refused under a different sort order', async () => {
    const { nextCursor } = (await crew.call('leader', 'GET', '/cases?limit=1')).body;
    const elsewhere = await crew.call('leader', 'GET', `/cases?limit=1&sort=dueAt&cursor=${nextCursor}`);
    expect(elsewhere).toMatchObject({ status: 400, body: { code: 'invalidCursor' } });
    expect((await crew.call('leader', 'GET', '/cases?sort=colour')).status).toBe(400);
  });
});

describe('a case that is merged into another', () => {
  it('L11 a merged case names the other case, is in no open list, and does not count as an open green case', async () => {
    const [parent, twice] = [await crew.open('worker'), await crew.open('worker')];
    const board = async () =>
      (await crew.call('leader', 'GET', '/board?division=1401')).body as unknown as {
        totals: { open: number; setAside: number };
        lights: Record<string, number>;
      };
    const listed = async (query: string) =>
      (await crew.call('leader', 'GET', `/cases?limit=500&${query}`)).body.items.find(
        ({ caseId }) => caseId === twice.caseId,
      );
    await product.settle();
    const before = await board();
    await twice.step('acceptor', 'link', { parentId: parent.caseId, kind: 'duplicate', ...REASON });
    await product.settle();
    const linkedTo = { caseId: parent.caseId, caseNumber: (await parent.show('leader')).caseNumber };
    const aside = { stage: 'reported', setAsideAs: 'duplicate', linkedTo, light: null, dueAt: null };
    expect(await twice.show('leader')).toMatchObject({ ...aside, steps: [] });
    expect(await listed('setAside=true')).toMatchObject(aside);
    expect(await listed('open=true')).toBeUndefined();
    expect(await listed('open=false')).toBeUndefined();
    expect(await listed('light=green')).toBeUndefined();
    const after = await board();
    expect(after.totals).toMatchObject({
      open: before.totals.open - 1,
      setAside: before.totals.setAside + 1,
    });
    expect(after.lights.green).toBe(before.lights.green! - 1);

    // Its time does not pass.
    await pass(60);
    expect(await twice.show('leader')).toMatchObject({ overdue: false, overdueClocks: [] });
    await twice.step('acceptor', 'unlink', REASON);
    await product.settle();
    expect(await listed('open=true')).toMatchObject({ setAsideAs: null, linkedTo: null, light: 'green' });
    expect((await board()).totals.setAside).toBe(before.totals.setAside);
  });
});

describe('a petitioner', () => {
  it('H6 a petitioner can be called back by the person who has the case, and found by telephone number', async () => {
    const petitioner = { name: '王建国', phone: '13803516789' };
    const one = await crew.open('acceptor', { source: 'acceptor', petitioner });
    const look = { purpose: 'callBack', reason: '回访处置结果' };
    const shown = await one.step('acceptor', 'disclosure', look);
    expect(shown).toMatchObject({ petitioner });
    const search = (person: Person) =>
      crew.call(person, 'POST', '/cases/search-by-number', { number: petitioner.phone, ...look });
    expect((await search('acceptor')).body.items.map(({ caseId }) => caseId)).toEqual([one.caseId]);
    expect((await search('leader')).status).toBe(403);
    await one.step('acceptor', 'acceptance', OPINION);
    await one.step('chief', 'filing', { ...OPINION, ...(await crew.fourHours('chief')) });
    await one.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'municipal' });
    await one.step('mun', 'handler', { ...OPINION, handlerId: userIdOf('hand') });
    await one.step('second-hand', 'disclosure', look, 403);
    expect(await one.step('hand', 'disclosure', { ...look, purpose: 'handle' })).toMatchObject({
      petitioner,
    });
  });
});
