import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { launchBrowser } from '../../src/testing/browser.ts';
import { PASSWORD, type Product, startProduct } from '../../src/testing/product.ts';

const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>井盖缺失';

let product: Product;
let browser: Browser;
let page: Page;
let complaints: string[];
let foreign: string[];

const signIn = async (name: string, password = PASSWORD) => {
  await page.goto(product.baseUrl);
  await page.fill('[name=name]', name);
  await page.fill('[name=password]', password);
  await page.click('#sign-in button');
};

const publish = async (deviceId: string, secret: string, values: readonly number[]) => {
  const client = await product.connect(deviceId, secret);
  for (const [n, pm25] of values.entries()) {
    const observedAt = new Date(Date.now() - (values.length - n) * 20_000).toISOString();
    await client.publishAsync(
      `yw/v1/${deviceId}/telemetry`,
      JSON.stringify({ observedAt, values: { pm25 } }),
      {
        qos: 1,
      },
    );
  }
  await client.endAsync();
};

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  await product.addUser('leader-a', 'leader', '1401');
  await product.addUser('leader-b', 'leader', '140105');
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});
beforeEach(async () => {
  page = await browser.newPage();
  complaints = [];
  foreign = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(product.baseUrl)) foreign.push(request.url());
  });
  return async () => {
    await page.close();
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  };
});

describe('the operation board', () => {
  it('asks the user to sign in, and shows what is wrong', async () => {
    await signIn('leader-a', 'wrong-password-1');
    await expect.poll(() => page.textContent('#sign-in-error')).toMatch(/密码|用户名/);
    expect(await page.isVisible('#board')).toBe(false);
  });

  it('starts empty and clear', async () => {
    await signIn('leader-a');
    await expect.poll(() => page.textContent('#counts')).toContain('暂无案件');
    await expect.poll(() => page.textContent('#live-state')).toBe('实时');
    expect(await page.locator('#map path.county').count()).toBe(10);
    expect(await page.textContent('#user')).toBe('leader-a');
  });

  it('shows a device, its alarm and the resulting case without a reload', async () => {
    await signIn('leader-a');
    await expect.poll(() => page.textContent('#live-state')).toBe('实时');
    const secret = await product.addDevice('air-board', 'air-station');
    await publish('air-board', secret, [150, 155]);
    await expect.poll(() => page.textContent('#live'), { timeout: 10_000 }).toContain('PM2.5 浓度超标');
    await expect.poll(() => page.locator('#map rect.case').count(), { timeout: 10_000 }).toBe(1);
    await expect.poll(() => page.locator('#map circle.device.alarm').count(), { timeout: 10_000 }).toBe(1);
    // The counts may come with the next refresh.
    await expect.poll(() => page.textContent('#tiles'), { timeout: 10_000 }).toMatch(/1在办案件/);
    expect(await page.textContent('#counts')).toContain('迎泽区');
    await page.locator('#map rect.case').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.textContent('#detail')).toMatch(/案件号140106-\d{8}-00001/);
    // Its words are the server's: of a stage, and of an event.
    expect(await page.textContent('#counts')).toContain('待受理');
    expect(await page.textContent('#detail')).toContain('阶段待受理');
    expect(await page.textContent('#detail ol')).toMatch(/上报/);
    await page.locator('#map circle.device').focus();
    await page.keyboard.press('Enter');
    // The readings come with the page's next refresh, every 5 s.
    await expect.poll(() => page.textContent('#detail'), { timeout: 10_000 }).toContain('155 µg/m³');
  });

  it('does not show a leader of another county what is not theirs', async () => {
    await signIn('leader-b');
    await expect.poll(() => page.textContent('#live-state')).toBe('实时');
    expect(await page.locator('#map rect.case').count()).toBe(0);
    expect(await page.textContent('#counts')).not.toContain('迎泽区');
  });

  it('shows what people write as text', async () => {
    const worker = await product.signIn('gridWorker', '1401');
    const report = { description: HOSTILE, location: { lon: 112.57, lat: 37.87, address: HOSTILE } };
    const answer = await product.call(worker, 'POST', '/api/v1/cases', report);
    expect(answer.status).toBe(201);
    await signIn('leader-a');
    await expect.poll(() => page.locator('#map rect.case').count(), { timeout: 10_000 }).toBe(2);
    for (const mark of await page.locator('#map rect.case').all()) {
      await mark.focus();
      await page.keyboard.press('Enter');
      await expect
        .poll(() => page.textContent('#detail'))
        .toContain((await mark.textContent())!.split(' ')[0]!);
    }
    expect(await page.locator('#board img').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('shows a storm as one line, and the active silences', async () => {
    const { store } = product.server.core;
    const append = (stream: string, type: string, data: unknown) =>
      store.append({
        stream,
        expected: 'any',
        events: [{ id: newId(), type, schemaVersion: 1, data, meta: { actor: 'process:test' } }],
      });
    const [alarm] = (await product.call(await product.signIn('leader'), 'GET', '/api/v1/alarms?limit=1')).body
      .items;
    const at = new Date().toISOString();
    await signIn('leader-a');
    await expect.poll(() => page.textContent('#live-state')).toBe('实时');
    expect(await page.isVisible('#alarm-state')).toBe(false);
    const storm = { stormId: 'storm-board', divisionCode: '140106', raised: 50, policyVersion: 1, at };
    await append('storm-storm-board', 'AlarmStormBegan', storm);
    const { alarmId: _alarmId, raisedAt, location, ...rest } = alarm!;
    for (const n of [1, 2, 3]) {
      const alarmId = `alarm-of-storm-${n}`;
      const data = {
        ...rest,
        alarmId,
        stormId: 'storm-board',
        observedAt: raisedAt,
        location,
        caseKey: null,
      };
      await append(`alarm-${alarmId}`, 'AlarmRaised', { ...data, ruleName: '风暴中的告警' });
    }
    await expect
      .poll(() => page.textContent('#alarm-lines'), { timeout: 10_000 })
      .toContain('迎泽区 告警风暴：3 条告警');
    expect(await page.textContent('#live')).toContain('告警风暴开始');
    expect(await page.textContent('#live')).not.toContain('风暴中的告警');
    const admin = await product.signIn('administrator');
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const silence = { scope: { modelId: 'noise-meter' }, from: at, to: until, reason: '全省噪声仪校准' };
    expect((await product.call(admin, 'POST', '/api/v1/alarm-silences', silence)).status).toBe(201);
    await expect
      .poll(() => page.textContent('#alarm-lines'), { timeout: 10_000 })
      .toContain('全省噪声仪校准');
    await append('storm-storm-board', 'AlarmStormEnded', { ...storm, raised: 52 });
    await expect
      .poll(() => page.textContent('#alarm-lines'), { timeout: 10_000 })
      .not.toContain('告警风暴：3');
  });

  it('shows that the server is unreachable, and recovers when it is back', async () => {
    await signIn('leader-a');
    await expect.poll(() => page.textContent('#live-state')).toBe('实时');
    await page.context().setOffline(true);
    await expect.poll(() => page.textContent('#problem'), { timeout: 10_000 }).toContain('无法连接服务器');
    await page.context().setOffline(false);
    await expect.poll(() => page.textContent('#problem'), { timeout: 10_000 }).toBe('');
  });
});
