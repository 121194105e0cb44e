import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../platform/clock.ts';
import type { UnusedAttachments } from '../unused.ts';

/**
 * An empty file per attachment; its modification time is when the grace period began, by the clock port. A note of an earlier release
 * under another name counts as one under `current(name)`.
 */
export const openUnusedFolder = async (
  folder: string,
  clock: Clock,
  current: (name: string) => string,
): Promise<UnusedAttachments> => {
  const pathOf = (digest: string) => join(folder, digest);
  const mark = (digest: string) => {
    const now = clock.now() / 1000;
    return utimes(pathOf(digest), now, now);
  };
  const ignoreMissing = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  };
  for (const name of await readdir(folder).catch(() => []))
    if (current(name) !== name) await rename(pathOf(name), pathOf(current(name)));
  return {
    async remember(digest) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = await open(pathOf(digest), 'a', 0o600);
      await file.sync().finally(() => file.close());
      await mark(digest);
    },
    touch: (digest) => mark(digest).catch(ignoreMissing),
    forget: (digest) => rm(pathOf(digest), { force: true }),
    async olderThan(epochMs) {
      const found: string[] = [];
      for (const digest of await readdir(folder).catch(() => [])) {
        const noted = await stat(pathOf(digest)).catch(() => undefined);
        if (noted !== undefined && noted.mtimeMs < epochMs) found.push(digest);
      }
      return found;
    },
  };
};
