import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { YINGZE } from '../../../src/testing/product.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../src/testing/webhook-receiver.ts';
import { APPEARANCES, expectReadable } from '../../testing/appearances.ts';
import { type Desk, startDesk } from '../../testing/desk.ts';

const HOSTILE = "<img src=x onerror='window.hacked=1'><b>x</b>";
const HEADING =
  '类别,大类代码,大类名称,小类代码,小类名称,立案条件,处置时限,结案条件,监管主体,责任主体,采集要求';
const rowOf = (condition: string, limit: string) =>
  `部件,01,公用设施,37,路灯,${condition},${limit},修复,城市管理局,市政公用中心,`;
const sheet = (...rows: string[]) => ({
  name: 'standard.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([HEADING, ...rows, ''].join('\n')),
});

let desk: Desk;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  desk = await startDesk({
    YIWANG_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    YIWANG_WEBHOOK_RETRIES: '1',
    YIWANG_WEBHOOK_RETRY_SECONDS: '1',
    YIWANG_WEBHOOK_TIMEOUT_MS: '1000',
  });
  const { product } = desk;
  await product.addUser('admin', 'administrator');
  await product.addUser('city-admin', 'administrator', '1401');
  await product.addUser('dispatcher', 'dispatcher', '1401');
  await product.addUser('worker', 'gridWorker', '1401');
  const secret = await product.addDevice('air-one', 'air-station', YINGZE);
  const device = await product.connect('air-one', secret);
  for (const [pm25, secondsAgo] of [
    [60, 180],
    [130, 120],
    [70, 60],
  ] as const) {
    const observedAt = new Date(Date.now() - secondsAgo * 1000).toISOString();
    const payload = JSON.stringify({ observedAt, values: { pm25 } });
    await device.publishAsync('yw/v1/air-one/telemetry', payload, { qos: 1 });
  }
  await device.endAsync();
  const worker = await product.signIn('gridWorker', '1401');
  const report = { description: '井盖缺失', location: YINGZE };
  expect((await product.call(worker, 'POST', '/api/v1/cases', report)).status).toBe(201);
  await product.settle();
});
afterAll(async () => {
  await desk.stop();
  await receiver.close();
});
afterEach(async () => expect(await desk.leave()).toEqual([]));

describe('filing standards and category codes on the desk', () => {
  it('are imported from a sheet once nothing is wrong in it, and a former version is brought back', async () => {
    const { page } = await desk.signIn('admin', '/rules');
    await page.getByRole('button', { name: '导入新标准' }).click();
    const form = page.getByRole('region', { name: '导入新的立案标准' });
    await form.getByLabel('编号').fill('taiyuan');
    await form.getByLabel('名称').fill('太原市立案标准');
    const file = form.locator('input[type=file]');
    await file.setInputFiles(sheet(rowOf('单盏不亮', '两天'), rowOf('漏电', '1紧急工作时')));
    await form.getByRole('button', { name: '检查' }).click();
    await form.getByText('共 2 行，1 行可以导入，1 处有误').waitFor();
    await form.getByRole('cell', { name: '两天', exact: true }).waitFor();
    await file.setInputFiles(sheet(rowOf('单盏不亮', '2工作日'), rowOf('漏电', '1紧急工作时')));
    await form.getByRole('button', { name: '检查' }).click();
    await form.getByRole('button', { name: '导入 2 行' }).click();
    await form.getByText('第 1 版已生效，共 2 条').waitFor();
    await page.getByRole('link', { name: '太原市立案标准' }).click();
    await page.getByRole('cell', { name: '2 工作日' }).waitFor();

    await page.getByRole('button', { name: '导入新版本' }).click();
    const next = page.getByRole('region', { name: '导入新版本' });
    await next.locator('input[type=file]').setInputFiles(sheet(rowOf('单盏不亮', '3工作日')));
    await next.getByRole('button', { name: '检查' }).click();
    await next.getByRole('button', { name: '导入 1 行' }).click();
    await page.getByRole('cell', { name: '3 工作日' }).waitFor();
    await next.getByRole('button', { name: '关闭' }).click();
    const versions = page.getByRole('region', { name: '版本' });
    await versions.getByRole('button', { name: '恢复' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await page.getByText('第 3 版').waitFor();
    await page.getByRole('cell', { name: '2 工作日' }).waitFor();
    await versions.getByRole('button', { name: '查看' }).nth(1).click();
    await page.getByText('已被后来的版本代替').waitFor();
    await page.getByRole('cell', { name: '3 工作日' }).waitFor();
  });

  it('show what a category is in another standard, and let nobody change them who may not everywhere', async () => {
    const { page } = await desk.signIn('city-admin', '/rules/codes/gbt-30428-2-2013');
    await page.getByLabel('名称、代码').fill('暴露生活垃圾');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: '当前代码' }).getByText('暴露垃圾').waitFor();
    expect(await page.getByRole('button', { name: /导入|恢复/ }).count()).toBe(0);
  });
});

describe('alarm rules on the desk', () => {
  it('are written by what the model measures, played on what was stored, published, changed back and retired', async () => {
    const { page, allow } = await desk.signIn('admin', '/rules/alarms/new');
    await page.getByLabel('编号').fill('pm25-test');
    await page.getByLabel('名称').fill('PM2.5 试验规则');
    const choose = async (label: string, option: string) => {
      await page.getByLabel(label, { exact: true }).click();
      await page.keyboard.type(option);
      await page.keyboard.press('Enter');
    };
    await choose('设备型号', '环境空气自动');
    await choose('指标', 'PM2.5');
    await page.getByLabel('告警值').fill('100');
    await page.getByLabel('解除值').fill('120');
    await page.getByLabel('持续').fill('0');
    await page.getByLabel('依据').fill('试验');
    await page.getByText('PM2.5 ≥ 100 µg/m³；降到 120 µg/m³ 解除').waitFor();
    allow(400);
    await page.getByRole('button', { name: '发布' }).click();
    await page.getByRole('alert').getByText('解除值越过了告警值').waitFor();
    await page.getByLabel('解除值').fill('80');
    await page.getByRole('button', { name: '试算' }).click();
    const trial = page.getByRole('region', { name: '试算' });
    await trial.getByRole('button', { name: '开始试算' }).click();
    await trial.getByText('会告警 1 次（黄色 1）').waitFor();
    await trial.getByRole('img', { name: /PM2.5；.*黄色 100/ }).waitFor();
    await page.getByRole('button', { name: '发布', exact: true }).click();
    await page.getByRole('heading', { name: 'PM2.5 试验规则' }).waitFor();

    await page.getByRole('link', { name: '修改' }).click();
    await page.getByLabel('告警值').fill('200');
    await page.getByRole('button', { name: '试算' }).click();
    await trial.getByRole('button', { name: '开始试算' }).click();
    await trial.getByText('现行第 1 版告警 1 次：相同 0，增加 0，减少 1').waitFor();
    await page.getByRole('button', { name: '发布新版本' }).click();
    const content = page.getByRole('region', { name: '规则内容' });
    await content.getByText('PM2.5 ≥ 200').waitFor();
    await page.getByRole('button', { name: '恢复' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await content.getByText('PM2.5 ≥ 100').waitFor();

    await page.getByRole('button', { name: '停用…' }).click();
    await page.getByLabel('停用原因').fill('试验结束');
    await page.getByRole('button', { name: '停用', exact: true }).click();
    await page.getByText('已停用：试验结束').waitFor();
  });

  it('are found by family and level, with their conditions in words', async () => {
    const { page } = await desk.signIn('dispatcher', '/rules/alarms?family=environmental&severity=orange');
    await page.getByRole('cell', { name: /溶解氧 ≤ 2 mg\/L/ }).waitFor();
    expect(await page.getByRole('link', { name: '＋ 新规则' }).count()).toBe(0);
    await page.getByRole('link', { name: '溶解氧劣Ⅴ类' }).click();
    await page.getByRole('heading', { name: '溶解氧劣Ⅴ类' }).waitFor();
    expect(await page.getByRole('button', { name: /试算|停用|恢复/ }).count()).toBe(0);
  });
});

it('dispatch rules are changed as a draft, tried on the latest cases, published as one, and brought back', async () => {
  const { page } = await desk.signIn('admin', '/rules/dispatch');
  await page.getByRole('button', { name: '修改', exact: true }).click();
  const draft = page.getByRole('region', { name: '草稿' });
  await draft.getByRole('button', { name: '＋ 新规则' }).click();
  const form = page.getByRole('form', { name: '派遣规则' });
  await form.getByLabel('名称').fill('井盖优先');
  await form.getByLabel('内容含有之一').fill('井盖');
  await page.keyboard.press('Enter');
  await form.getByLabel('优先级').click();
  await page.keyboard.type('紧急');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await form.getByRole('button', { name: '放入草稿' }).click();
  await draft.getByRole('cell', { name: '内容含“井盖”之一' }).waitFor();
  await draft.getByRole('button', { name: '用最近案件试算' }).click();
  await draft.getByText(/最近 \d+ 件案件中 1 件有变化/).waitFor();
  await draft.getByRole('button', { name: '发布' }).click();
  await page.getByRole('button', { name: '确定' }).click();
  await page.getByText('第 2 版').waitFor();
  const rules = page.getByRole('table', { name: '派遣规则，按次序' });
  await rules.getByText('井盖优先').waitFor();
  await page.getByRole('button', { name: '恢复' }).click();
  await page.getByRole('button', { name: '确定' }).click();
  await page.getByText('第 3 版').waitFor();
  await rules.getByText('井盖优先').waitFor({ state: 'detached' });
});

it('components are imported from a sheet, and found', async () => {
  const { page } = await desk.signIn('admin', '/components');
  await page.getByRole('button', { name: '导入部件' }).click();
  const form = page.getByRole('region', { name: '导入部件' });
  const lines = [
    '标识码,名称,主管部门名称,状态,经度,纬度,地址,初始日期',
    `14010601037000001,路灯,市城市管理局,完好,${YINGZE.lon},${YINGZE.lat},迎泽大街,2026-07-01`,
    '',
  ];
  await form.locator('input[type=file]').setInputFiles({
    name: 'components.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\n')),
  });
  await form.getByRole('button', { name: '检查' }).click();
  await form.getByRole('button', { name: '导入 1 行' }).click();
  await form.getByText('登记或更新 1 个').waitFor();
  await page.getByRole('cell', { name: '路灯 14010601037000001' }).waitFor();
});

it('webhooks are registered with a secret shown once, called, paused, and what failed is sent again', async () => {
  const { page } = await desk.signIn('admin', '/webhooks');
  await page.getByRole('button', { name: '登记推送地址' }).click();
  const form = page.getByRole('form', { name: '新推送地址' });
  await form.getByLabel('名称').fill('应急指挥平台');
  await form.getByLabel('地址').fill(receiver.url);
  await form.getByLabel('区划').click();
  await page.getByRole('menuitemcheckbox', { name: '全省' }).click();
  await page.keyboard.press('Escape');
  await form.getByRole('button', { name: '登记' }).click();
  const secret = await page.locator('.secret code').textContent();
  expect(secret).toMatch(/^whsec_/);
  await page.getByRole('button', { name: '已保存，关闭' }).click();
  expect(await page.content()).not.toContain(secret);

  const pane = page.getByRole('complementary', { name: '当前推送地址' });
  const deliveries = pane.getByRole('region', { name: '投递记录' });
  await pane.getByRole('button', { name: '发测试消息' }).click();
  await deliveries.getByRole('listitem').getByText('对方答复 204').waitFor();
  expect(receiver.calls.length).toBeGreaterThan(0);
  receiver.answer(500, 500, 204);
  await pane.getByRole('button', { name: '发测试消息' }).click();
  const failed = deliveries.getByRole('listitem').filter({ hasText: '未送达' });
  await failed.getByText(/500/).waitFor();
  await page.getByRole('table').getByText('送达 1，未送达 1').waitFor();
  await failed.getByRole('button', { name: '重新发送' }).click();
  await page.getByRole('table').getByText('送达 2，未送达 0').waitFor();
  await pane.getByRole('button', { name: '暂停推送' }).click();
  await pane.getByText('已暂停').waitFor();
  await pane.getByRole('button', { name: '更换密钥' }).click();
  await page.getByRole('button', { name: '确定' }).click();
  expect(await pane.locator('.secret code').textContent()).not.toBe(secret);
});

it('show hostile text of their forms as text', async () => {
  const { page } = await desk.signIn('admin', '/webhooks');
  const shown = () => page.getByText(HOSTILE).first().waitFor();
  await page.getByRole('button', { name: '登记推送地址' }).click();
  const webhook = page.getByRole('form', { name: '新推送地址' });
  await webhook.getByLabel('名称').fill(HOSTILE);
  await webhook.getByLabel('地址').fill(receiver.url);
  await webhook.getByLabel('区划').click();
  await page.getByRole('menuitemcheckbox', { name: '全省' }).click();
  await page.keyboard.press('Escape');
  await webhook.getByRole('button', { name: '登记' }).click();
  await page.getByRole('button', { name: '已保存，关闭' }).click();
  await shown();

  await page.goto(`${desk.product.baseUrl}/desk/components`);
  await page.getByRole('button', { name: '导入部件' }).click();
  const components = page.getByRole('region', { name: '导入部件' });
  const row = `14010601037000002,路灯,市城市管理局,完好,${YINGZE.lon},${YINGZE.lat},${HOSTILE},2026-07-01`;
  await components.locator('input[type=file]').setInputFiles({
    name: 'components.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['标识码,名称,主管部门名称,状态,经度,纬度,地址,初始日期', row, ''].join('\n')),
  });
  await components.getByRole('button', { name: '检查' }).click();
  await components.getByRole('button', { name: '导入 1 行' }).click();
  await components.getByText('登记或更新 1 个').waitFor();
  await shown();

  await page.goto(`${desk.product.baseUrl}/desk/rules/dispatch`);
  await page.getByRole('button', { name: '修改', exact: true }).click();
  await page.getByRole('button', { name: '＋ 新规则' }).click();
  const dispatch = page.getByRole('form', { name: '派遣规则' });
  await dispatch.getByLabel('名称').fill(HOSTILE);
  await dispatch.getByLabel('内容含有之一').fill(HOSTILE);
  await page.keyboard.press('Enter');
  await dispatch.getByRole('button', { name: '放入草稿' }).click();
  await shown();

  await page.goto(`${desk.product.baseUrl}/desk/rules/alarms/new`);
  await page.getByLabel('编号').fill('hostile');
  await page.getByLabel('名称').fill(HOSTILE);
  for (const [label, option] of [
    ['设备型号', '环境空气自动'],
    ['指标', 'PM2.5'],
  ] as const) {
    await page.getByLabel(label, { exact: true }).click();
    await page.keyboard.type(option);
    await page.keyboard.press('Enter');
  }
  await page.getByLabel('告警值').fill('900');
  await page.getByLabel('解除值').fill('800');
  await page.getByLabel('持续').fill('0');
  await page.getByLabel('依据').fill(HOSTILE);
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByRole('heading', { name: HOSTILE }).waitFor();
  await page.getByRole('region', { name: '规则内容' }).getByText(HOSTILE).first().waitFor();

  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.evaluate('window.hacked')).toBeUndefined();
});

it('are a place for those who decide by them', async () => {
  const dispatcher = (await desk.signIn('dispatcher', '/rules')).page;
  await dispatcher.getByRole('navigation', { name: '功能' }).getByRole('link', { name: '规则' }).waitFor();
  const worker = (await desk.signIn('worker', '/cases')).page;
  await worker.getByRole('navigation', { name: '功能' }).getByRole('link', { name: '设备' }).waitFor();
  expect(await worker.getByRole('link', { name: '规则' }).count()).toBe(0);
});

it.each(APPEARANCES)('have nothing serious against them: %s', async (...appearance) => {
  const { page } = await desk.signIn('admin');
  const paths = [
    '/rules/standards',
    '/rules/standards/yuncheng',
    '/rules/codes',
    '/rules/codes/gbt-30428-2-2013',
    '/webhooks',
    '/components',
    '/rules/dispatch',
    '/rules/alarms',
    '/rules/alarms/new',
    '/rules/alarms/river-level-warning',
    '/rules/alarms/road-water-deep/edit',
  ];
  await expectReadable(
    page,
    paths.map((path) => `${desk.product.baseUrl}/desk${path}`),
    appearance,
  );
});
