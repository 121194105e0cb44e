import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
export const WEB = join(CHECKOUT, 'web');
/** The built pages. */
export const BUILT = join(WEB, 'dist');
/** The file among them that says of which sources they were made. */
export const BUILT_OF = '.built-of';

/** No sources of pages: what was built, made or kept by tests, and the board, which needs no build. */
const NOT_SOURCES = /^(dist.*|generated|testing|board|node_modules)$/;

const sourcesIn = async (folder: string, depth: number): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter(({ name }) => depth > 0 || !NOT_SOURCES.test(name))
      .map((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return sourcesIn(path, depth + 1);
        return entry.name.includes('.test.') ? [] : [path];
      }),
  );
  return found.flat().sort();
};

/** Of all that pages are made of: their sources and the versions of their libraries. */
export const digestOfSources = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const path of [...(await sourcesIn(WEB, 0)), join(CHECKOUT, 'package-lock.json')])
    hash
      .update(path.slice(CHECKOUT.length))
      .update('\0')
      .update(await readFile(path));
  return hash.digest('hex');
};

export type BuildState = 'current' | 'stale' | 'missing';

/** Whether the pages are built, and of the sources that are here. */
export const buildState = async (): Promise<BuildState> => {
  const noted = join(BUILT, BUILT_OF);
  if (!existsSync(noted)) return 'missing';
  return (await readFile(noted, 'utf8')) === (await digestOfSources()) ? 'current' : 'stale';
};
