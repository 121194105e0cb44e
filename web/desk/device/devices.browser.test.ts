import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { YINGZE } from '../../../src/testing/product.ts';
import { APPEARANCES, expectReadable } from '../../testing/appearances.ts';
import { type Desk, startDesk } from '../../testing/desk.ts';

const HOSTILE = '{"values":<img src=x onerror="window.hacked=1">';

let desk: Desk;
let token: string;

beforeAll(async () => {
  desk = await startDesk();
  const { product } = desk;
  await product.addUser('manager', 'deviceManager', '1401');
  await product.addUser('worker', 'gridWorker', '1401');
  await product.addUser('auditor', 'auditAdministrator');
  token = await product.signIn('deviceManager', '1401');
  await product.call(await product.signIn('administrator'), 'PUT', '/api/v1/departments/env', {
    name: '市生态环境局',
    divisionCode: '1401',
    bodies: [],
  });
  const secret = await product.addDevice('air-one', 'air-station', YINGZE);
  const device = await product.connect('air-one', secret);
  const send = (payload: string) => device.publishAsync('yw/v1/air-one/telemetry', payload, { qos: 1 });
  const reading = (pm25: number, secondsAgo: number) =>
    send(
      JSON.stringify({
        observedAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
        values: { pm25, pm10: pm25 * 2 },
      }),
    );
  await reading(30, 120);
  await reading(999_999, 60);
  for (const n of [1, 2]) await send(`${HOSTILE}${n}`);
  await device.endAsync();
  await product.settle();
});
afterAll(() => desk.stop());
afterEach(async () => expect(await desk.leave()).toEqual([]));

const show = async (deviceId: string) =>
  (await desk.product.call(token, 'GET', `/api/v1/devices/${deviceId}`)).body;

describe('devices on the desk', () => {
  it('are found, and show their latest values with what speaks against them', async () => {
    const { page } = await desk.signIn('worker', '/devices?text=air-one');
    await page.getByRole('link', { name: 'air-one' }).click();
    await page.getByRole('cell', { name: /999999 µg\/m³ ?超出量程/ }).waitFor();
    await page.getByRole('img', { name: /PM2.5；/ }).waitFor();
    expect(await page.getByRole('region', { name: '可以办理' }).count()).toBe(0);
  });

  it('keep what could not be taken as text, to be taken again or given up', async () => {
    const { page, allow } = await desk.signIn('manager', '/devices/air-one');
    const letters = page.getByRole('region', { name: '异常报文' }).getByRole('listitem');
    await letters.first().getByText('原文').click();
    await letters.first().getByText(HOSTILE).waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    allow(409);
    allow(422);
    await letters.first().getByRole('button', { name: '重放' }).click();
    await letters.first().getByRole('alert').waitFor();
    await letters.first().getByRole('button', { name: '放弃' }).click();
    await letters.first().getByLabel('放弃原因').fill('报文损坏');
    await letters.first().getByRole('button', { name: '放弃' }).click();
    await letters.getByText('已放弃').waitFor();
  });

  it('are registered with a secret that is shown once, corrected and retired', async () => {
    const { page } = await desk.signIn('manager', '/devices/new');
    await page.getByLabel('名称').fill('柳巷空气站');
    await page.getByLabel('设备编号').fill('air-new');
    await page.getByLabel('型号').click();
    await page.keyboard.type('环境空气自动');
    await page.keyboard.press('Enter');
    await page.getByLabel('经度').fill('112.58');
    await page.getByLabel('纬度').fill('37.86');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    const shown = await page.locator('.secret code').textContent();
    expect(shown).toMatch(/^[\w-]{43}$/);
    await page.getByRole('link', { name: '打开设备' }).click();

    await page.getByRole('button', { name: '更正' }).click();
    await page.getByLabel('名称').fill('柳巷空气站二');
    await page.getByLabel('部门').click();
    await page.keyboard.type('生态');
    await page.keyboard.press('Enter');
    await page.getByLabel('纬度').fill('37.861');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: '柳巷空气站二' }).waitFor();
    expect(await show('air-new')).toMatchObject({ location: { lon: 112.58, lat: 37.861 } });

    const changes = page.getByRole('region', { name: '变更记录' });
    await changes
      .getByRole('listitem')
      .filter({ hasText: '改名 manager' })
      .getByText('柳巷空气站二')
      .waitFor();
    await changes.getByRole('listitem').filter({ hasText: '移位' }).getByText('112.58, 37.861').waitFor();
    await changes.getByRole('listitem').filter({ hasText: '变更部门' }).getByText('市生态环境局').waitFor();
    await changes.getByRole('listitem').filter({ hasText: '登记' }).waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/device.png` });

    await page.getByRole('button', { name: '更换密钥' }).click();
    await page.getByRole('button', { name: '更换', exact: true }).click();
    const other = await page.locator('.secret code').textContent();
    expect(other).not.toBe(shown);
    // Shown once: nothing of the page keeps it.
    await page.reload();
    await page.getByRole('button', { name: '停用' }).waitFor();
    expect(await page.content()).not.toContain(other);

    await page.getByRole('button', { name: '停用' }).click();
    await page.getByLabel('停用原因').fill('拆除');
    await page.getByRole('form').getByRole('button', { name: '停用' }).click();
    await page.getByText('此设备已停用').waitFor();
    expect(await show('air-new')).toMatchObject({ status: 'retired' });
  });

  it('are registered from a sheet, whose secrets can be downloaded once', async () => {
    const { page } = await desk.signIn('manager', '/devices/import');
    const panel = page.getByRole('region', { name: '批量登记设备' });
    const sheet = (...rows: string[]) => ({
      name: 'devices.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['设备编号,名称,型号,经度,纬度,部门,上报间隔', ...rows, ''].join('\n')),
    });
    const row = '=many-1,=柳巷,环境空气自动监测站,112.58,37.86,,60';
    await panel.locator('input[type=file]').setInputFiles(sheet(row));
    await panel.getByRole('button', { name: '检查' }).click();
    await panel.getByRole('cell', { name: '=many-1', exact: true }).waitFor();
    await panel.locator('input[type=file]').setInputFiles(sheet(row.slice(1)));
    await panel.getByRole('button', { name: '检查' }).click();
    await panel.getByRole('button', { name: '导入 1 行' }).click();
    await panel.getByText('已登记 1 台').waitFor();
    const saved = page.waitForEvent('download');
    await panel.getByRole('button', { name: '下载 1 台设备的密钥' }).click();
    const file = await readFile(await (await saved).path(), 'utf8');
    expect(file).toMatch(/^\uFEFF设备编号,名称,密钥\r\nmany-1,'=柳巷,[\w-]{43}\r\n$/);
    await panel.getByText('密钥文件已下载').waitFor();
    expect(await panel.getByRole('button', { name: /下载/ }).count()).toBe(0);
    await page.goto(`${desk.product.baseUrl}/desk/devices?family=environmental&text=many`);
    await page.getByRole('link', { name: '=柳巷' }).waitFor();
  });

  it('are not for everybody', async () => {
    const { page, allow } = await desk.signIn('auditor', '/devices');
    allow(403);
    await page.getByText('您没有查看权限').first().waitFor();
  });

  it.each(APPEARANCES)('have nothing serious against them: %s', async (...appearance) => {
    const { page } = await desk.signIn('manager');
    const paths = ['/devices', '/devices/rejected', '/devices/new', '/devices/import', '/devices/air-one'];
    await expectReadable(
      page,
      paths.map((path) => `${desk.product.baseUrl}/desk${path}`),
      appearance,
    );
  });
});
