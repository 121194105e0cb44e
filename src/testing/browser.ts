import { readdir, readFile } from 'node:fs/promises';
import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium as playwright,
} from 'playwright-core';

/** A real Chromium from npm, without system packages; background traffic off, since tests see the loopback alone. */
const launchOptions = async () => ({
  executablePath: await chromium.executablePath(),
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

export const launchBrowser = async (): Promise<Browser> => playwright.launch(await launchOptions());

/** Its microphone hums, and nobody is asked. */
const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** A browser that finds again what it had in its profile folder: opened, closed and opened again. */
export const openProfile = async (
  folder: string,
  options: BrowserContextOptions,
): Promise<BrowserContext> => {
  const launched = await launchOptions();
  const args = [...launched.args, ...MICROPHONE];
  return playwright.launchPersistentContext(folder, { ...launched, args, ...options });
};

const commandOf = (pid: string): Promise<string> => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');

/** Kills the browser of a profile folder, as a phone without power does: nothing is closed. */
export const killProfile = async (folder: string): Promise<void> => {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const parts = (await commandOf(pid)).split('\0');
    const isBrowser =
      parts.includes(`--user-data-dir=${folder}`) && !parts.some((part) => part.startsWith('--type='));
    if (isBrowser) process.kill(Number(pid), 'SIGKILL');
  }
};
