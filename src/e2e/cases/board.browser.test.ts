import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../../testing/browser.ts';
import { PASSWORD, type Product, startProduct, YINGZE } from '../../testing/product.ts';

/** In 迎泽区 (140106), 杏花岭区 (140107). */
const [YINGZE_CODE, XINGHUALING] = ['140106', '140107'];

let product: Product;
let browser: Browser;
let page: Page;

const openBoard = async (query = '', loginName = 'leader-a', width = 1280, height = 900): Promise<Page> => {
  const opened = await browser.newPage({ viewport: { width, height } });
  await opened.goto(`${product.baseUrl}/${query}`);
  await opened.fill('[name=name]', loginName);
  await opened.fill('[name=password]', PASSWORD);
  await opened.click('#sign-in button');
  await opened.waitForSelector('#live-state.on');
  return opened;
};

/** An orange alarm: the leader is notified, and a case follows. */
const alarm = async (): Promise<void> => {
  const client = await product.connect('air-m4', secret);
  for (const [n, pm25] of [200, 210].entries())
    await client.publishAsync(
      'yw/v1/air-m4/telemetry',
      JSON.stringify({ observedAt: new Date(Date.now() - (2 - n) * 20_000).toISOString(), values: { pm25 } }),
      { qos: 1 },
    );
  await client.publishAsync('yw/v1/air-m4/telemetry', 'no JSON', { qos: 1 });
  await client.endAsync();
};

let secret: string;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  await product.addUser('leader-a', 'leader', '1401');
  secret = await product.addDevice('air-m4', 'air-station');
  await product.addDevice('air-m6', 'air-station', { lon: YINGZE.lon + 0.02, lat: YINGZE.lat });
  const manager = await product.signIn('deviceManager');
  const retired = await product.call(manager, 'POST', '/api/v1/devices/air-m6/retirement', {
    reason: '停用',
  });
  expect(retired.status).toBeLessThan(300);
  page = await openBoard();
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

it('M1 and M2: live events of the division of the board are shown as lines with words', async () => {
  const elsewhere = await openBoard(`?division=${XINGHUALING}`);
  await alarm();
  await expect.poll(() => page.textContent('#live')).toContain('PM2.5');
  await expect.poll(() => page.locator('#map rect.case').count()).toBe(1);
  await product.settle();
  for (const line of await page.locator('#live li').all())
    expect((await line.textContent())!.replace(/[\d/:\s]/g, '')).not.toBe('');
  expect(await elsewhere.locator('#live li').count()).toBe(0);
  await elsewhere.close();
});

it('M3 dead letters are counted by the division of the board', async () => {
  await product.addUser('administrator-a', 'administrator');
  const administrator = await product.signIn('administrator');
  const open = async (division: string): Promise<number> =>
    (
      (await product.call(administrator, 'GET', `/api/v1/board?division=${division}`)).body.rejected as {
        open: number;
      }
    ).open;
  const before = await open(YINGZE_CODE);
  const client = await product.connect('air-m4', secret);
  await client.publishAsync('yw/v1/air-m4/telemetry', 'not JSON either', { qos: 1 });
  await client.endAsync();
  await product.settle();
  expect(await open(YINGZE_CODE)).toBe(before + 1);
  expect(await open(XINGHUALING)).toBe(0);
  for (const [division, count] of [
    [YINGZE_CODE, before + 1],
    [XINGHUALING, 0],
  ] as const) {
    const board = await openBoard(`?division=${division}`, 'administrator-a');
    await expect.poll(() => board.textContent('body')).toContain(`${count}待处理异常报文`);
    await board.close();
  }
});

it('M2 the stream is requested for a division that exists', async () => {
  const manager = await product.signIn('administrator');
  const asked = await product.call(manager, 'GET', '/api/v1/stream?division=x');
  expect(asked.status).toBe(400);
});

it('M4 a case at a device is opened by a click, and so is the device', async () => {
  await page.locator('#map rect.case').click();
  await expect.poll(() => page.textContent('#detail')).toContain('案件号');
  await page.locator('#map circle.device').click();
  await expect.poll(() => page.textContent('#detail')).toContain('型号');
});

it('M5 the focus survives a refresh', async () => {
  await page.locator('#map circle.device').focus();
  await page.evaluate('window.before = document.activeElement');
  await page.waitForResponse((response) => response.url().includes('/api/v1/board'));
  await page.waitForResponse((response) => response.url().includes('/api/v1/board'));
  const isSame = await page.evaluate('window.before === document.activeElement');
  expect(isSame).toBe(true);
  expect(await page.locator('#map circle.device title').textContent()).toBe('air-m4');
});

it('M6 a retired device is not on the map', async () => {
  expect(await page.locator('#map circle.device').count()).toBe(1);
});

it('L13 flags and events are shown in Chinese', async () => {
  await page.locator('#map rect.case').click();
  await expect.poll(() => page.textContent('#detail')).toContain('上报');
  expect(await page.textContent('#detail')).not.toMatch(/Case[A-Z]/);
});

it('L12 on a phone names do not overlap, and the header does not break words', async () => {
  const phone = await openBoard('', 'leader-a', 390, 844);
  const boxes = [];
  for (const name of await phone.locator('.county-name:not(.hidden)').all())
    boxes.push((await name.boundingBox())!);
  expect(boxes.length).toBeGreaterThan(3);
  for (const [n, a] of boxes.entries())
    for (const b of boxes.slice(n + 1)) {
      const apart =
        a.x + a.width <= b.x + 1 ||
        b.x + b.width <= a.x + 1 ||
        a.y + a.height <= b.y + 4 ||
        b.y + b.height <= a.y + 4;
      expect(apart, JSON.stringify([a, b])).toBe(true);
    }
  expect((await phone.locator('header').boundingBox())!.height).toBeLessThan(120);
  if (process.env.SCREENSHOTS !== undefined) {
    await phone.screenshot({ path: `${process.env.SCREENSHOTS}/phone.png` });
    await page.screenshot({ path: `${process.env.SCREENSHOTS}/board.png` });
  }
  await phone.close();
});
