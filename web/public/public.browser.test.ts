import { randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PIXEL_PNG } from '../../src/attachments/testing/images.ts';
import { launchBrowser } from '../../src/testing/browser.ts';
import { requireBuiltPages } from '../../src/testing/built-pages.ts';
import { hireCrew } from '../../src/testing/case-crew.ts';
import { type Product, startProduct } from '../../src/testing/product.ts';
import { weightOf } from '../../src/web-build/weight.ts';
import { seriousFindings, type WatchedPage, watchedPage } from '../testing/watched-page.ts';

const STAFF = [
  ['acceptor', 'acceptor', null],
  ['leader', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['manager', 'departmentManager', 'urban'],
  ['checker', 'gridWorker', null],
] as const;
/** 柳巷, in 迎泽区. */
const HERE = { longitude: 112.565, latitude: 37.868, accuracy: 8 };
const HOSTILE = '<img src=x onerror="window.hit=1"><b>井盖</b> {{7*7}} 松动';
const CODE = /^[0-9A-HJKMNP-TV-Z]{20}$/;

let product: Product;
let browser: Browser;
let crew: Awaited<ReturnType<typeof hireCrew<typeof STAFF>>>;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  await requireBuiltPages();
  [product, browser] = await Promise.all([
    startProduct({ YIWANG_PUBLIC_PROOF_BITS: '6', YIWANG_PUBLIC_REPORTS_PER_HOUR_PER_ADDRESS: '6' }),
    launchBrowser(),
  ]);
  crew = await hireCrew(product, STAFF);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});
beforeEach(async () => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
    geolocation: HERE,
    permissions: ['geolocation'],
  });
  watched = await watchedPage(context, product.baseUrl);
  page = watched.page;
  await page.goto(`${product.baseUrl}/public/`);
  await page.getByLabel('什么问题').waitFor();
});
afterEach(async () => {
  await page.context().close();
  expect(watched.complaints).toEqual([]);
});

const press = (name: string | RegExp) => page.getByRole('button', { name }).click();
const seen = () => page.locator('main').textContent();
const fillInWords = async (description: string): Promise<void> => {
  await page.getByLabel('区县').selectOption({ label: '迎泽区' });
  await page.getByLabel('具体位置').fill('柳巷 18 号东门');
  await page.getByLabel('什么问题').fill(description);
};
const submitted = async (): Promise<string> => {
  await press('提交');
  await page.getByText('您的查询码').waitFor();
  const code = (await page.locator('.code span').allTextContents()).join('');
  expect(code).toMatch(CODE);
  return code;
};
const follow = async (code: string): Promise<void> => {
  await page.getByRole('link', { name: '查进度' }).click();
  await page.getByLabel('查询码').fill(code);
  await press('查询');
  await page.getByText('办理过程').waitFor();
};
/** Cases that wait for the acceptor with this description. */
const casesWith = async (description: string) =>
  (await crew.call('acceptor', 'GET', '/tasks?limit=500')).body.items.filter(
    (item) => item.description === description,
  );
const photo = () => ({ name: 'p.png', mimeType: 'image/png', buffer: PIXEL_PNG });

describe('a report', () => {
  it('with a photo, from here: it is followed, closed and rated, and hostile text stays text', async () => {
    await page.locator('input[type=file]').setInputFiles(photo());
    await page.getByAltText('照片 1').waitFor();
    await press('用我现在的位置');
    await expect.poll(seen).toContain('误差约 8 米');
    await page.getByLabel('什么问题').fill(HOSTILE);
    await page.getByLabel('类别').selectOption({ label: '道路破损' });
    await page.getByLabel('联系电话').fill('13812345678');
    const code = await submitted();
    const [reported] = await casesWith(HOSTILE);
    expect(reported).toMatchObject({ source: 'public', photoCount: 1, matterCode: 'event-01-13' });
    expect(reported!.location).toMatchObject({ lon: HERE.longitude, lat: HERE.latitude });

    await follow(code);
    expect(await seen()).toContain('待受理');
    const own = crew.caseOf(reported!.caseId as string);
    await own.step('acceptor', 'acceptance', { opinion: '属实' });
    const row = await crew.fourHours('leader');
    await own.step('leader', 'filing', { ...row, opinion: '立案' });
    await own.step('dispatcher', 'dispatch', { departmentId: 'urban', opinion: '请处置' });
    await own.step('manager', 'handling', {});
    await press('查询');
    await expect.poll(seen).toContain('办理中');
    expect(await seen()).toContain('部门正在处置');
    await own.step('manager', 'feedback', { result: '已修好' });
    await own.step('checker', 'check', { passed: true, opinion: '已修好' });
    await own.step('leader', 'closure', { opinion: '结案' });
    await press('查询');
    await expect.poll(seen).toContain('已办结');
    await page.getByLabel('4 满意').check();
    await page.getByLabel('想说的话').fill(HOSTILE);
    await press('提交评价');
    await expect.poll(seen).toContain('您已评价，可以修改');
    expect(await own.show('acceptor')).toMatchObject({ rating: { score: 4 } });
    expect(await page.evaluate('window.hit')).toBeUndefined();
  });

  it('says what is missing at its field, and goes there', async () => {
    await press('提交');
    await expect.poll(seen).toContain('请选区县');
    expect(await page.evaluate('document.activeElement.id')).toBe('county');
    await page.getByLabel('联系电话').fill('请打电话');
    await fillInWords('灯不亮');
    await press('提交');
    await expect.poll(seen).toContain('这不像电话号码');
    expect(await page.evaluate('document.activeElement.id')).toBe('phone');
  });

  it('survives a reload; what was sent without an answer is the same report when it is sent again', async () => {
    watched.allow('away');
    const description = `井盖 ${randomBytes(3).toString('hex')}`;
    await fillInWords(description);
    await page.locator('input[type=file]').setInputFiles(photo());
    await page.getByAltText('照片 1').waitFor();
    await page.reload();
    await page.getByAltText('照片 1').waitFor();
    expect(await page.getByLabel('什么问题').inputValue()).toBe(description);

    await page.context().setOffline(true);
    await press('提交');
    await page.getByText('现在连不上网络').waitFor();
    await page.context().setOffline(false);
    // The report arrives, and its answer does not.
    await page.route('**/public/reports', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await press('提交');
    await page.getByText('现在连不上网络').waitFor();
    await page.unroute('**/public/reports');
    await page.reload();
    await page.getByAltText('照片 1').waitFor();
    await submitted();
    expect(await casesWith(description)).toHaveLength(1);
    await page.reload();
    await page.getByLabel('什么问题').waitFor();
    expect(await page.getByLabel('什么问题').inputValue()).toBe('');
  });

  it('of which too many are sent is refused in plain words', async () => {
    watched.allow(429);
    for (let n = 0; n < 8 && !(await seen())!.includes('此刻使用的人太多'); n += 1) {
      await fillInWords(`第 ${n} 件`);
      await press('提交');
      await page.getByText(/您的查询码|此刻使用的人太多/).waitFor();
      const another = page.getByRole('button', { name: '再反映一个问题' });
      if (await another.isVisible()) await another.click();
    }
    expect(await seen()).toMatch(/请约 \d+ 分钟后再试/);
    expect(await page.getByLabel('什么问题').inputValue()).toMatch(/^第 \d 件$/);
  });
});

describe('maps', () => {
  it('choose a place, and show what was accepted nearby', async () => {
    const opened = await crew.open('acceptor', {
      source: 'acceptor',
      matterCode: 'event-01-12',
      location: { lon: 112.563, lat: 37.867 },
    });
    await opened.step('acceptor', 'acceptance', { opinion: '属实' });
    await page.getByRole('link', { name: '附近的' }).click();
    await page.getByLabel('或选区县').selectOption({ label: '迎泽区' });
    await page.getByText('道路不洁').waitFor();
    await press('在地图上看');
    await page.getByRole('button', { name: /道路不洁，办理中/ }).click();
    await expect.poll(() => page.locator('.cases li[aria-current=true]').textContent()).toContain('道路不洁');
    expect(await seriousFindings(page)).toEqual([]);
    const nearer = await page.getByRole('button', { name: '放大' }).boundingBox();
    expect(Math.min(nearer!.width, nearer!.height)).toBeGreaterThanOrEqual(60);

    await page.getByRole('link', { name: '反映问题' }).click();
    await press('在地图上选');
    await page.getByLabel('先看哪个区县').selectOption({ label: '迎泽区' });
    await press('就是十字这里');
    await expect.poll(seen).toContain('太原市 迎泽区');
    await press('向北移');
    expect(await seriousFindings(page)).toEqual([]);
  });
});

describe('the codes of a device', () => {
  it('are kept only if the person agrees, and forgotten on request', async () => {
    watched.allow(404);
    await page.getByRole('link', { name: '查进度' }).click();
    await page.getByLabel('查询码').fill('0000');
    await press('查询');
    await expect.poll(seen).toContain('没有这个查询码');
    expect(await page.evaluate('localStorage.getItem("yiwang.public.codes")')).toBeNull();
    expect(page.url()).not.toContain('0000');
  });
});

describe('every page', () => {
  const LOOKS = [
    ['light', 'standard', 390],
    ['dark', 'standard', 1280],
    ['light', 'largest', 320],
    // As at 200 % zoom of a narrow window.
    ['dark', 'large', 320],
  ] as const;
  it.each(LOOKS)('is readable and touchable: %s, %s, %s px', async (theme, size, width) => {
    await page.evaluate(
      `localStorage.setItem('yiwang.appearance', '{"theme":"${theme}"}'); localStorage.setItem('yiwang.public.size', '${size}')`,
    );
    await page.setViewportSize({ width, height: 700 });
    for (const path of ['', 'follow', 'nearby']) {
      await page.goto(`${product.baseUrl}/public/${path}`);
      await page.locator('main h1').waitFor();
      await page.waitForLoadState('networkidle');
      expect(await seriousFindings(page), path).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
      const low = (await page.evaluate(
        `[...document.querySelectorAll('button, a, select, textarea, input:not(.unseen), label.button')]
          .filter((each) => each.getBoundingClientRect().height < 60).map((each) => each.outerHTML)`,
      )) as string[];
      expect(low, path).toEqual([]);
    }
  });

  it('is gone through by the keyboard, and speaks English', async () => {
    await press(/English/);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    await page.getByLabel('What is the matter').waitFor();
    // Names of counties and categories are Chinese.
    const text = await page.evaluate(
      `(() => { const copy = document.querySelector('main').cloneNode(true);
        for (const each of copy.querySelectorAll('select')) each.remove(); return copy.textContent; })()`,
    );
    expect(text).not.toMatch(/[一-龥]/);
    await page.reload();
    await page.getByLabel('What is the matter').waitFor();
    const reached = new Set<string>();
    for (let n = 0; n < 60 && !reached.has('Call 12345'); n += 1) {
      await page.keyboard.press('Tab');
      reached.add(
        (await page.evaluate('document.activeElement.id || document.activeElement.textContent')) as string,
      );
    }
    for (const each of [
      'Largest',
      'Follow',
      'Where I am now',
      'county',
      'address',
      'description',
      'phone',
      'Send',
    ])
      expect([...reached], each).toContain(each);
  });

  it('is light', async () => {
    const { atOnce, whole } = await weightOf('public/index.html');
    expect(atOnce).toBeLessThan(90_000);
    expect(whole).toBeLessThan(120_000);
  });
});
