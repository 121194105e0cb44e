import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type ArchivedRow, createLineSplitter, parseCopyLine } from './copy-rows.ts';
import { ArchiveError, type ArchiveManifest, archiveFolder, readArchiveManifest } from './manifest.ts';

/** Manifest of an archive whose file has been checked against its digest. Throws ArchiveError `noArchive`, `damaged`. */
export const checkArchive = async (archiveDir: string, first: number): Promise<ArchiveManifest> => {
  const folder = archiveFolder(archiveDir, first);
  const manifest = await readArchiveManifest(folder);
  const path = join(folder, manifest.file);
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch {
    throw new ArchiveError('damaged', `${path} cannot be read`);
  }
  if (hash.digest('hex') !== manifest.sha256)
    throw new ArchiveError('damaged', `${path} differs from what was written`);
  return manifest;
};

/** The rows of an archive in order of position, a few thousand at a time; the digest of the content is checked at the end. */
export async function* readArchive(
  archiveDir: string,
  manifest: ArchiveManifest,
): AsyncGenerator<readonly ArchivedRow[], void> {
  const path = join(archiveFolder(archiveDir, manifest.first), manifest.file);
  const split = createLineSplitter();
  const content = createHash('sha256');
  const source = createReadStream(path).pipe(createGunzip({ chunkSize: 1 << 20 }));
  for await (const chunk of source) {
    content.update(chunk as Buffer);
    const lines = split(chunk as Buffer);
    if (lines.length > 0) yield lines.map(parseCopyLine);
  }
  if (content.digest('hex') !== manifest.contentSha256)
    throw new ArchiveError('damaged', `${path} does not contain the events that were archived`);
}
