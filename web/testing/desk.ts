import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../src/testing/browser.ts';
import { requireBuiltPages } from '../../src/testing/built-pages.ts';
import { PASSWORD, type Product, startProduct } from '../../src/testing/product.ts';
import { type WatchedPage, watchedPage } from './watched-page.ts';

/** The product with its desk in a real browser. */
export interface Desk {
  readonly product: Product;
  /** A browser of their own, at an address of the desk. */
  open(path?: string): Promise<WatchedPage>;
  /** Fills in the form of a person whose password is PASSWORD. */
  fillSignIn(page: Page, loginName: string): Promise<void>;
  signIn(loginName: string, path?: string): Promise<WatchedPage>;
  /** Closes every page; gives what they complained of. */
  leave(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export const startDesk = async (settings: Record<string, string> = {}): Promise<Desk> => {
  await requireBuiltPages();
  const [product, browser]: [Product, Browser] = await Promise.all([startProduct(settings), launchBrowser()]);
  let opened: WatchedPage[] = [];

  const open = async (path = '/'): Promise<WatchedPage> => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    // Acts are sent at once, unless a test switches it on.
    await context.addInitScript(
      "localStorage.getItem('yiwang.takeBack') ?? localStorage.setItem('yiwang.takeBack', 'off')",
    );
    const watched = await watchedPage(context, product.baseUrl);
    opened.push(watched);
    await watched.page.goto(`${product.baseUrl}/desk${path}`);
    return watched;
  };
  const fillSignIn = async (page: Page, loginName: string): Promise<void> => {
    await page.getByLabel('用户名').fill(loginName);
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
  };
  return {
    product,
    open,
    fillSignIn,
    async signIn(loginName, path) {
      const watched = await open(path);
      await fillSignIn(watched.page, loginName);
      await watched.page.locator('.top-bar').waitFor();
      return watched;
    },
    async leave() {
      const watched = opened;
      opened = [];
      for (const { page } of watched) await page.context().close();
      return watched.flatMap(({ complaints }) => complaints);
    },
    async stop() {
      await browser.close();
      await product.stop();
    },
  };
};
