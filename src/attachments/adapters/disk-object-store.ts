import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '../object-store.ts';

/** Files of a folder, readable for this user alone. */
export const createDiskObjectStore = (folder: string): ObjectStore => {
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key);
  const size = async (key: string): Promise<number | undefined> =>
    (
      await stat(pathOf(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      })
    )?.size;
  return {
    size,
    async put(key, content) {
      if ((await size(key)) === content.size) return;
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const making = `${path}.${randomBytes(6).toString('hex')}`;
      try {
        await pipeline(content.open(), createWriteStream(making, { mode: 0o600, flags: 'wx', flush: true }));
        await rename(making, path);
      } catch (error) {
        await rm(making, { force: true });
        throw error;
      }
      // The directory entry is also on disk before the event that mentions the file.
      const directory = await open(dirname(path), 'r');
      await directory.sync().finally(() => directory.close());
    },
    async open(key, range) {
      if ((await size(key)) === undefined) return undefined;
      return createReadStream(
        pathOf(key),
        range === undefined ? {} : { start: range.first, end: range.last },
      );
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
  };
};
