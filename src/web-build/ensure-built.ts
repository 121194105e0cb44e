import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../platform/logger.ts';
import { buildState, CHECKOUT } from './digest.ts';

const VITE = join(CHECKOUT, 'node_modules', 'vite');

/**
 * Builds the pages where they are missing or older than their sources, with what is done on the terminal. Where they cannot be built, as
 * in an installation without development packages, the server runs with the pages that there are and the log says so.
 */
export const ensurePagesBuilt = async (logger: Logger, say: (line: string) => void): Promise<void> => {
  const state = await buildState();
  if (state === 'current') return;
  if (!existsSync(VITE)) {
    logger.warn({ state }, 'the pages cannot be built here: the development packages are not installed');
    return;
  }
  say(`The pages are ${state === 'missing' ? 'not built yet' : 'older than their sources'}: building …`);
  const build = spawn(process.execPath, ['--import', 'tsx', join(CHECKOUT, 'scripts', 'build-web.ts')], {
    cwd: CHECKOUT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(build, 'exit').catch(() => [null]);
  if (code !== 0) logger.error({ code }, 'the pages could not be built: npm run build:web says why');
};
