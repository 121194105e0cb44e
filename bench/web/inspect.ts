import type { Browser } from 'playwright-core';
import type { Person } from './api.ts';
import type { Watch } from './watch.ts';

interface People {
  readonly acceptor: Person;
  readonly administrator: Person;
  readonly worker: Person;
}

const DESK_OF_ACCEPTOR = [
  '/',
  '/cases',
  '/intake',
  '/alarms',
  '/alarms/storms',
  '/alarms/silences',
  '/shift',
  '/account',
];
const DESK_OF_ADMINISTRATOR = [
  '/people',
  '/people/new',
  '/people/departments',
  '/rules',
  '/rules/codes',
  '/rules/dispatch',
  '/rules/alarms',
  '/areas',
  '/calendar',
  '/components',
  '/devices',
  '/devices/new',
  '/devices/import',
  '/devices/rejected',
  '/webhooks',
  '/operations',
];
const PHONE = ['/', '/map', '/report', '/mine'];
const PUBLIC = ['/', '/nearby', '/follow'];

/** Every page once, with what it shows loaded. */
export const inspectPages = async (browser: Browser, people: People, watch: Watch): Promise<void> => {
  const visit = async (person: Person, entry: 'desk' | 'phone' | 'public', addresses: readonly string[]) => {
    const viewport = entry === 'desk' ? { width: 1440, height: 900 } : { width: 360, height: 740 };
    const context = await browser.newContext({ viewport, locale: 'zh-CN' });
    await context.addCookies([{ ...person.cookie, httpOnly: true, sameSite: 'Strict' }]);
    const page = await watch.open(context, person.baseUrl);
    for (const address of addresses) {
      await page.goto(`${person.baseUrl}/${entry}${address}`);
      await page.locator('main, h1').first().waitFor();
      await page.getByText('正在读取…').first().waitFor({ state: 'hidden' });
      await watch.inspect(page, `/${entry}${address}`);
    }
    await context.close();
  };
  const { items } = await people.acceptor.call<{ items: readonly { caseId: string }[] }>(
    'GET',
    '/cases?limit=1',
  );
  await visit(people.acceptor, 'desk', [...DESK_OF_ACCEPTOR, `/cases/${items[0]!.caseId}`]);
  await visit(people.administrator, 'desk', DESK_OF_ADMINISTRATOR);
  await visit(people.worker, 'phone', PHONE);
  await visit(people.worker, 'public', PUBLIC);
};
