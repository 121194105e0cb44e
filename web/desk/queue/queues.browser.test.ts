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
  ['relief', 'dispatcher', null],
  ['officer', 'supervisionOfficer', null],
  // As long as a name may be, without a place to break it.
  ['dispatcherwithaverylongname2026', 'dispatcher', null],
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
    await page.getByRole('form').getByRole('button', { name: '催办' }).click();
    await page.getByText('2 件成功，0 件未成功').waitFor();
    expect((await first.show('officer')).flags).toMatchObject({ urged: true });
  });

  it('let many be dispatched at once, and tell what became of each when they have left the list', async () => {
    const numbers: string[] = [];
    for (const description of ['批量甲', '批量乙']) {
      const one = await crew.open('worker', { description });
      await one.step('acceptor', 'acceptance', OPINION);
      await one.step('shift-leader', 'filing', { ...OPINION, ...(await crew.fourHours('shift-leader')) });
      numbers.push((await one.show('dispatcher')).caseNumber as string);
    }
    const page = await signIn('dispatcher', '/?stage=filed');
    for (const number of numbers) await page.getByLabel(`选中 ${number}`).check();
    await page.getByRole('region', { name: '批量办理' }).getByRole('button', { name: '派遣' }).click();
    const form = page.getByRole('form', { name: '派遣' });
    await form.getByLabel('处置部门').click();
    await page.keyboard.type('roads');
    await page.keyboard.press('Enter');
    await form.getByLabel('意见').fill('请及时处置');
    await form.getByRole('button', { name: '派遣' }).click();
    await page.getByText('2 件成功，0 件未成功').waitFor();
    await expect.poll(() => page.getByLabel(`选中 ${numbers[0]}`).count()).toBe(0);
    await page.getByText('2 件成功，0 件未成功').waitFor();
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

  it('are sorted by the head of a column, and filtered on the tab of a stage', async () => {
    for (const description of ['排序先报的', '排序后报的']) await openDispatched(description);
    const page = await signIn('officer', '/cases?text=排序&columns=where,reportedAt,deadline&sort=dueAt');
    const head = (name: string) => page.getByRole('columnheader', { name });
    await expect.poll(() => head('时限').getAttribute('aria-sort')).toBe('ascending');
    await head('上报').getByRole('button').press('Enter');
    await expect.poll(() => head('上报').getAttribute('aria-sort')).toBe('descending');
    expect(new URL(page.url()).searchParams.get('sort')).toBe('reportedAt');
    expect(await head('时限').getAttribute('aria-sort')).toBeNull();
    await expect
      .poll(() => page.locator('.row-table tbody tr').first().textContent())
      .toContain('排序后报的');
    await head('处置期限').getByRole('button').click();
    await expect.poll(() => head('处置期限').getAttribute('aria-sort')).toBe('ascending');
    expect(await head('地点').getByRole('button').count()).toBe(0);

    await crew.open('worker', { description: '窄的一件' });
    await crew.open('worker', { description: '别的一件' });
    const tasks = await signIn('acceptor', '/?stage=reported');
    await tasks.getByText('别的一件').first().waitFor();
    await tasks.getByRole('button', { name: '筛选' }).click();
    await tasks.getByLabel('案件号、内容、地点').fill('窄的');
    await tasks.getByLabel('案件号、内容、地点').press('Enter');
    await expect.poll(() => rows(tasks)).toBe(1);
    expect(new URL(tasks.url()).searchParams.get('stage')).toBe('reported');
    // One that comes meanwhile is shown only if it fits.
    await crew.open('worker', { description: '不合的一件' });
    await crew.open('worker', { description: '窄的第二件' });
    await expect.poll(() => rows(tasks)).toBe(2);
    await tasks.getByRole('button', { name: /窄的/ }).click();
    await tasks.getByText('不合的一件').first().waitFor();
    await tasks.getByRole('tab', { name: /^待受理|受理/, selected: true }).waitFor();
  });

  it('let an act be taken back before it is sent, and send it when the page is closed', async () => {
    const one = await crew.open('worker', { description: '先受理再撤回' });
    const stage = async () => (await one.show('worker')).stage;
    const page = await signIn('acceptor', '/account');
    await page.getByLabel(/办理后 5 秒内可以撤回/).check();
    await page.goto(`${desk.product.baseUrl}/desk/cases/${one.caseId}`);
    const accept = async (): Promise<void> => {
      await page.getByLabel('意见').fill('情况属实');
      await page.getByLabel('意见').press('Control+Enter');
      await page.getByText('受理：已办理，正在提交').waitFor();
    };
    await page.getByRole('region', { name: '可以办理' }).getByRole('button', { name: /^受理/ }).click();
    await accept();
    // Nothing else is begun meanwhile.
    await page.keyboard.press('2');
    await page.getByText('受理：已办理，正在提交').waitFor();
    expect(await page.getByRole('form').count()).toBe(0);
    await page.keyboard.press('z');
    await page.getByRole('list', { name: '待提交' }).waitFor({ state: 'detached' });
    // What was typed is there again, and nothing was sent.
    expect(await page.getByLabel('意见').inputValue()).toBe('情况属实');
    expect(await stage()).toBe('reported');
    await accept();
    await page.reload();
    await expect.poll(stage).toBe('accepted');
  });

  it('send at once what has legal weight', async () => {
    const one = await crew.open('worker', { description: '不予受理的' });
    const page = await signIn('acceptor', '/account');
    await page.getByLabel(/办理后 5 秒内可以撤回/).check();
    await page.goto(`${desk.product.baseUrl}/desk/cases/${one.caseId}`);
    await page.getByRole('button', { name: /^不予受理/ }).click();
    await page.getByLabel('原因').fill('不属于城市管理范围');
    await page.getByLabel('原因').press('Control+Enter');
    await page.getByRole('form').waitFor({ state: 'detached' });
    expect((await one.show('acceptor')).stage).toBe('rejected');
  });

  it('are handed over to the next shift, who takes them over', async () => {
    await crew.open('worker', { description: '留给下一班' }).then(async (one) => {
      await one.step('acceptor', 'acceptance', OPINION);
      await one.step('shift-leader', 'filing', { ...OPINION, ...(await crew.fourHours('shift-leader')) });
    });
    const page = await signIn('dispatcher', '/shift');
    await page.getByLabel('接班人').click();
    await page.locator('.ant-select-item-option', { hasText: 'relief' }).click();
    await page.getByLabel('需要交代的事').fill('桃园二巷积水，已通知排水公司');
    await page.getByRole('region', { name: '我要交班' }).getByText('待派遣').first().waitFor();
    const open = await page.getByText(/^在办：/).textContent();
    await page.getByRole('button', { name: '交班', exact: true }).click();
    await page.getByRole('heading', { name: '交接班记录单' }).waitFor();
    expect(await page.getByText(/^在办：/).textContent()).toBe(open);

    const next = await signIn('relief');
    await next.getByRole('button', { name: '消息' }).click();
    await next.getByText('有一个班次等您接班').waitFor();
    await next.getByRole('link', { name: '去接班' }).click();
    await next
      .getByRole('region', { name: '待接班' })
      .getByRole('link', { name: /派遣员/ })
      .first()
      .click();
    await next.getByText('桃园二巷积水，已通知排水公司').waitFor();
    await next.getByLabel('接班备注').fill('清楚');
    await next.getByRole('button', { name: '确认接班' }).click();
    await next.getByText(/relief 已接班/).waitFor();
    // Printed, the whole list is there, with room to sign.
    await next.emulateMedia({ media: 'print' });
    await next.getByText('接班人签字：').waitFor();
    expect(await next.getByRole('navigation', { name: '功能' }).isVisible()).toBe(false);
    if (process.env.SHOTS) await next.pdf({ path: `${process.env.SHOTS}/handover.pdf`, format: 'A4' });
  });

  it('are kept as views, with their columns, and open with the one that is the default', async () => {
    await openDispatched('按视图找到的');
    const page = await signIn('shift-leader', '/cases?open=true&stage=dispatched&sort=reportedAt');
    await page.getByRole('button', { name: '列', exact: true }).click();
    await page.getByLabel('来源').last().check();
    await page.getByRole('columnheader', { name: '来源' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '保存筛选' }).click();
    await page.getByLabel('当前筛选的名称').fill('待处置，按上报');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('view')).not.toBe(null);
    await page.getByRole('button', { name: '保存筛选' }).click();
    const kept = page.getByRole('dialog').getByRole('listitem');
    await kept.getByLabel('默认').click();
    await expect.poll(() => kept.getByLabel('默认').isChecked()).toBe(true);
    await kept.getByLabel('名称').fill('待处置');
    await kept.getByLabel('名称').press('Enter');
    await expect
      .poll(async () => (await crew.call('shift-leader', 'GET', '/case-views')).body.items)
      .toMatchObject([{ name: '待处置', isDefault: true, filter: { sort: 'reportedAt' } }]);

    const again = await signIn('shift-leader', '/cases');
    await again.getByRole('columnheader', { name: '来源' }).waitFor();
    await again.getByRole('button', { name: /^环节：待处置/ }).waitFor();
    await again.getByRole('button', { name: '保存筛选' }).click();
    await again.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await expect
      .poll(async () => (await crew.call('shift-leader', 'GET', '/case-views')).body.items)
      .toEqual([]);
  });

  it('are searched from everywhere, and what is found is in groups', async () => {
    const one = await openDispatched('路灯杆倾斜在长风街');
    const page = await signIn('dispatcher');
    await page.keyboard.press('/');
    await page.keyboard.type('路灯杆倾斜');
    const found = page.locator('.ant-select-dropdown');
    await found.getByText('案件', { exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain(`/desk/cases/${one.caseId}`);
    await page.keyboard.press('/');
    await page.keyboard.type('迎泽区');
    await found.locator('.ant-select-item-option', { hasText: /^迎泽区太原市 迎泽区$/ }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('division')).toBe('140106');
  });

  it('are worked by keys that somebody has chosen, or by none', async () => {
    const [first, second] = [await openDispatched('甲件'), await openDispatched('乙件')];
    const page = await signIn('officer', '/account');
    await page.getByRole('button', { name: '更改“下一件”的键' }).click();
    await page.keyboard.press('k');
    await page.getByText('这个键已有用途').waitFor();
    await page.keyboard.press('n');
    await expect.poll(() => page.getByRole('button', { name: '更改“下一件”的键' }).textContent()).toBe('N');
    await page.goto(`${desk.product.baseUrl}/desk/cases?text=件&open=true&sort=reportedAt`);
    const current = () => page.locator('.row-table tr[aria-selected="true"]').textContent();
    await expect.poll(current).toContain((await second.show('officer')).caseNumber);
    await page.keyboard.press('j');
    expect(await current()).toContain((await second.show('officer')).caseNumber);
    await page.keyboard.press('n');
    await expect.poll(current).toContain((await first.show('officer')).caseNumber);
    await page.locator('.keys-foot').getByText('N', { exact: true }).waitFor();
    await page.goto(`${desk.product.baseUrl}/desk/account`);
    await page.getByLabel('使用快捷键').uncheck();
    await page.goto(`${desk.product.baseUrl}/desk/cases?text=件&open=true&sort=reportedAt`);
    await expect.poll(current).toContain((await second.show('officer')).caseNumber);
    await page.keyboard.press('n');
    expect(await current()).toContain((await second.show('officer')).caseNumber);
    expect(await page.locator('.keys-foot').count()).toBe(0);
  });

  it('count unread messages in the title, and sound once somebody has touched the page', async () => {
    const { page } = await desk.open('/');
    await page.addInitScript(`
      window.tones = 0;
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...at) { window.tones += 1; return start.apply(this, at); };
    `);
    await page.reload();
    await desk.fillSignIn(page, 'roads-head');
    await page.locator('.top-bar').waitFor();
    const tones = () => page.evaluate('window.tones') as Promise<number>;
    await openDispatched('要响一声的');
    await expect.poll(() => page.title()).toMatch(/^\(\d+\) 一网/);
    await expect.poll(tones).toBeGreaterThan(0);
    await page.goto(`${desk.product.baseUrl}/desk/account`);
    await page.getByLabel(/有新消息时响一声/).uncheck();
    const before = await page.title();
    await openDispatched('不要响的');
    await expect.poll(() => page.title()).not.toBe(before);
    expect(await tones()).toBe(0);
  });

  it('stay quick with 2,000 rows: only those that can be seen are drawn', async () => {
    await openDispatched('很长的列表');
    const page = await signIn('officer', '/account');
    // One case of the server, 2,000 times.
    await page.route('**/api/v1/cases?*', async (route) => {
      const answer = await route.fetch();
      const [item] = (await answer.json()).items;
      const items = Array.from({ length: 2000 }, (_, n) => ({ ...item, caseId: `${item.caseId}-${n}` }));
      await route.fulfill({ json: { items, nextCursor: null } });
    });
    await page.route(/\/api\/v1\/cases\/[^?]+/, async (route) => {
      const address = route
        .request()
        .url()
        .replace(/-\d+(\/|\?|$)/, '$1');
      await route.fulfill({ response: await route.fetch({ url: address }) });
    });
    await page.getByRole('link', { name: /^案件/ }).click();
    const table = page.locator('.row-table');
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('2001');
    expect(await rows(page)).toBeLessThan(80);
    const current = () => page.locator('tr[aria-selected="true"]').getAttribute('aria-rowindex');
    for (let n = 0; n < 40; n += 1) await page.keyboard.press('j');
    await expect.poll(current).toBe('42');
    expect(await page.locator('tr[aria-selected="true"]').isVisible()).toBe(true);
    await page.evaluate("document.querySelector('.queue-list').scrollTo(0, 1e6)");
    await page.locator('tr[aria-rowindex="2001"]').waitFor();
    expect(await rows(page)).toBeLessThan(80);
    await page.keyboard.press('j');
    await expect.poll(current).toBe('43');
    // What is still asked for the last row needs no answer any more.
    await page.goto(`${desk.product.baseUrl}/desk/account`);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it.each(APPEARANCES)('have nothing serious against them and nothing cut off: %s', async (...appearance) => {
    const page = await signIn('dispatcherwithaverylongname2026');
    const addresses = [
      '/?queue=extensions',
      '/?queue=open',
      '/shift',
      '/account',
      '/cases?stage=handling,dispatched&flag=supervised&division=140106&sort=dueAt',
    ];
    await expectReadable(
      page,
      addresses.map((path) => `${desk.product.baseUrl}/desk${path}`),
      appearance,
    );
  });
});
