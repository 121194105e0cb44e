import { LEAF_SEPARATOR, type LeafRow } from '../event-store/postgres/seals/seal.ts';
import type { Sql } from '../platform/sql.ts';
import { listArchives } from './archives.ts';
import { type ArchivedRow, POSITION } from './copy-rows.ts';
import { ArchiveError, archiveFolder, readArchiveManifest } from './manifest.ts';
import { readArchive } from './read-archive.ts';

/** Events that are no longer in the log, to recompute the hash chain. */
export interface ArchivedLeaves {
  /** The event at a position, if it is in a dropped range; called in ascending order. */
  at(position: number): Promise<LeafRow | 'unread' | undefined>;
  close(): Promise<void>;
}

/**
 * Reads the archives when the chain reaches them. For a range whose files are elsewhere it returns `unread` for as many events as
 * were archived, and no more.
 */
export const openArchivedLeaves = async (sql: Sql, archiveDir: string): Promise<ArchivedLeaves> => {
  const ranges = (await listArchives(sql)).filter(({ state }) => state === 'dropped');
  let reader: AsyncGenerator<readonly ArchivedRow[], void> | undefined;
  let page: readonly ArchivedRow[] = [];
  let at = 0;
  let current = -1;
  let unread = 0;

  const enter = async (index: number): Promise<void> => {
    await reader?.return();
    current = index;
    [page, at, unread, reader] = [[], 0, 0, undefined];
    const range = ranges[index]!;
    const manifest = await readArchiveManifest(archiveFolder(archiveDir, range.first)).catch(
      (error: unknown) => {
        if (error instanceof ArchiveError && error.code === 'noArchive') return undefined;
        throw error;
      },
    );
    if (manifest === undefined) unread = range.events;
    else reader = readArchive(archiveDir, manifest);
  };

  return {
    async at(position) {
      const index = ranges.findIndex(({ first, last }) => first <= position && position <= last);
      if (index === -1) return undefined;
      if (index !== current) await enter(index);
      if (reader === undefined) {
        unread -= 1;
        return unread >= 0 ? 'unread' : undefined;
      }
      for (;;) {
        for (; at < page.length; at += 1) {
          const row = page[at]!;
          const found = Number(row[POSITION]);
          if (found === position) return { position: row[POSITION]!, content: row.join(LEAF_SEPARATOR) };
          if (found > position) return undefined;
        }
        const next = await reader.next();
        if (next.done === true) return undefined;
        page = next.value;
        at = 0;
      }
    },
    async close() {
      await reader?.return();
    },
  };
};
