import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hireCrew, OPINION } from '../../../src/testing/case-crew.ts';
import { APPEARANCES, expectReadable } from '../../testing/appearances.ts';
import { type Desk, startDesk } from '../../testing/desk.ts';

const STAFF = [
  ['worker', 'gridWorker', null],
  ['acceptor', 'acceptor', null],
  ['shift-leader', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['roads-head', 'departmentManager', 'roads'],
] as const;

const CHINA_AHEAD_MS = 8 * 3_600_000;

let desk: Desk;
let crew: Awaited<ReturnType<typeof hireCrew<typeof STAFF>>>;

beforeAll(async () => {
  desk = await startDesk();
  await desk.product.addUser('admin', 'administrator', '1401');
  crew = await hireCrew(desk.product, STAFF);
});
afterAll(() => desk.stop());
afterEach(async () => expect(await desk.leave()).toEqual([]));

describe('the work calendar on the desk', () => {
  it('is changed by the keyboard, after a look at what that moves, and says who did it', async () => {
    const { page } = await desk.signIn('admin', '/calendar?division=1401&year=2026');
    await page.getByTitle('2026-07-31 工作').press('Enter');
    const own = page.getByRole('region', { name: '本地调整' });
    await own.getByText('2026-07-31 休').waitFor();
    await own.getByLabel('工作时间').fill('8-12');
    await own.getByText('请按 08:00-12:00').waitFor();
    await own.getByLabel('工作时间').fill('08：30—12：00，14:30-18:30');
    await own.getByLabel('原因').fill('台风停工');
    const save = own.getByRole('button', { name: '保存' });
    expect(await save.isEnabled()).toBe(false);
    await own.getByRole('button', { name: '预览影响' }).click();
    await own.getByText('在办 0 件，时限都不变').waitFor();
    await save.click();
    await page.getByRole('region', { name: '调整记录' }).getByText('台风停工').waitFor();
    await page.getByText('工作时间 08:30-12:00 14:30-18:30').waitFor();
    await page.getByTitle('2026-07-31 不工作，太原市：台风停工').waitFor();
  });

  it('is read by everybody, and changed by nobody without the right', async () => {
    const { page } = await desk.signIn('worker', '/calendar?division=140106&year=2026');
    await page.getByText('太原市').first().waitFor();
    await page.getByTitle('2026-07-31 不工作，太原市：台风停工').waitFor();
    await page.getByText('按国务院放假通知').waitFor();
    expect(await page.getByRole('button', { name: '保存' }).count()).toBe(0);
    await page.getByRole('button', { name: '下一年' }).click();
    await page.getByText('按法定节假日暂定').waitFor();
  });

  it('tells which deadlines of open cases a change moves, and the case shows the moved one', async () => {
    const one = await crew.open('worker');
    await one.step('acceptor', 'acceptance', OPINION);
    const { items } = (await crew.call('shift-leader', 'GET', '/filing-standards/sensing/rows?limit=200'))
      .body;
    const row = items.find(({ limit, limitUnit }) => limitUnit === 'workDay' && limit === 2)!;
    await one.step('shift-leader', 'filing', { ...OPINION, standardId: 'sensing', rowId: row.rowId });
    await one.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'roads', coDepartmentIds: [] });
    await desk.product.settle();
    const before = await one.show('dispatcher');
    const dueAt = new Date(Date.parse(before.deadline as unknown as string) + CHINA_AHEAD_MS);
    const day = dueAt.toISOString().slice(0, 10);

    const { page } = await desk.signIn('admin', `/calendar?division=140106&year=${day.slice(0, 4)}`);
    await page.getByTitle(`${day} 工作`).press('Enter');
    const own = page.getByRole('region', { name: '本地调整' });
    await own.getByLabel('原因').fill('道路封闭');
    await own.getByRole('button', { name: '预览影响' }).click();
    await own.getByText(/时限推后 1 个、提前 0 个（处置 1，迎泽区 1）/).waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/calendar-effect.png` });
    await own.getByRole('button', { name: '保存' }).click();
    await page.getByRole('region', { name: '调整记录' }).getByText('道路封闭').waitFor();

    const deadline = async () => (await one.show('dispatcher')).deadline as unknown as string;
    await expect.poll(deadline).not.toBe(before.deadline);
    const dispatcher = (await desk.signIn('dispatcher', `/cases/${one.caseId}`)).page;
    await dispatcher
      .locator(`.clocks time[datetime="${await deadline()}"]`)
      .first()
      .waitFor();
  });

  it.each(APPEARANCES)('has nothing serious against it: %s', async (...appearance) => {
    const { page } = await desk.signIn('admin');
    await expectReadable(page, [`${desk.product.baseUrl}/desk/calendar?division=1401&year=2026`], appearance);
    const folder = process.env.SHOTS;
    if (folder !== undefined) await page.screenshot({ path: `${folder}/calendar-${appearance[0]}.png` });
  });
});
