import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../platform/logger.ts';
import { BUILT, buildState, CHECKOUT } from './digest.ts';

const BUILD = join(CHECKOUT, 'scripts', 'build-web.ts');
const NEEDED = [BUILD, join(CHECKOUT, 'package-lock.json'), join(CHECKOUT, 'node_modules', 'vite')];

/**
 * Builds the pages where they are missing or older than their sources; `say` gets a line when it begins. Where they cannot be built, as in
 * an installation without development packages, the server runs with the pages that there are, and the log says if there are none.
 */
export const ensurePagesBuilt = async (logger: Logger, say: (line: string) => void): Promise<void> => {
  if (!NEEDED.every((path) => existsSync(path))) {
    if (!existsSync(BUILT))
      logger.warn('there are no built pages, and they cannot be built here: see npm run build:web');
    return;
  }
  const state = await buildState();
  if (state === 'current') return;
  say(`The pages are ${state === 'missing' ? 'not built yet' : 'older than their sources'}: building …`);
  const build = spawn(process.execPath, ['--import', 'tsx', BUILD], {
    cwd: CHECKOUT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(build, 'exit').catch(() => [null]);
  if (code !== 0) logger.error({ code }, 'the pages could not be built: npm run build:web says why');
};
