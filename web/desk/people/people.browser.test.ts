import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../../../src/testing/product.ts';
import { APPEARANCES, expectReadable } from '../../testing/appearances.ts';
import { type Desk, startDesk } from '../../testing/desk.ts';

const HOSTILE = '<img src=x onerror="window.hacked=1">';

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk({ YIWANG_RIGHTS_SECOND_PERSON: 'true' });
  const { product } = desk;
  await product.addUser('admin', 'administrator');
  await product.addUser('security', 'securityAdministrator');
  await product.addUser('security-two', 'securityAdministrator');
  await product.addUser('auditor', 'auditAdministrator');
  await product.addUser('worker', 'gridWorker', '1401');
});
afterAll(() => desk.stop());
afterEach(async () => expect(await desk.leave()).toEqual([]));

const rolesOf = async (loginName: string): Promise<unknown> => {
  const token = await desk.product.signIn('securityAdministrator');
  const { items } = (await desk.product.call(token, 'GET', '/api/v1/users')).body;
  const user = items.find((each) => each.loginName === loginName);
  return (user?.assignments as { role: string }[] | undefined)?.map(({ role }) => role);
};

describe('people on the desk', () => {
  it('are registered, get roles from somebody else, and a code for their password once', async () => {
    const admin = (await desk.signIn('admin', '/people/new')).page;
    await admin.getByLabel('姓名').fill(HOSTILE);
    await admin.getByLabel('用户名').fill('newcomer');
    await admin.getByLabel('所在区划').click();
    await admin.getByRole('menuitemcheckbox', { name: '全省' }).click();
    await admin.keyboard.press('Escape');
    await admin.getByLabel('初始密码').fill(`${PASSWORD}-first`);
    await admin.getByRole('button', { name: '登记', exact: true }).click();
    await admin.getByRole('link', { name: '打开' }).click();
    await admin.getByRole('heading', { name: HOSTILE }).waitFor();
    await admin.getByRole('button', { name: '签发重置码' }).click();
    const code = await admin.locator('.secret code').textContent();
    expect(code).toMatch(/\w{4}/);
    await admin.reload();
    await admin.getByRole('heading', { name: HOSTILE }).waitFor();
    expect(await admin.content()).not.toContain(code);
    expect(await admin.evaluate('window.hacked')).toBeUndefined();

    const security = (await desk.signIn('security', '/people?text=newcomer')).page;
    await security.getByRole('button', { name: '授予岗位' }).click();
    await security.getByLabel('岗位', { exact: true }).last().click();
    await security.keyboard.type('审计');
    await security.keyboard.press('Enter');
    await security.getByLabel('区划').click();
    await security.getByRole('menuitemcheckbox', { name: '全省' }).click();
    await security.keyboard.press('Escape');
    await security.getByRole('button', { name: '授予', exact: true }).click();
    await security.getByRole('form').waitFor({ state: 'detached' });
    await security.getByText('由另一位授权管理员批准后生效').waitFor();
    expect(await rolesOf('newcomer')).toEqual([]);

    const second = (await desk.signIn('security-two', '/people/changes')).page;
    await second.getByRole('button', { name: '批准', exact: true }).click();
    await second.getByText('没有待批准的授权变更').waitFor();
    expect(await rolesOf('newcomer')).toEqual(['auditAdministrator']);

    // Who asks for it cannot approve it.
    await second.goto(`${desk.product.baseUrl}/desk/people?text=newcomer`);
    await second.getByRole('button', { name: '收回' }).click();
    await second.getByRole('button', { name: '确定' }).click();
    await second.getByRole('link', { name: '待批授权' }).click();
    await second.getByRole('button', { name: '撤回申请' }).waitFor();
    expect(await second.getByRole('button', { name: '批准', exact: true }).count()).toBe(0);
    await security.goto(`${desk.product.baseUrl}/desk/people/changes`);
    await security.getByLabel('意见').fill('仍在岗');
    await security.getByRole('button', { name: '不批准' }).click();
    await security.getByText('没有待批准的授权变更').waitFor();
    expect(await rolesOf('newcomer')).toEqual(['auditAdministrator']);
  });

  it('have departments, and a log of what was done for the auditor', async () => {
    const admin = (await desk.signIn('admin', '/people/departments')).page;
    await admin.getByRole('button', { name: '新部门' }).click();
    await admin.getByLabel('编号').fill('greenery');
    await admin.getByLabel('名称').fill('市园林局');
    await admin.getByLabel('区划').click();
    await admin.getByRole('menuitemcheckbox', { name: '全省' }).click();
    await admin.keyboard.press('Escape');
    await admin.getByRole('button', { name: '保存' }).click();
    await admin.getByRole('cell', { name: '市园林局' }).waitFor();
    await admin.getByRole('link', { name: '运行' }).click();
    const readModels = admin.getByRole('table', { name: '读模型，不正常的在前' });
    await admin.getByText(/^\d+ 个读模型全部正常/).waitFor();
    await readModels.getByRole('cell', { name: /case-list/ }).waitFor();
    await readModels.getByRole('cell', { name: '运行', exact: true }).first().waitFor();
    const checks = admin.getByRole('table', { name: '服务自检，须处理的在前' });
    await checks.getByRole('row', { name: /数据库 正常 有应答，已确认的数据不会丢失/ }).waitFor();
    await checks.getByRole('row', { name: /数据目录 正常/ }).waitFor();

    const auditor = (await desk.signIn('auditor', '/audit?action=signIn')).page;
    await auditor.getByRole('cell', { name: '登录' }).first().waitFor();
    expect(await auditor.getByRole('cell', { name: /^admin/ }).count()).toBeGreaterThan(0);
    expect(new URL(auditor.url()).search).toBe('?action=signIn');
  });

  it('set when they are left alone', async () => {
    const { page } = await desk.signIn('worker', '/account');
    const settings = page.getByRole('region', { name: '消息设置' });
    await settings.getByText('自定').click();
    await settings.getByLabel('催办').check();
    await settings.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存').waitFor();
    await page.reload();
    await settings.getByLabel('催办').waitFor();
    expect(await settings.getByLabel('催办').isChecked()).toBe(true);
    expect(await settings.getByLabel('自定').isChecked()).toBe(true);
  });

  it('see what the server needs only where they operate it', async () => {
    const { product } = desk;
    for (const [role, status] of [
      ['administrator', 200],
      ['gridWorker', 403],
      ['auditAdministrator', 403],
    ] as const) {
      const answer = await product.call(await product.signIn(role), 'GET', '/api/v1/findings');
      expect([role, answer.status]).toEqual([role, status]);
    }
  });

  it.each([
    ['/people', '您没有查看权限'],
    ['/audit', '您没有查看权限'],
    ['/operations', '您没有查看权限'],
  ])('are not for everybody: %s', async (path, words) => {
    const { page, allow } = await desk.signIn('worker', path);
    allow(403);
    await page.getByText(words).first().waitFor();
    expect(await page.getByRole('link', { name: /人员与权限|审计|运行/ }).count()).toBe(0);
  });

  it.each(APPEARANCES)('have nothing serious against them: %s', async (...appearance) => {
    const addressOf = (path: string) => `${desk.product.baseUrl}/desk${path}`;
    const admin = (await desk.signIn('admin')).page;
    const ofAdmin = ['/people', '/people/departments', '/people/new', '/operations', '/account'];
    await expectReadable(admin, ofAdmin.map(addressOf), appearance);
    const auditor = (await desk.signIn('auditor')).page;
    await expectReadable(auditor, [addressOf('/audit')], appearance);
    const security = (await desk.signIn('security')).page;
    await expectReadable(security, ['/people', '/people/changes'].map(addressOf), appearance);
  });
});
