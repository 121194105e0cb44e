import type { Browser, Page } from 'playwright-core';
import { percentile } from '../report.ts';
import type { Person } from './api.ts';
import type { Watch } from './watch.ts';

/** All in ms, each of one act. */
export interface DeskTimes {
  readonly interactive: readonly number[];
  readonly queueSwitch: readonly number[];
  readonly casePage: readonly number[];
}

const ROWS = '.queue-list tbody tr';
/** The list shows cases, or that there are none: neither the former list nor a word that it is being read. */
const SETTLED = `(document.querySelector('${ROWS}') ?? ![undefined, '正在读取…'].includes(document.querySelector('.queue-list .state')?.textContent))`;

/** Acts within the page, and waits until the page has drawn what follows from it; ms. */
export const timeInPage = (page: Page, act: string, isShown: string): Promise<number> =>
  page.evaluate(`(async () => {
    const drawn = () => new Promise(requestAnimationFrame);
    const begun = performance.now();
    ${act};
    while (!(${isShown})) await drawn();
    await drawn();
    return performance.now() - begun;
  })()`);

/** From an empty cache, signed in before, until the first cases are shown and a key moves between them. */
const timeStart = async (browser: Browser, person: Person, watch: Watch): Promise<[Page, number]> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  await context.addCookies([{ ...person.cookie, httpOnly: true, sameSite: 'Strict' }]);
  const page = await watch.open(context, person.baseUrl);
  const begun = performance.now();
  await page.goto(`${person.baseUrl}/desk/`, { waitUntil: 'commit' });
  await page.locator(ROWS).nth(1).waitFor();
  await page.keyboard.press('j');
  await page.locator(`${ROWS}:nth-child(2)[aria-selected=true]`).waitFor();
  return [page, performance.now() - begun];
};

/** Each tab for the first time, so that its cases have to come from the server. */
const timeQueues = async (page: Page): Promise<readonly number[]> => {
  const tabs = await page.getByRole('tab').count();
  const times: number[] = [];
  for (let n = 1; n < tabs; n += 1) {
    const tab = `document.querySelectorAll('[role=tab]')[${n}]`;
    const shown = `document.querySelectorAll('[role=tab]')[${n}].ariaSelected === 'true' && ${SETTLED}`;
    times.push(await timeInPage(page, `${tab}.click()`, shown));
  }
  return times;
};

/** From the list to a case that was not shown before: facts, clocks, history and what can be done. */
const timeCases = async (page: Page, count: number): Promise<readonly number[]> => {
  const times: number[] = [];
  const shown = `document.querySelector('.case-page .case-top') && document.querySelector('.case-page .timeline li') && document.querySelector('.case-page .case-acts')`;
  for (let n = 0; n < count; n += 1) {
    await page
      .locator(ROWS)
      .nth(n + 2)
      .click();
    // The pane beside the list reads the case too: the one after it is not there yet.
    times.push(
      await timeInPage(
        page,
        `document.querySelectorAll('${ROWS}')[${n + 20}].querySelector('a').click()`,
        shown,
      ),
    );
    await page.goBack();
    await page.locator(ROWS).nth(1).waitFor();
  }
  return times;
};

export const timeDesk = async (
  browser: Browser,
  people: readonly Person[],
  rounds: number,
  watch: Watch,
): Promise<DeskTimes> => {
  const times = { interactive: [] as number[], queueSwitch: [] as number[], casePage: [] as number[] };
  for (let round = 0; round < rounds; round += 1)
    for (const person of people) {
      const [page, interactive] = await timeStart(browser, person, watch);
      times.interactive.push(interactive);
      times.queueSwitch.push(...(await timeQueues(page)));
      await page.getByRole('tab').first().click();
      times.casePage.push(...(await timeCases(page, 4)));
      await page.context().close();
    }
  return times;
};

export const summary = (times: readonly number[]) => ({
  count: times.length,
  p50: Math.round(percentile(times, 0.5)),
  p95: Math.round(percentile(times, 0.95)),
  max: Math.round(Math.max(...times)),
});
