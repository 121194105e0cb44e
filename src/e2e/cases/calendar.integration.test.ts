import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkCalendarPublished } from '../../governance/events.ts';
import { createLogger } from '../../platform/logger.ts';
import { governanceRequests } from '../../shipped-data/shipped-governance.ts';
import { type CrewOf, hireCrew, OPINION } from '../../testing/case-crew.ts';
import { type Product, startProduct } from '../../testing/product.ts';

/** Deadlines that run into years whose days off are not published, through the whole product. */
const STAFF = [
  ['acceptor', 'acceptor', null],
  ['chief', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['officer', 'supervisionOfficer', null],
  ['worker', 'gridWorker', null],
  ['mun', 'departmentManager', 'municipal'],
] as const;
const CALENDAR = 'calendar-china';
let product: Product;
let crew: CrewOf<typeof STAFF>;
let log = '';
let nowMs = Date.parse('2026-12-30T08:00:00+08:00');
const at = (text: string): void => {
  nowMs = Date.parse(`${text}+08:00`);
};
const local = (text: unknown): string =>
  new Date(Date.parse(String(text)) + 8 * 3_600_000).toISOString().slice(0, 16);

beforeAll(async () => {
  const to = new Writable({
    write(chunk, _encoding, done) {
      log += chunk;
      done();
    },
  });
  const settings = { YIWANG_SESSION_HOURS: '1000000' };
  product = await startProduct(settings, { now: () => nowMs }, createLogger('warn', { to }));
  crew = await hireCrew(product, STAFF);
});
afterAll(() => product.stop());

const WORK_HOURS = 4;
/** A case that is dispatched with a limit of so many work hours at the given local time. */
const dispatchedAt = async (time: string) => {
  at(time);
  const one = await crew.open('worker');
  await one.step('acceptor', 'acceptance', OPINION);
  const { items } = (await crew.call('chief', 'GET', '/filing-standards/sensing/rows?limit=200')).body;
  const row = items.find(({ limit, limitUnit }) => limitUnit === 'workHour' && limit === WORK_HOURS)!;
  await one.step('chief', 'filing', { ...OPINION, standardId: 'sensing', rowId: row.rowId });
  await one.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'municipal' });
  await product.settle();
  return one;
};

it('case 45 a deadline within a published year is not provisional', async () => {
  const shown = await (await dispatchedAt('2026-12-30T09:00:00')).show('dispatcher');
  expect(local(shown.deadline)).toBe('2026-12-30T15:00');
  expect(shown).toMatchObject({ deadlineProvisional: false, dueAtProvisional: false });
});

it('case 45 a deadline past New Year 2027 skips the holiday and is provisional, in the case, its clock, tasks and replies', async () => {
  const one = await dispatchedAt('2026-12-31T16:30:00');
  const shown = await one.show('dispatcher');
  expect(local(shown.deadline)).toBe('2027-01-04T10:30');
  expect(shown).toMatchObject({
    deadlineProvisional: true,
    dueAtProvisional: true,
    refuseProvisional: true,
    clocks: expect.arrayContaining([
      expect.objectContaining({ clock: 'handle', provisional: true }),
      expect.objectContaining({ clock: 'accept', provisional: false }),
    ]),
  });
  expect(await one.task('mun')).toMatchObject({ deadline: shown.deadline, provisional: true });
  const received = (await crew.call('mun', 'GET', '/notifications')).body.items;
  expect(JSON.stringify(received)).toContain('2027-01-04 10:30（暂定）');
  await one.step('officer', 'supervisions', { ...OPINION, departmentId: 'municipal' });
  await product.settle();
  const [reply] = (await one.show('officer')).supervisions as { replyBy: string; provisional?: true }[];
  expect([local(reply!.replyBy), reply!.provisional]).toEqual(['2027-01-04T16:30', true]);
});

it('case 45 the missing notice is reported in the log and by /readyz, without making the server unready', async () => {
  const ready = await fetch(`${product.baseUrl}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    200,
    expect.objectContaining({ calendarYearMissing: 2027 }),
  ]);
  await expect.poll(() => log, { timeout: 20_000 }).toContain('the announced days off of a year are missing');
});

it('case 46 the days off set by law continue from 2027 into 2028', async () => {
  const shown = await (await dispatchedAt('2027-12-31T16:00:00')).show('dispatcher');
  expect(local(shown.deadline)).toBe('2028-01-04T10:00');
  expect(shown.deadlineProvisional).toBe(true);
});

it('case 45 a log with an earlier calendar gets the shipped one at the next start', async () => {
  const { store } = product.server.core;
  const shipped = async () => (await governanceRequests(store)).find(({ stream }) => stream === CALENDAR)!;
  const known = (await store.readStream(CALENDAR)).map(({ id }) => id);
  // The id follows from the content: what a log has already changes nothing, and another version is another event.
  expect(known).toEqual((await shipped()).events.map(({ id }) => id));
  expect((await store.append(await shipped())).status).toBe('alreadyAppended');
});

it('case 46 working windows may reach midnight and beyond, and a notice removes the provisional mark', async () => {
  const { store } = product.server.core;
  const [latest] = await store.readStream(CALENDAR, { direction: 'backwards', limit: 1 });
  const before = latest!.data as WorkCalendarPublished['data'];
  const data: WorkCalendarPublished['data'] = {
    ...before,
    calendarVersion: before.calendarVersion + 1,
    years: [...before.years, 2027],
    holidays: [...before.holidays, '2027-01-01'],
    windows: [
      ['08:00', '12:00'],
      ['20:00', '04:00'],
    ],
  };
  const { schemaVersion, type } = latest!;
  await store.append({
    stream: CALENDAR,
    expected: 'any',
    events: [{ id: crypto.randomUUID(), type, schemaVersion, data, meta: { actor: 'system' } }],
  });
  await product.settle();
  const shown = await (await dispatchedAt('2027-03-03T22:30:00')).show('dispatcher');
  expect(local(shown.deadline)).toBe('2027-03-04T02:30');
  expect(shown.deadlineProvisional).toBe(false);
});

describe('a division that changes its calendar', () => {
  const PATH = '/calendar/1401';
  const closing = (after: number, dryRun = false) => ({
    days: [{ day: '2028-03-08', kind: 'off' }],
    windows: null,
    reason: '台风停工一天',
    after,
    dryRun,
  });
  const put = (token: string, body: object, path = PATH) =>
    product.call(token, 'PUT', `/api/v1${path}`, body);

  it('sees first which deadlines move, then moves them, once, by an event that says so', async () => {
    const elsewhereToken = await product.signIn('administrator', '1402');
    const administrator = await product.signIn('administrator', '1401');
    // With the windows that the test before this one left: 08:00–12:00 and 20:00–04:00.
    const one = await dispatchedAt('2028-03-07T22:00:00');
    const before = await one.show('dispatcher');
    expect(local(before.deadline)).toBe('2028-03-08T02:00');

    at('2028-03-07T22:30:00');
    const dry = await put(administrator, closing(0, true));
    expect(dry).toMatchObject({
      status: 200,
      body: { dryRun: true, localVersion: 0, effect: { items: [] } },
    });
    expect(local((await one.show('dispatcher')).deadline)).toBe('2028-03-08T02:00');
    expect((await put(elsewhereToken, closing(0))).status).toBe(403);
    expect((await put(administrator, closing(3))).body).toMatchObject({ code: 'calendarChanged' });

    const hours = { ...closing(0), days: [], windows: [['08:00', '23:00']], reason: '防汛值守' };
    const preview = (await put(administrator, { ...hours, dryRun: true })).body as never as {
      effect: { later: number; openCases: number; byClock: object[] };
    };
    const set = await put(administrator, hours);
    expect(set).toMatchObject({
      status: 200,
      body: { dryRun: false, localVersion: 1, effect: preview.effect },
    });
    expect(preview.effect.later).toBeGreaterThan(0);
    await product.settle();
    await expect.poll(async () => local((await one.show('dispatcher')).deadline)).toBe('2028-03-08T11:00');
    const { items } = (await crew.call('dispatcher', 'GET', `/cases/${one.caseId}/timeline`)).body;
    const moves = (items as { type: string }[]).filter(({ type }) => type === 'CaseDeadlinesMoved');
    expect(moves).toHaveLength(1);
    expect((await put(administrator, { ...hours, after: 1 })).body).toMatchObject({ localVersion: 1 });
  });

  it('shows days, hours and who changed them to everybody', async () => {
    const administrator = await product.signIn('administrator', '1401');
    const both = { ...closing(1), windows: [['08:00', '23:00']] };
    expect((await put(administrator, both)).body).toMatchObject({ localVersion: 2 });
    await product.settle();
    const shown = (await crew.call('worker', 'GET', '/calendar?division=140106&year=2028')).body;
    expect(shown).toMatchObject({ published: false, windowsOf: '1401', windows: [['08:00', '23:00']] });
    expect(shown.days).toContainEqual(
      expect.objectContaining({
        day: '2028-03-08',
        kind: 'off',
        local: expect.objectContaining({ divisionCode: '1401', reason: '台风停工一天' }),
      }),
    );
    const { items } = (await crew.call('worker', 'GET', '/calendar/changes?division=140106')).body;
    expect(items).toMatchObject([
      { localVersion: 2, added: [{ day: '2028-03-08', kind: 'off' }], windowsChanged: false },
      { localVersion: 1, reason: '防汛值守', windowsChanged: true },
    ]);
  });
});
