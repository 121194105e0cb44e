import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { userIdOf } from '../../src/identity/index.ts';
import { killProfile, openProfile } from '../../src/testing/browser.ts';
import { requireBuiltPages } from '../../src/testing/built-pages.ts';
import { hireCrew } from '../../src/testing/case-crew.ts';
import { PASSWORD, type Product, startProduct } from '../../src/testing/product.ts';
import { type WatchedPage, watchedPage } from './watched-page.ts';

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
export const HERE = { longitude: 112.565, latitude: 37.868, accuracy: 8 };
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
export const CASE_NUMBER = /\d{6}-\d{8}-\d{5}/;

export let product: Product;
export let crew: Awaited<ReturnType<typeof hireCrew<typeof STAFF>>>;
let phone: string;
export let context: BrowserContext;
export let watched: WatchedPage;
export let page: Page;
let complaints: string[];

/** Takes the phone into the hand: its browser with all that it has kept. */
export const take = async ({ offline = false, path = '/' } = {}): Promise<void> => {
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
export const putAway = async (): Promise<void> => {
  complaints.push(...watched.complaints);
  await context.close();
};
/** The phone dies in the hand. */
export const kill = async (): Promise<void> => {
  complaints.push(...watched.complaints);
  const closed = new Promise((resolve) => context.once('close', resolve));
  await killProfile(phone);
  await closed;
};
/** Registers what a file of tests with a phone needs: the product with its people, and for each test a phone of its own. */
export const withPhone = (): void => {
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
};

export const tap = (name: string) => page.getByRole('button', { name, exact: true }).click();
export const signIn = async (person: Person): Promise<void> => {
  await page.getByLabel('用户名').fill(person);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await tap('登录');
  await page.locator('.mark').waitFor();
};
/** The page, the words and the grids are on the phone. */
export const untilKept = async (): Promise<void> => {
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await page.waitForLoadState('networkidle');
};
export const mark = () => page.locator('.mark').textContent();
export const seen = () => page.locator('.page').textContent();

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
export const addPhotos = async (shows: 'before' | 'after', count: number): Promise<void> => {
  await page.getByTestId(`gallery-${shows}`).setInputFiles(await makePhotos(count));
  await expect.poll(() => page.locator('.photo-time').count()).toBeGreaterThanOrEqual(count);
};
export const beginReport = async (description: string, photos: number): Promise<void> => {
  await tap('上报');
  await addPhotos('before', photos);
  await page.getByRole('button', { name: '全部' }).click();
  await page.getByPlaceholder('首字母').fill('jgqs');
  await page.locator('.matter').first().click();
  await page.getByLabel('情况').fill(description);
  await expect.poll(seen).toContain('精度 8 米');
};
export const report = async (description: string, photos = 1): Promise<void> => {
  await beginReport(description, photos);
  await tap('提交');
  await page.getByRole('heading', { name: '我的', exact: true }).waitFor();
};
/** Cases with these words, as an acceptor sees them. */
export const casesWith = async (text: string) =>
  (await crew.call('acceptor', 'GET', `/cases?text=${encodeURIComponent(text)}`)).body.items as unknown as {
    readonly caseId: string;
    readonly location: { readonly lon: number };
  }[];
export const caseWith = async (text: string) => {
  await expect.poll(async () => (await casesWith(text)).length).toBe(1);
  return (await casesWith(text))[0]!;
};
export const attachmentsOf = async (caseId: string) =>
  (await crew.call('acceptor', 'GET', `/cases/${caseId}/attachments`)).body.items as unknown as {
    readonly origin?: { readonly takenAt?: string; readonly position?: { readonly lon: number } };
  }[];
export const endSessionsOf = async (person: Person): Promise<void> => {
  await product.server.core.accounts.closeAllSessions(userIdOf(person), { actor: 'system' });
};
