import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { openProfile } from '../../src/testing/browser.ts';
import type { Person } from './api.ts';
import { openSlowLink } from './slow-link.ts';
import type { Watch } from './watch.ts';

/** A poor 3G network: 400 kbit/s each way. */
const SLOW = { bytesPerSecond: 50_000, roundTripMs: 400 };
const HANDSET = { viewport: { width: 360, height: 740 }, locale: 'zh-CN', hasTouch: true, isMobile: true };
const TASKS = '.cards li';

/** Both in ms, each of one start. */
export interface PhoneTimes {
  readonly usable: readonly number[];
  readonly offlineStart: readonly number[];
}

/** From the address until the tasks are shown and one of them opens by a tap. */
const timeStart = async (context: BrowserContext, baseUrl: string, watch: Watch): Promise<number> => {
  const page = await watch.open(context, baseUrl);
  const begun = performance.now();
  await page.goto(`${baseUrl}/phone/`, { waitUntil: 'commit' });
  await page.locator(TASKS).nth(1).waitFor();
  await page.locator(TASKS).nth(1).getByRole('button').first().tap();
  return performance.now() - begun;
};

/**
 * Starts of a phone on which somebody has signed in: from an empty cache over a slow network, and afterwards without any network, the
 * browser opened anew.
 */
export const timePhone = async (
  port: number,
  person: Person,
  rounds: number,
  watch: Watch,
): Promise<PhoneTimes> => {
  const times = { usable: [] as number[], offlineStart: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'yiwang-bench-phone-'));
    const link = await openSlowLink({ port, ...SLOW });
    const baseUrl = `http://127.0.0.1:${link.port}`;
    const first = await openProfile(folder, HANDSET);
    await first.addCookies([{ ...person.cookie, url: baseUrl, httpOnly: true, sameSite: 'Strict' }]);
    times.usable.push(await timeStart(first, baseUrl, watch));
    const [page] = first.pages().slice(-1);
    await page!.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await page!.waitForLoadState('networkidle');
    await first.close();
    await link.close();

    const again = await openProfile(folder, { ...HANDSET, offline: true });
    times.offlineStart.push(await timeStart(again, baseUrl, watch));
    await again.close();
    await rm(folder, { recursive: true, force: true });
  }
  return times;
};
