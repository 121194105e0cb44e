import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../src/testing/browser.ts';
import { requireBuiltPages } from '../../src/testing/built-pages.ts';
import { hireCrew } from '../../src/testing/case-crew.ts';
import { PASSWORD, type Product, startProduct } from '../../src/testing/product.ts';
import { seriousFindings, type WatchedPage, watchedPage } from '../testing/watched-page.ts';

const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>井盖缺失';
const STAFF = [
  ['worker', 'gridWorker', null],
  ['acceptor', 'acceptor', null],
  ['acceptor-two', 'acceptor', null],
  ['shift-leader', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['roads-head', 'departmentManager', 'roads'],
] as const;
type Person = (typeof STAFF)[number][0];

let product: Product;
let browser: Browser;
let crew: Awaited<ReturnType<typeof hireCrew<typeof STAFF>>>;
let opened: WatchedPage[] = [];

beforeAll(async () => {
  await requireBuiltPages();
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  crew = await hireCrew(product, STAFF);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});
afterEach(async () => {
  const watched = opened;
  opened = [];
  for (const { page } of watched) await page.context().close();
  expect(watched.flatMap(({ complaints }) => complaints)).toEqual([]);
});

/** A browser of their own, at an address of the desk. */
const open = async (path = '/'): Promise<WatchedPage> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const watched = await watchedPage(context, product.baseUrl);
  opened.push(watched);
  await watched.page.goto(`${product.baseUrl}/desk${path}`);
  return watched;
};
const fillSignIn = async (page: Page, person: Person): Promise<void> => {
  await page.getByLabel('用户名').fill(person);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
};
const signIn = async (person: Person, path = '/'): Promise<Page> => {
  const { page } = await open(path);
  await fillSignIn(page, person);
  await page.locator('.top-bar').waitFor();
  return page;
};
const stageOf = async (caseId: string) => (await crew.caseOf(caseId).show('worker')).stage;

/** Opens the form of a step. */
const begin = (page: Page, step: string): Promise<void> =>
  page
    .getByRole('region', { name: '可以办理' })
    .getByRole('button', { name: new RegExp(`^${step}( ?\\d)?$`) })
    .click();

/** Takes a step on the page of a case: opens its form by its name, fills it in, and sends it by the keyboard. */
const take = async (
  page: Page,
  step: string,
  filled: Readonly<Record<string, string>> = {},
): Promise<void> => {
  await page
    .getByRole('region', { name: '可以办理' })
    .getByRole('button', { name: new RegExp(`^${step}( ?\\d)?$`) })
    .click();
  const form = page.getByRole('form', { name: step });
  for (const [label, text] of Object.entries(filled)) await form.getByLabel(label).fill(text);
  await form.press('Control+Enter');
  await form.waitFor({ state: 'detached' });
};

describe('the desk', () => {
  it('takes a case from its report to its end, each person on their page', async () => {
    const { caseId, show } = await crew.open('worker', { matterCode: 'event-S1-01' });
    const { caseNumber } = await show('worker');
    const at = `/cases/${caseId}`;

    const acceptor = await signIn('acceptor');
    await acceptor
      .getByText(caseNumber as string)
      .first()
      .waitFor();
    await acceptor.getByRole('button', { name: '受理 1' }).waitFor();
    await acceptor.keyboard.press('Digit1');
    await acceptor.getByLabel('意见').fill('情况属实，予以受理');
    await acceptor.getByRole('form').press('Control+Enter');
    await expect.poll(() => stageOf(caseId)).toBe('accepted');
    await acceptor.getByText('没有等您办理的案件').waitFor();

    const shiftLeader = await signIn('shift-leader', at);
    await begin(shiftLeader, '立案');
    await shiftLeader.getByText('结案条件：').first().waitFor();
    await shiftLeader.getByRole('radio').first().check();
    await shiftLeader.getByLabel('意见').fill('符合立案条件');
    await shiftLeader.getByRole('form').press('Control+Enter');
    await expect.poll(() => stageOf(caseId)).toBe('filed');

    const dispatcher = await signIn('dispatcher', at);
    await begin(dispatcher, '派遣');
    await dispatcher.getByLabel('处置部门').click();
    await dispatcher.keyboard.type('roads');
    await dispatcher.keyboard.press('Enter');
    await dispatcher.getByLabel('意见').fill('请及时处置');
    await dispatcher.getByLabel('意见').press('Control+Enter');
    await expect.poll(() => stageOf(caseId)).toBe('dispatched');

    const department = await signIn('roads-head', at);
    await take(department, '签收处置');
    await expect.poll(() => stageOf(caseId)).toBe('handling');
    await take(department, '反馈', { 处置结果: '已补齐井盖' });
    await expect.poll(() => stageOf(caseId)).toBe('checking');

    const checker = await signIn('acceptor', at);
    await begin(checker, '核查');
    await checker.getByText('已处置好', { exact: true }).click();
    await checker.getByLabel('意见').fill('现场已处置好');
    await checker.getByLabel('意见').press('Control+Enter');
    await expect.poll(() => stageOf(caseId)).toBe('closing');

    const closer = await signIn('shift-leader', at);
    await take(closer, '结案', { 意见: '同意结案' });
    await expect.poll(() => stageOf(caseId)).toBe('closed');
    await closer.getByText('已补齐井盖').waitFor();
  }, 240_000);

  it('tells the second of two people that the first was faster, and keeps what was typed', async () => {
    const { caseId } = await crew.open('worker');
    const [first, second] = await Promise.all([
      signIn('acceptor', `/cases/${caseId}`),
      signIn('acceptor-two', `/cases/${caseId}`),
    ]);
    await begin(second, '受理');
    await second.getByLabel('意见').fill('我先看到的');
    await take(first, '受理', { 意见: '予以受理' });
    // The second sees at once that the case has moved on.
    await second
      .getByText(/acceptor 受理/)
      .first()
      .waitFor();
    await second.getByText(/案件已由他人办理，您的内容未提交/).waitFor();
    expect(await second.getByLabel('意见').inputValue()).toBe('我先看到的');
  });

  it('keeps the page and the draft when the session ends in the middle of a form', async () => {
    const { caseId } = await crew.open('worker');
    const page = await signIn('acceptor', `/cases/${caseId}`);
    opened[0]!.allow(401);
    await begin(page, '受理');
    await page.getByLabel('意见').fill('写到一半');
    await product.server.core.accounts.closeAllSessions(await userIdOf('acceptor'), { actor: 'system' });
    await page.getByText('登录已过期，登录后回到本页，草稿已保留').waitFor();
    await fillSignIn(page, 'acceptor');
    await page.locator('.top-bar').waitFor();
    expect(await page.getByLabel('意见').inputValue()).toBe('写到一半');
    await page.getByLabel('意见').press('Control+Enter');
    await expect.poll(() => stageOf(caseId)).toBe('accepted');
  });

  it('says what cannot be done now, and whose it is', async () => {
    const { caseId } = await crew.open('worker');
    const page = await signIn('dispatcher', `/cases/${caseId}`);
    await page.getByRole('button', { name: '受理 由受理员办理', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: '受理 由受理员办理', exact: true }).isDisabled()).toBe(
      true,
    );
  });

  it('shows hostile text as text, everywhere', async () => {
    const { caseId } = await crew.open('worker', { description: HOSTILE });
    const page = await signIn('acceptor', `/cases/${caseId}`);
    await page.getByText(HOSTILE).first().waitFor();
    await take(page, '受理', { 意见: HOSTILE });
    await expect.poll(() => page.getByText(HOSTILE).count()).toBeGreaterThan(1);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('finds cases by words and keeps the filter in the address', async () => {
    const { caseId } = await crew.open('worker', { description: '路灯不亮三盏' });
    const page = await signIn('acceptor');
    await page.keyboard.press('/');
    await page.keyboard.type('路灯不亮');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /./ }).first().waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('text')).toBe('路灯不亮');
    await expect.poll(() => page.locator('.case-table tbody tr').count()).toBe(1);
    await page.reload();
    await expect.poll(() => page.locator(`.case-table a[href$="${caseId}"]`).count()).toBe(1);
    await page.goto(`${product.baseUrl}/desk/cases?text=nowhere-at-all`);
    await page.getByText('没有符合条件的案件').waitFor();
  });

  it('takes a report by telephone and gives its number', async () => {
    const page = await signIn('acceptor', '/intake');
    await page.getByLabel('内容').fill('人行道雨水井盖缺失');
    await page.getByLabel('类别').click();
    await page.keyboard.type('kqwr');
    await page.keyboard.press('Enter');
    await page.getByLabel('经度').fill('112.5634');
    await page.getByLabel('纬度').fill('37.8571');
    await page.getByText('迎泽区').waitFor();
    await page.getByLabel('内容').press('Control+Enter');
    await page.getByText('已登记，请把案件号告诉来电人').waitFor();
    const number = await page.locator('.ant-result-title').textContent();
    const { items } = (await crew.call('acceptor-two', 'GET', `/cases?text=${number}`)).body;
    expect(items[0]).toMatchObject({ source: 'acceptor', description: '人行道雨水井盖缺失' });
  });

  it.each([
    ['light', { theme: 'light', big: false }, 1440],
    ['dark', { theme: 'dark', big: false }, 1440],
    ['large letters at 320 px', { theme: 'light', big: true }, 320],
  ])('has nothing serious against it and nothing cut off: %s', async (_name, appearance, width) => {
    const { caseId } = await crew.open('worker', { description: '长'.repeat(400) });
    const page = await signIn('acceptor');
    await page.evaluate(`localStorage.setItem('yiwang.appearance', '${JSON.stringify(appearance)}')`);
    await page.setViewportSize({ width, height: 900 });
    for (const path of ['/', '/cases', `/cases/${caseId}`, '/intake', '/account']) {
      await page.goto(`${product.baseUrl}/desk${path}`);
      await page.locator('main').first().waitFor();
      await expect.poll(() => page.getByText('正在读取…').count()).toBe(0);
      expect(await seriousFindings(page), path).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
    }
  });
});

const userIdOf = async (person: Person): Promise<string> =>
  (await crew.call(person, 'GET', '/session')).body.userId as string;
