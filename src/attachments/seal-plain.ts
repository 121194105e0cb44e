import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AttachmentIds } from './attachment-ids.ts';
import type { ObjectStore } from './object-store.ts';
import type { Objects } from './open-objects.ts';

export interface SealingReport {
  /** Attachments that were stored unsealed, and their bytes. */
  readonly found: number;
  readonly bytes: number;
  /** Plain names of those whose digest does not match their name: left unchanged, for somebody to look at. */
  readonly damaged: readonly string[];
}

/** Opened when it is read, since a source may be opened later than it is listed. */
const bytesOf = (objects: ObjectStore, name: string): Readable =>
  Readable.from(
    (async function* () {
      const stream = await objects.open(name);
      if (stream !== undefined) yield* stream;
    })(),
    { objectMode: false },
  );

const sha256Of = async (objects: ObjectStore, name: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(bytesOf(objects, name), hash);
  return hash.digest('hex');
};

/**
 * Seals files that releases before encryption stored in plain: writes them sealed, reads them back and compares their digest, then
 * removes the plain bytes and the notes stored with them. May be interrupted anywhere and run again; a server may run meanwhile.
 */
export const sealPlain = async (options: {
  readonly objects: Objects;
  readonly ids: AttachmentIds;
  /** Ids to look at; the same one twice is harmless. */
  readonly names: AsyncIterable<string> | Iterable<string>;
  readonly dryRun: boolean;
  readonly onProgress?: (found: number, bytes: number) => void;
}): Promise<SealingReport> => {
  const { raw, sealing } = options.objects;
  const damaged: string[] = [];
  const seen = new Set<string>();
  let bytes = 0;
  for await (const id of options.names) {
    const sha256 = options.ids.sha256Of(id);
    if (sha256 === undefined || seen.has(sha256)) continue;
    const size = await raw.size(sha256);
    if (size === undefined) continue;
    seen.add(sha256);
    bytes += size;
    options.onProgress?.(seen.size, bytes);
    if (options.dryRun) continue;
    if ((await raw.size(id)) === undefined)
      await sealing.put(id, { size, sha256: '', open: () => bytesOf(raw, sha256) }, '');
    if ((await sha256Of(sealing, id)) !== sha256) {
      await raw.remove(id);
      damaged.push(sha256);
      continue;
    }
    await raw.remove(`${sha256}.json`);
    await raw.remove(sha256);
  }
  return { found: seen.size, bytes, damaged };
};
