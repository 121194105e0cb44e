import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../src/demo/city.ts';
import { launchBrowser } from '../src/testing/browser.ts';

/*
 * `npx tsx scripts/screenshots.ts http://127.0.0.1:3000 [beginning of names]`: pictures of the pages of a running demo, for docs/pages.md. Chinese needs a font
 * (Debian: fonts-noto-cjk).
 */
const [baseUrl = 'http://127.0.0.1:3000', wanted = ''] = process.argv.slice(2);
const FOLDER = 'docs/pages';

interface Shot {
  readonly name: string;
  /** Undefined: somebody without an account. */
  readonly person?: string;
  readonly entry: 'desk' | 'phone' | 'public';
  readonly path: string;
  readonly look?: { readonly theme?: 'dark'; readonly big?: true };
  readonly after?: (page: Page) => Promise<void>;
}

const begin = async (page: Page): Promise<void> => {
  await page.keyboard.press('Digit1');
};

const report = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '用我现在的位置' }).click();
  await page.getByText('误差约').waitFor();
  await page.getByLabel('具体位置').fill('柳巷 18 号东门');
  await page.getByLabel('什么问题').fill('人行道的砖松了，老人走路容易绊倒');
  await page.evaluate('window.scrollTo(0, 0)');
};

const SHOTS: readonly Shot[] = [
  { name: 'desk-acceptor', person: 'acceptor', entry: 'desk', path: '/' },
  { name: 'desk-shift-leader', person: 'shift-leader', entry: 'desk', path: '/', after: begin },
  {
    name: 'desk-dispatcher-dark',
    person: 'dispatcher',
    entry: 'desk',
    path: '/',
    look: { theme: 'dark' },
    after: begin,
  },
  { name: 'desk-cases-large', person: 'leader', entry: 'desk', path: '/cases', look: { big: true } },
  { name: 'desk-shift', person: 'dispatcher', entry: 'desk', path: '/shift' },
  { name: 'desk-intake', person: 'acceptor', entry: 'desk', path: '/intake' },
  {
    name: 'desk-case',
    person: 'supervisor',
    entry: 'desk',
    path: '/cases',
    after: async (page) => {
      await page.locator('.row-table a').first().click();
      await page.locator('.case-page .timeline').waitFor();
    },
  },
  { name: 'desk-devices', person: 'device-manager', entry: 'desk', path: '/devices' },
  { name: 'phone-grid-worker', person: 'grid-worker', entry: 'phone', path: '/' },
  { name: 'phone-report', person: 'grid-worker', entry: 'phone', path: '/report' },
  { name: 'phone-mine', person: 'grid-worker', entry: 'phone', path: '/mine' },
  { name: 'phone-handler-large', person: 'handler', entry: 'phone', path: '/', look: { big: true } },
  { name: 'public-report', entry: 'public', path: '/', after: report },
  {
    name: 'public-code',
    entry: 'public',
    path: '/',
    after: async (page) => {
      await report(page);
      await page.getByRole('button', { name: '提交' }).click();
      await page.getByText('您的查询码').waitFor();
    },
  },
  {
    name: 'public-nearby-dark',
    entry: 'public',
    path: '/nearby',
    look: { theme: 'dark' },
    after: async (page) => {
      await page.getByRole('button', { name: '我现在的附近' }).click();
      await page.getByRole('button', { name: '在地图上看' }).click();
      await page.locator('.area-map-pin').first().waitFor();
      await page.locator('.area-map').scrollIntoViewIfNeeded();
    },
  },
];
const SIZES = {
  desk: { width: 1440, height: 900 },
  phone: { width: 360, height: 740 },
  public: { width: 390, height: 1000 },
} as const;

await mkdir(FOLDER, { recursive: true });
const browser = await launchBrowser();
for (const { name, person, entry, path, look, after } of SHOTS) {
  if (!name.startsWith(wanted)) continue;
  const context = await browser.newContext({
    viewport: SIZES[entry],
    locale: 'zh-CN',
    permissions: ['geolocation'],
    geolocation: { longitude: 112.5672, latitude: 37.8681, accuracy: 8 },
  });
  await context.addInitScript(
    `localStorage.setItem('yiwang.appearance', '${JSON.stringify({ theme: 'light', big: false, ...look })}')`,
  );
  const page = await context.newPage();
  await page.goto(`${baseUrl}/${entry}${path}`);
  if (person !== undefined) {
    await page.locator('[autocomplete=username]').fill(person);
    await page.locator('[type=password]').fill(DEMO_PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('[type=password]').waitFor({ state: 'detached' });
  }
  await page.waitForTimeout(2000);
  await after?.(page);
  await page.waitForTimeout(1000);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await context.close();
  console.log(name);
}
await browser.close();
