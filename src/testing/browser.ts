import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright-core';

/** Nothing of the browser may reach for the network or a display of its own accord. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface TestBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/**
 * Chromium of the package `@sparticuz/chromium`, unpacked once into the folder for temporary files; no download.
 * `YIWANG_TEST_CHROMIUM` names another executable instead, where the machine has one that it prefers.
 */
export const launchBrowser = async (): Promise<TestBrowser> => {
  const browser = await chromium.launch({ executablePath: await executablePath(), args: FLAGS });
  return { browser, close: () => browser.close() };
};

const executablePath = async (): Promise<string> => {
  const given = process.env.YIWANG_TEST_CHROMIUM;
  if (given !== undefined) return given;
  // The package reads this to unpack its own NSS, NSPR and expat beside the browser, for machines that lack them.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  packaged.setGraphicsMode = false;
  const path = await packaged.executablePath();
  await access(path, constants.X_OK);
  return path;
};
