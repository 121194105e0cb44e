import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildState, CHECKOUT } from '../web-build/digest.ts';

/** For tests in a browser: the pages are those of the sources that are here. */
export const requireBuiltPages = async (): Promise<void> => {
  if ((await buildState()) === 'current') return;
  await promisify(execFile)(process.execPath, ['--import', 'tsx', join(CHECKOUT, 'scripts', 'build-web.ts')]);
};
