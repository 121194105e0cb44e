import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hireCrew } from '../../src/testing/case-crew.ts';
import type { Product } from '../../src/testing/product.ts';
import { APPEARANCES, expectReadable } from '../testing/appearances.ts';
import { type Desk, startDesk } from '../testing/desk.ts';

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

let desk: Desk;
let product: Product;
let crew: Awaited<ReturnType<typeof hireCrew<typeof STAFF>>>;

beforeAll(async () => {
  desk = await startDesk();
  product = desk.product;
  crew = await hireCrew(product, STAFF);
});
afterAll(() => desk.stop());
afterEach(async () => expect(await desk.leave()).toEqual([]));

const signIn = async (person: Person, path = '/'): Promise<Page> => (await desk.signIn(person, path)).page;
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
    // Both versions are there to decide by.
    const lost = second.getByRole('alert');
    await lost.getByRole('region', { name: '对方的' }).getByText('予以受理').waitFor();
    await lost.getByRole('region', { name: '我的' }).getByText('我先看到的').waitFor();
    await lost.getByRole('button', { name: '以对方为准，放弃我的' }).click();
    await second.getByRole('form').waitFor({ state: 'detached' });
  });

  it('lets the second go on with the same step, once they have seen what the first did', async () => {
    const { caseId } = await crew.open('worker');
    const { page, allow } = await desk.signIn('acceptor', `/cases/${caseId}`);
    for (const refused of [409, 412]) allow(refused);
    await begin(page, '受理');
    await page.getByLabel('意见').fill('情况属实');
    await crew.caseOf(caseId).step('acceptor-two', 'notes', { note: '已电话核实' });
    await page
      .getByText(/acceptor-two 备注|acceptor-two/)
      .first()
      .waitFor();
    await page.getByLabel('意见').press('Control+Enter');
    const lost = page.getByRole('alert');
    await lost.getByRole('region', { name: '对方的' }).getByText('acceptor-two').waitFor();
    await lost.getByRole('button', { name: '看过了，继续办我的' }).click();
    await lost.waitFor({ state: 'detached' });
    await page.getByLabel('意见').press('Control+Enter');
    await expect.poll(() => stageOf(caseId)).toBe('accepted');
  });

  it('keeps the page and the draft when the session ends in the middle of a form', async () => {
    const { caseId } = await crew.open('worker');
    const { page, allow } = await desk.signIn('acceptor', `/cases/${caseId}`);
    allow(401);
    await begin(page, '受理');
    await page.getByLabel('意见').fill('写到一半');
    await product.server.core.accounts.closeAllSessions(await userIdOf('acceptor'), { actor: 'system' });
    await page.getByText('登录已过期，登录后回到本页，草稿已保留').waitFor();
    await desk.fillSignIn(page, 'acceptor');
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

  it('takes hostile text and formulas in intake and shows them as text', async () => {
    const page = await signIn('acceptor', '/intake');
    const opened: string[] = [];
    page.on('dialog', (dialog) => {
      opened.push(dialog.message());
      void dialog.dismiss();
    });
    await page.getByLabel('经度').fill('112.5634');
    await page.getByLabel('纬度').fill('37.8571');
    for (const field of await page.getByRole('main').locator('input[type=text]:visible, textarea').all())
      if ((await field.inputValue()) === '' && (await field.getAttribute('role')) !== 'combobox')
        await field.fill(`=HYPERLINK("x")${HOSTILE}`.slice(0, 60));
    await page.getByText('迎泽区').waitFor();
    await page.getByLabel('内容').fill(`=1+1${HOSTILE}`);
    await page.getByLabel('内容').press('Tab');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(opened).toEqual([]);
  });

  it('finds cases by words and keeps the filter in the address', async () => {
    const { caseId } = await crew.open('worker', { description: '路灯不亮三盏' });
    const page = await signIn('acceptor');
    await page.keyboard.press('/');
    await page.keyboard.type('路灯不亮');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /./ }).first().waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('text')).toBe('路灯不亮');
    await expect.poll(() => page.locator('.row-table tbody tr').count()).toBe(1);
    await page.reload();
    await expect.poll(() => page.locator(`.row-table a[href$="${caseId}"]`).count()).toBe(1);
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

  it.each(APPEARANCES)('has nothing serious against it and nothing cut off: %s', async (...appearance) => {
    const { caseId } = await crew.open('worker', { description: '长'.repeat(400) });
    const page = await signIn('acceptor');
    const addresses = ['/', '/cases', `/cases/${caseId}`, '/intake', '/account'];
    await expectReadable(
      page,
      addresses.map((path) => `${product.baseUrl}/desk${path}`),
      appearance,
    );
  });
});

const userIdOf = async (person: Person): Promise<string> =>
  (await crew.call(person, 'GET', '/session')).body.userId as string;
