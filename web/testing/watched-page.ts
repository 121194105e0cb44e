import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A browser without a graphics card says how slow it is. */
const SOFTWARE_GL = /GL Driver Message \(OpenGL, Performance/;

export interface WatchedPage {
  readonly page: Page;
  /** What the page complained of: errors and warnings of its console, exceptions, requests to other hosts. */
  readonly complaints: readonly string[];
  /** What the browser may log: answers that are expected to be refused (`401`), or requests without a network. */
  readonly allow: (what: number | 'away') => void;
}

/** A page of which every complaint is kept. */
export const watchedPage = async (context: BrowserContext, origin: string): Promise<WatchedPage> => {
  const page = await context.newPage();
  const complaints: string[] = [];
  const allowed = new Set<number | 'away'>();
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (SOFTWARE_GL.test(message.text())) return;
    const status = Number(/status of (\d{3})/.exec(message.text())?.[1]);
    const what = message.text().includes('net::ERR_') ? 'away' : status;
    if (!allowed.has(what)) complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin))
      complaints.push(`foreign: ${request.url()}`);
  });
  return { page, complaints, allow: (what) => allowed.add(what) };
};

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds that is serious or worse, by WCAG 2.2 A and AA: rule and element. */
export const seriousFindings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const violations = (await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations)`,
  )) as readonly Finding[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
};
