import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousFindings } from './watched-page.ts';

type Look = readonly [name: string, appearance: { theme: 'light' | 'dark'; big: boolean }, width: number];

/** The ways in which every page has to be readable. */
export const APPEARANCES: readonly Look[] = [
  ['light', { theme: 'light', big: false }, 1440],
  ['dark', { theme: 'dark', big: false }, 1440],
  ['large letters at 320 px', { theme: 'light', big: true }, 320],
];

/** Nothing serious against the pages at these addresses, and nothing of them beside the screen. */
export const expectReadable = async (
  page: Page,
  addresses: readonly string[],
  [, appearance, width]: Look,
): Promise<void> => {
  await page.evaluate(`localStorage.setItem('yiwang.appearance', '${JSON.stringify(appearance)}')`);
  await page.setViewportSize({ width, height: 900 });
  for (const address of addresses) {
    await page.goto(address);
    await page.locator('main').first().waitFor();
    await expect.poll(() => page.getByText('正在读取…').count()).toBe(0);
    expect(await seriousFindings(page), address).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth'), address).toBeLessThanOrEqual(width);
  }
};
