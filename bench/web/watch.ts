import type { BrowserContext, Page } from 'playwright-core';
import { seriousFindings, watchedPage } from '../../web/testing/watched-page.ts';

/** Pages of a measurement, and what they complain of. */
export interface Watch {
  open(context: BrowserContext, baseUrl: string): Promise<Page>;
  /** Looks for barriers at an address. */
  inspect(page: Page, what: string): Promise<void>;
  /** What is found from now on does not count: the network is cut on purpose. */
  readonly findings: readonly string[];
  complaints(): readonly string[];
}

export const createWatch = (): Watch => {
  const findings: string[] = [];
  const opened: { readonly complaints: readonly string[] }[] = [];
  return {
    async open(context, baseUrl) {
      // What the pages note at a sign-in, since they cannot see the cookie.
      await context.addInitScript("localStorage.setItem('yiwang.signedIn', '1')");
      const watched = await watchedPage(context, baseUrl);
      watched.allow('away');
      opened.push(watched);
      return watched.page;
    },
    async inspect(page, what) {
      findings.push(...(await seriousFindings(page)).map((finding) => `${what}: ${finding}`));
    },
    findings,
    complaints: () => opened.flatMap(({ complaints }) => complaints),
  };
};
