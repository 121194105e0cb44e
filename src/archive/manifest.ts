import { open, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Config } from '../config.ts';

/** `manifest.json` of an archived range; written last, so a folder without it is not an archive. */
export const archiveManifestSchema = z.object({
  format: z.literal('yiwang-archive-1'),
  /** Positions in the log, first and last. The file contains the ageing events between them. */
  first: z.int().positive(),
  last: z.int().positive(),
  events: z.int().nonnegative(),
  /** ISO 8601; no event of the range was recorded later. */
  recordedUntil: z.string(),
  /** gzip of rows in PostgreSQL's COPY text format, in order of position. */
  file: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** Size of the rows before compression. */
  contentBytes: z.int(),
  contentSha256: z.string(),
  columns: z.array(z.string()),
});
export type ArchiveManifest = z.infer<typeof archiveManifestSchema>;

export const MANIFEST = 'manifest.json';
export const EVENTS_FILE = 'events.copy.gz';

export const archiveDirOf = (config: Pick<Config, 'YIWANG_ARCHIVE_DIR' | 'YIWANG_DATA_DIR'>): string =>
  resolve(config.YIWANG_ARCHIVE_DIR ?? join(config.YIWANG_DATA_DIR, 'archive'));

export const archiveFolder = (archiveDir: string, first: number): string => join(archiveDir, String(first));

export type ArchiveErrorCode =
  | 'noArchive'
  | 'damaged'
  | 'notDropped'
  | 'notRestored'
  | 'running'
  | 'otherEngine';

/** Why a range cannot be archived, verified or restored, in words that help to solve it. */
export class ArchiveError extends Error {
  readonly code: ArchiveErrorCode;
  constructor(code: ArchiveErrorCode, message: string) {
    super(message);
    this.name = 'ArchiveError';
    this.code = code;
  }
}

/** Throws ArchiveError `noArchive`, `damaged`. */
export const readArchiveManifest = async (folder: string): Promise<ArchiveManifest> => {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) throw new ArchiveError('noArchive', `${folder} contains no archive`);
  try {
    return archiveManifestSchema.parse(JSON.parse(text));
  } catch {
    throw new ArchiveError('damaged', `${join(folder, MANIFEST)} cannot be read`);
  }
};

/** A directory's entries are only on disk once the directory itself has been synced. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
