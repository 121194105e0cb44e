import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { userIdOf } from '../../src/identity/index.ts';
import { openProfile } from '../../src/testing/browser.ts';
import { requireBuiltPages } from '../../src/testing/built-pages.ts';
import { hireCrew, OPINION } from '../../src/testing/case-crew.ts';
import { PASSWORD, type Product, startProduct } from '../../src/testing/product.ts';
import { weightOf } from '../../src/web-build/weight.ts';
import { seriousFindings, type WatchedPage, watchedPage } from '../testing/watched-page.ts';

const STAFF = [
  ['wang', 'gridWorker', null],
  ['li', 'gridWorker', null],
  ['acceptor', 'acceptor', null],
  ['shift-leader', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['roads-head', 'departmentManager', 'roads'],
  ['roads-hand', 'handler', 'roads'],
] as const;
type Person = (typeof STAFF)[number][0];
/** 柳巷, in 迎泽区. */
const HERE = { longitude: 112.565, latitude: 37.868, accuracy: 8 };
const GRID = {
  type: 'Feature',
  properties: { code: '14010600100011', name: '柳南社区第 3 网格' },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [112.56, 37.866],
        [112.57, 37.866],
        [112.57, 37.87],
        [112.56, 37.87],
        [112.56, 37.866],
      ],
    ],
  },
};
const CASE_NUMBER = /\d{6}-\d{8}-\d{5}/;

let product: Product;
let crew: Awaited<ReturnType<typeof hireCrew<typeof STAFF>>>;
let phone: string;
let context: BrowserContext;
let watched: WatchedPage;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  await requireBuiltPages();
  product = await startProduct();
  crew = await hireCrew(product, STAFF);
  const administrator = await product.signIn('administrator');
  const imported = await product.call(administrator, 'POST', '/api/v1/grids/import', {
    type: 'FeatureCollection',
    features: [GRID],
  });
  expect(imported.body).toMatchObject({ imported: 1 });
});
afterAll(() => product.stop());

/** Takes the phone into the hand: its browser with all that it has kept. */
const take = async ({ offline = false, path = '/' } = {}): Promise<void> => {
  context = await openProfile(phone, {
    viewport: { width: 360, height: 740 },
    locale: 'zh-CN',
    hasTouch: true,
    isMobile: true,
    geolocation: HERE,
    permissions: ['geolocation'],
    offline,
  });
  watched = await watchedPage(context, product.baseUrl);
  // Without a network, and when a session has ended, the browser logs what the page says in words.
  watched.allow('away');
  watched.allow(401);
  page = watched.page;
  await page.goto(`${product.baseUrl}/phone${path}`);
};
const putAway = async (): Promise<void> => {
  complaints.push(...watched.complaints);
  await context.close();
};
beforeEach(async () => {
  phone = await mkdtemp(join(tmpdir(), 'yiwang-phone-'));
  complaints = [];
  await take();
});
afterEach(async () => {
  await putAway();
  await rm(phone, { recursive: true, force: true });
  expect(complaints).toEqual([]);
});

const tap = (name: string) => page.getByRole('button', { name, exact: true }).click();
const signIn = async (person: Person): Promise<void> => {
  await page.getByLabel('用户名').fill(person);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await tap('登录');
  await page.locator('.mark').waitFor();
};
/** The page, the words and the grids are on the phone. */
const untilKept = async (): Promise<void> => {
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await page.waitForLoadState('networkidle');
};
const mark = () => page.locator('.mark').textContent();
const seen = () => page.locator('.page').textContent();

/** Photos as a camera would give them, each another. */
const makePhotos = async (count: number) => {
  const made = (await page.evaluate(`(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2400, 1800];
    const pen = canvas.getContext('2d');
    const photos = [];
    for (let i = 0; i < ${count}; i += 1) {
      pen.fillStyle = 'hsl(' + Math.random() * 360 + ' 40% 40%)';
      pen.fillRect(0, 0, 2400, 1800);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.5));
      photos.push([...new Uint8Array(await blob.arrayBuffer())]);
    }
    return photos;
  })()`)) as readonly number[][];
  return made.map((bytes, n) => ({
    name: `photo-${n}.jpg`,
    mimeType: 'image/jpeg',
    buffer: Buffer.from(bytes),
  }));
};
const addPhotos = async (shows: 'before' | 'after', count: number): Promise<void> => {
  await page.getByTestId(`gallery-${shows}`).setInputFiles(await makePhotos(count));
  await expect.poll(() => page.locator('.photo-time').count()).toBeGreaterThanOrEqual(count);
};
const beginReport = async (description: string, photos: number): Promise<void> => {
  await tap('上报');
  await addPhotos('before', photos);
  await page.getByRole('button', { name: '全部' }).click();
  await page.getByPlaceholder('井盖、垃圾、占道').fill('井盖');
  await page.locator('.matter').first().click();
  await page.getByLabel('情况').fill(description);
  await expect.poll(seen).toContain('精度 8 米');
};
const report = async (description: string, photos = 1): Promise<void> => {
  await beginReport(description, photos);
  await tap('提交');
  await page.getByRole('heading', { name: '我的', exact: true }).waitFor();
};
/** Cases with these words, as an acceptor sees them. */
const casesWith = async (text: string) =>
  (await crew.call('acceptor', 'GET', `/cases?text=${encodeURIComponent(text)}`)).body.items as unknown as {
    readonly caseId: string;
    readonly location: { readonly lon: number };
  }[];
const caseWith = async (text: string) => {
  await expect.poll(async () => (await casesWith(text)).length).toBe(1);
  return (await casesWith(text))[0]!;
};
const attachmentsOf = async (caseId: string) =>
  (await crew.call('acceptor', 'GET', `/cases/${caseId}/attachments`)).body.items as unknown as {
    readonly origin?: { readonly takenAt?: string; readonly position?: { readonly lon: number } };
  }[];
const endSessionsOf = async (person: Person): Promise<void> => {
  await product.server.core.accounts.closeAllSessions(userIdOf(person), { actor: 'system' });
};

describe('a report without a network', () => {
  it('outlives the browser and becomes one case with its three photos', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await report('离线上报三张照片', 3);
    await expect.poll(mark).toBe('离线 · 待发送 1');
    await expect.poll(seen).toContain('等待联网');
    await putAway();

    await take({ offline: true, path: '/mine' });
    await expect.poll(mark).toBe('离线 · 待发送 1');
    expect(await casesWith('离线上报三张照片')).toEqual([]);
    await context.setOffline(false);
    const { caseId } = await caseWith('离线上报三张照片');
    expect(await attachmentsOf(caseId)).toHaveLength(3);
    await expect.poll(seen).toMatch(CASE_NUMBER);
    await expect.poll(mark).toBe('在线');

    // Another start finds nothing to send.
    await page.reload();
    await expect.poll(seen).toMatch(CASE_NUMBER);
    expect(await casesWith('离线上报三张照片')).toHaveLength(1);
  });

  it('goes on where an upload was cut off, and is one case also where the answer was lost', async () => {
    await signIn('wang');
    await untilKept();
    let cut = 0;
    await page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() !== 'PATCH' || cut > 0) return route.fallback();
      cut += 1;
      await route.abort();
    });
    let lost = 0;
    await page.route('**/api/v1/cases', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
      await route.fetch();
      lost += 1;
      await route.abort();
    });
    await report('回执丢失的上报', 2);
    await expect.poll(seen).toContain('等待');
    // Looking at the page again is a reason to try again.
    await expect
      .poll(async () => {
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        return seen();
      })
      .toMatch(CASE_NUMBER);
    expect([cut, lost]).toEqual([1, 1]);
    expect(await casesWith('回执丢失的上报')).toHaveLength(1);
    const items = await attachmentsOf((await caseWith('回执丢失的上报')).caseId);
    expect(items).toHaveLength(2);
    // When and where are in the photos that the server has.
    for (const { origin } of items) {
      expect(origin?.position?.lon).toBeCloseTo(HERE.longitude, 4);
      expect(Date.parse(origin?.takenAt ?? '')).toBeGreaterThan(Date.now() - 600_000);
    }
  });

  it('names division and grid from what the phone keeps', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await beginReport('网格离线可知', 1);
    await expect.poll(() => page.locator('.place-name').textContent()).toBe('迎泽区 柳南社区第 3 网格');
  });

  it('is sent after its maker has signed in again, where the session ended meanwhile', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await report('登录过期期间的上报');
    await endSessionsOf('wang');
    await context.setOffline(false);
    await expect.poll(() => page.textContent('body')).toContain('登录已过期');
    expect(await casesWith('登录过期期间的上报')).toEqual([]);
    await signIn('wang');
    const { caseId } = await caseWith('登录过期期间的上报');
    expect(await attachmentsOf(caseId)).toHaveLength(1);
  });

  it('waits on a shared phone for the person who made it', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await report('王某的上报');
    await endSessionsOf('wang');
    await context.setOffline(false);
    await expect.poll(() => page.textContent('body')).toContain('wang 有 1 条未发送');
    await signIn('li');
    await report('李某的上报');
    await caseWith('李某的上报');
    await expect.poll(seen).toContain('这台手机上还有 wang 的 1 条');
    expect(await casesWith('王某的上报')).toEqual([]);
    await tap('退出登录');
    await signIn('wang');
    await caseWith('王某的上报');
  });

  it('is mended where the server refuses it, and sent again', async () => {
    await signIn('wang');
    await untilKept();
    watched.allow(422);
    watched.allow(400);
    await beginReport('写错坐标的上报', 1);
    await tap('调整位置');
    await page.getByLabel('经度').fill('116.39');
    await page.getByLabel('纬度').fill('39.9');
    await tap('提交');
    await expect.poll(mark).toBe('待修改 1');
    await expect.poll(seen).toContain('坐标不在本省范围内');
    expect(await casesWith('写错坐标的上报')).toEqual([]);

    const download = page.waitForEvent('download');
    await tap('导出备份');
    expect((await download).suggestedFilename()).toMatch(/^yiwang-.*\.zip$/);

    await tap('修改后重新提交');
    await tap('调整位置');
    await page.getByLabel('经度').fill('112.565');
    await page.getByLabel('纬度').fill('37.868');
    await tap('提交');
    const { caseId, location } = await caseWith('写错坐标的上报');
    expect(location.lon).toBe(112.565);
    expect(await attachmentsOf(caseId)).toHaveLength(1);
    await expect.poll(mark).toBe('在线');
  });

  it('goes on as a draft after the page was closed before it was submitted', async () => {
    await signIn('wang');
    await untilKept();
    await beginReport('写到一半', 2);
    await putAway();
    await take({ offline: true });
    await tap('上报');
    expect(await page.getByLabel('情况').inputValue()).toBe('写到一半');
    await expect.poll(() => page.locator('.photo-time').count()).toBe(2);
  });
});

describe('a report', () => {
  it('can be said instead of typed', async () => {
    await signIn('wang');
    await untilKept();
    await tap('上报');
    await page.getByRole('button', { name: '点一下说话' }).click();
    await page.getByRole('button', { name: /正在录音 [1-9]\d* 秒，点一下结束/ }).click();
    await expect.poll(seen).toContain('录音 1');
    await expect.poll(seen).toContain('精度 8 米');
    await tap('提交');
    const { caseId } = await caseWith('语音描述，见录音');
    expect(await attachmentsOf(caseId)).toHaveLength(1);
  });

  it('of what was settled on the spot goes to the audit with photos from before and after', async () => {
    await signIn('wang');
    await untilKept();
    await beginReport('已自行盖好', 1);
    await tap('自行处置');
    await tap('提交');
    await expect.poll(seen).toContain('自行处置须有处置后的照片');
    await addPhotos('after', 1);
    await expect.poll(() => page.locator('.photo-time').count()).toBe(2);
    await page.getByLabel('处置结果').fill('已盖好');
    await tap('提交');
    const { caseId } = await caseWith('已自行盖好');
    expect(await crew.caseOf(caseId).show('acceptor')).toMatchObject({ stage: 'auditing' });
    expect(await attachmentsOf(caseId)).toHaveLength(2);
  });

  it('stays about the place where it was begun', async () => {
    await signIn('wang');
    await untilKept();
    await beginReport('别处继续填写', 1);
    await putAway();
    await take();
    await context.setGeolocation({ longitude: 112.5, latitude: 37.8, accuracy: 5 });
    await tap('上报');
    await expect.poll(() => page.locator('.place-name').textContent()).toBe('迎泽区 柳南社区第 3 网格');
    await tap('提交');
    expect((await caseWith('别处继续填写')).location.lon).toBe(HERE.longitude);
  });
});

describe('tasks', () => {
  /** A case that waits for the check of a grid worker. */
  const handledCase = async (description: string) => {
    const opened = await crew.open('li', { description, matterCode: 'event-S1-01' });
    await opened.step('acceptor', 'acceptance', OPINION);
    await opened.step('shift-leader', 'filing', { ...OPINION, ...(await crew.fourHours('shift-leader')) });
    await opened.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'roads' });
    return opened;
  };

  it('are done without a network: the card stays as done, and the step is sent later', async () => {
    const opened = await crew.open('li', { description: '请核实的井盖' });
    await opened.step('acceptor', 'verify-tasks', { ...OPINION, executorId: userIdOf('wang') });
    await signIn('wang');
    await untilKept();
    const counted = await page.locator('.count strong').allTextContents();
    expect(counted.map(Number).reduce((a, b) => a + b, 0)).toBe(await page.locator('.card').count());
    await context.setOffline(true);
    await tap('现场核实');
    await tap('属实');
    expect(await page.getByLabel('意见').inputValue()).toBe('属实');
    await addPhotos('after', 1);
    await tap('提交');
    await expect.poll(seen).toContain('↑ 已核实，待发送');
    await expect.poll(seen).toContain('属实，照片 1 张');
    expect(await opened.show('acceptor')).toMatchObject({ stage: 'verifying' });
    await context.setOffline(false);
    await expect.poll(async () => (await opened.show('acceptor')).stage).toBe('reported');
    expect(await attachmentsOf(opened.caseId)).toHaveLength(1);
    await expect.poll(seen).not.toContain('请核实的井盖');
  });

  it('of a handler: arrival, then feedback with a photo', async () => {
    const opened = await handledCase('请处置的井盖');
    await signIn('roads-hand');
    await expect.poll(seen).toContain('请处置的井盖');
    expect(await page.getByRole('button', { name: '上报' }).count()).toBe(0);
    await tap('到场，开始处置');
    await tap('到场，开始处置');
    await expect.poll(async () => (await opened.show('acceptor')).stage).toBe('handling');
    await expect.poll(() => page.getByRole('button', { name: '反馈', exact: true }).count()).toBe(1);
    await tap('反馈');
    await tap('提交');
    await expect.poll(seen).toContain('请填写处置结果');
    await page.getByLabel('处置结果').fill('已更换井盖');
    await addPhotos('after', 1);
    await tap('提交');
    await expect.poll(async () => (await opened.show('acceptor')).stage).toBe('checking');
  });
});

describe('the page in the hand', () => {
  it('weighs at most 170 KB before the tasks are shown, and 250 KB in all', async () => {
    const { atOnce, whole } = await weightOf('phone/index.html');
    expect(atOnce).toBeLessThan(170 * 1024);
    expect(whole).toBeLessThan(250 * 1024);
  });

  it('keeps no answer of the API beside its files', async () => {
    await signIn('wang');
    await untilKept();
    const kept = (await page.evaluate(`(async () => {
      const caught = await Promise.all(
        (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
      );
      return caught.flat().map(({ url }) => new URL(url).pathname);
    })()`)) as readonly string[];
    expect(kept).toContain('/phone/');
    expect(kept.filter((path) => !/^\/(assets|phone)\//.test(path))).toEqual([]);
  });

  it('has no serious barrier, and nothing runs off sideways at 320 px with large letters', async () => {
    await crew.open('li', { description: '一个比较长的描述'.repeat(20) });
    await signIn('wang');
    await untilKept();
    const overflow = () =>
      page.evaluate('document.documentElement.scrollWidth - window.innerWidth') as Promise<number>;
    for (const path of ['/', '/report', '/mine']) {
      await page.goto(`${product.baseUrl}/phone${path}`);
      await page.locator('.page').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`${product.baseUrl}/phone/mine`);
    await page.getByRole('switch', { name: '大字号' }).click();
    await page.getByRole('switch', { name: '强光模式' }).click();
    for (const path of ['/', '/report', '/mine']) {
      await page.goto(`${product.baseUrl}/phone${path}`);
      await page.locator('.page').waitFor();
      expect(await overflow()).toBeLessThanOrEqual(0);
    }
  });
});
