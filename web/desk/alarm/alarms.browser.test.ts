import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { APPEARANCES, expectReadable } from '../../testing/appearances.ts';
import { type Desk, startDesk } from '../../testing/desk.ts';

const HOSTILE = '<img src=x onerror="window.hacked=1">';

let desk: Desk;
let token: string;

beforeAll(async () => {
  desk = await startDesk();
  const { product } = desk;
  await product.addUser('acceptor', 'acceptor', '1401');
  await product.addUser('dispatcher', 'dispatcher', '1401');
  await product.addUser('auditor', 'auditAdministrator');
  token = await product.signIn('acceptor', '1401');
  const secret = await product.addDevice('air-one', 'air-station');
  const device = await product.connect('air-one', secret);
  const send = (pm25: number, secondsAgo: number) =>
    device.publishAsync(
      'yw/v1/air-one/telemetry',
      JSON.stringify({
        observedAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
        values: { pm25 },
      }),
      { qos: 1 },
    );
  for (const [pm25, secondsAgo] of [
    [40, 7200],
    [42, 7140],
    [150, 60],
    [155, 40],
  ] as const)
    await send(pm25, secondsAgo);
  await device.endAsync();
  await product.settle();
});
afterAll(() => desk.stop());
afterEach(async () => expect(await desk.leave()).toEqual([]));

const alarm = async () =>
  (await desk.product.call(token, 'GET', '/api/v1/alarms?device=air-one')).body.items[0]!;

describe('alarms on the desk', () => {
  it('are shown with their curve, acknowledged and made more serious', async () => {
    const { alarmId } = await alarm();
    const { page } = await desk.signIn('acceptor', '/alarms');
    const place = page.getByRole('navigation', { name: '功能' }).getByRole('link', { name: /^告警/ });
    await expect.poll(() => place.textContent()).toBe('告警1');
    await page.getByRole('link', { name: '告警', exact: true }).first().waitFor();
    const curve = page.getByRole('img', { name: /PM2.5；最低 40，最高 155/ });
    await curve.waitFor();
    // Two hours without a reading between the two runs: a gap stays one.
    await expect.poll(() => curve.locator('polyline').count()).toBe(2);
    expect(await curve.locator('.curve-threshold').count()).toBeGreaterThan(0);

    await page.getByRole('button', { name: '确认', exact: true }).click();
    await page.getByLabel('意见').fill(HOSTILE);
    await page.getByRole('form', { name: '确认告警' }).getByRole('button', { name: '确认' }).click();
    await expect.poll(alarm).toMatchObject({ alarmId, acknowledgedBy: expect.any(String) });
    await expect.poll(() => place.textContent()).toBe('告警');
    await page.getByText(HOSTILE).waitFor();

    await page.getByRole('button', { name: '提升级别' }).click();
    await page.getByRole('radio', { name: '红色' }).check();
    await page.getByLabel('原因').fill('周边有学校');
    await page.getByRole('form').getByRole('button', { name: '提升级别' }).click();
    await page.getByRole('heading', { name: /红色/ }).waitFor();
    await expect.poll(alarm).toMatchObject({ severity: 'red' });
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('lead to their case, and the case shows them', async () => {
    const { alarmId } = await alarm();
    const { page } = await desk.signIn('acceptor', `/alarms/${alarmId}`);
    await page.getByRole('link', { name: /^140106-/ }).click();
    await page.getByRole('region', { name: '关联告警' }).getByRole('img').waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/desk\/cases\//);
  });

  it('are silenced until a given time, and the silence can be ended', async () => {
    const { alarmId } = await alarm();
    const { page } = await desk.signIn('dispatcher', `/alarms/${alarmId}`);
    await page.getByRole('button', { name: '屏蔽' }).click();
    await page.getByLabel('原因').fill('传感器校准');
    await page.getByRole('form').getByRole('button', { name: '屏蔽' }).click();
    await page.getByRole('form').waitFor({ state: 'detached' });
    await page.goto(`${desk.product.baseUrl}/desk/alarms/silences`);
    await page.getByText('传感器校准').waitFor();
    await page.getByRole('button', { name: '结束' }).click();
    await page.getByRole('cell', { name: '已结束' }).waitFor();
  });

  it('are found by the filter of the address', async () => {
    const { page } = await desk.signIn('acceptor', '/alarms?division=1402');
    await page.getByText('没有符合条件的告警').waitFor();
    await page.getByRole('button', { name: '清除筛选' }).click();
    await expect.poll(() => page.locator('.row-table tbody tr').count()).toBe(1);
    expect(new URL(page.url()).search).toBe('?state=active');
  });

  it('are not for everybody', async () => {
    const { page, allow } = await desk.signIn('auditor', '/alarms');
    allow(403);
    await page.getByText('您没有查看权限').first().waitFor();
    expect(await page.getByRole('navigation', { name: '功能' }).getByText('告警').count()).toBe(0);
  });

  it.each(APPEARANCES)('have nothing serious against them: %s', async (...appearance) => {
    const { alarmId } = await alarm();
    const { page } = await desk.signIn('dispatcher');
    const paths = ['/alarms', '/alarms/storms', '/alarms/silences', `/alarms/${alarmId}`];
    await expectReadable(
      page,
      paths.map((path) => `${desk.product.baseUrl}/desk${path}`),
      appearance,
    );
  });
});
