import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hireCrew, OPINION, REASON } from '../../../src/testing/case-crew.ts';
import { APPEARANCES, expectReadable } from '../../testing/appearances.ts';
import { type Desk, startDesk } from '../../testing/desk.ts';

const STAFF = [
  ['worker', 'gridWorker', null],
  ['acceptor', 'acceptor', null],
  ['shift-leader', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['officer', 'supervisionOfficer', null],
  ['roads-head', 'departmentManager', 'roads'],
] as const;
type Person = (typeof STAFF)[number][0];

let desk: Desk;
let crew: Awaited<ReturnType<typeof hireCrew<typeof STAFF>>>;

beforeAll(async () => {
  desk = await startDesk();
  crew = await hireCrew(desk.product, STAFF);
});
afterAll(() => desk.stop());
afterEach(async () => expect(await desk.leave()).toEqual([]));

const signIn = async (person: Person, path = '/'): Promise<Page> => (await desk.signIn(person, path)).page;
const rows = (page: Page): Promise<number> => page.locator('.row-table tbody tr').count();
const openDispatched = async (description: string) => {
  const one = await crew.open('worker', { description });
  await one.step('acceptor', 'acceptance', OPINION);
  await one.step('shift-leader', 'filing', { ...OPINION, ...(await crew.fourHours('shift-leader')) });
  await one.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'roads', coDepartmentIds: [] });
  return one;
};

describe('the queues of the desk', () => {
  it('show a request where it is decided, and follow what happens', async () => {
    const one = await openDispatched('请延期的案件');
    const page = await signIn('dispatcher');
    const tab = page.getByRole('tab', { name: /^延期申请/ });
    await tab.click();
    const before = await rows(page);
    await one.step('roads-head', 'extensions', REASON);
    // The request comes by itself, and the count is that of the rows.
    await expect.poll(() => rows(page)).toBe(before + 1);
    await expect.poll(() => tab.textContent()).toBe(`延期申请 ${before + 1}`);
    await page.getByText('请延期的案件').first().click();
    await page.getByRole('button', { name: /^延期审批/ }).click();
    await page.getByRole('form').getByText('同意', { exact: true }).click();
    await page.getByLabel('意见').fill('情况属实');
    await page.getByLabel('意见').press('Control+Enter');
    await expect.poll(() => rows(page)).toBe(before);
    await expect.poll(() => tab.textContent()).toBe(`延期申请 ${before}`);
  });

  it('open for a supervisor on what is overdue, and let them urge many', async () => {
    const [first, second] = [await openDispatched('催办甲'), await openDispatched('催办乙')];
    const page = await signIn('officer');
    await page.getByRole('tab', { name: /^超期/, selected: true }).waitFor();
    await page.getByRole('tab', { name: /^在办/ }).click();
    for (const { show } of [first, second])
      await page.getByLabel(`选中 ${(await show('officer')).caseNumber as string}`).check();
    await page.getByRole('region', { name: '批量办理' }).getByRole('button', { name: '催办' }).click();
    await page.getByLabel('意见').fill('请尽快办理');
    await page.keyboard.press('Enter');
    await page.getByText('2 件成功，0 件未成功').waitFor();
    expect((await first.show('officer')).flags).toMatchObject({ urged: true });
  });

  it('filter by mark and place, each a chip that can be taken away', async () => {
    const one = await openDispatched('有标记的案件');
    await one.step('officer', 'supervisions', OPINION);
    const page = await signIn('officer', '/cases?open=true&flag=supervised&division=1401&sort=dueAt');
    await page.getByText('有标记的案件').first().waitFor();
    await page.getByRole('button', { name: /^标记：督办/ }).waitFor();
    await page.getByRole('button', { name: /^区划：太原市/ }).waitFor();
    const narrow = await rows(page);
    await page.getByRole('button', { name: /^标记：督办/ }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('flag')).toBe(null);
    await expect.poll(() => rows(page)).toBeGreaterThan(narrow);
    await page.getByLabel('标记', { exact: true }).click();
    await page.getByRole('option', { name: '挂账中' }).waitFor({ state: 'attached' });
    await page.locator('.ant-select-item-option', { hasText: '挂账中' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('suspended')).toBe('true');
    await page.getByText('没有符合条件的案件').waitFor();
  });

  it.each(APPEARANCES)('have nothing serious against them and nothing cut off: %s', async (...appearance) => {
    const page = await signIn('dispatcher');
    const addresses = [
      '/?queue=extensions',
      '/?queue=open',
      '/cases?stage=handling,dispatched&flag=supervised&division=140106&sort=dueAt',
    ];
    await expectReadable(
      page,
      addresses.map((path) => `${desk.product.baseUrl}/desk${path}`),
      appearance,
    );
  });
});
