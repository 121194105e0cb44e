import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment } from '../governance/events.ts';

export interface AttachmentStore {
  /** Keeps the bytes under their digest; undefined when they are no image of a known kind. */
  put(bytes: Uint8Array): Promise<Attachment | undefined>;
  read(digest: string): Promise<{ bytes: Buffer; mediaType: string } | undefined>;
}

/** Kinds of image by their first bytes: what a file says of itself is not trusted. */
const KINDS: readonly (readonly [mediaType: string, offset: number, signature: readonly number[]])[] = [
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50]],
];

export const mediaTypeOf = (bytes: Uint8Array): string | undefined =>
  KINDS.find(([, offset, signature]) => signature.every((byte, n) => bytes[offset + n] === byte))?.[0];

const DIGEST = /^[0-9a-f]{64}$/;

/** Files on the local disk, named by what is in them: written once, never changed, the same photo kept once. */
export const createAttachmentStore = (folder: string): AttachmentStore => {
  const pathOf = (digest: string) => join(folder, digest.slice(0, 2), digest);
  return {
    async put(bytes) {
      const mediaType = mediaTypeOf(bytes);
      if (mediaType === undefined) return undefined;
      const digest = createHash('sha256').update(bytes).digest('hex');
      const path = pathOf(digest);
      const known = await stat(path).catch(() => undefined);
      if (known === undefined) {
        await mkdir(join(folder, digest.slice(0, 2)), { recursive: true, mode: 0o700 });
        const making = `${path}.${process.pid}`;
        // On disk before the event that names it.
        await writeFile(making, bytes, { mode: 0o600, flush: true });
        await rename(making, path);
      }
      return { digest, mediaType, size: bytes.length };
    },
    async read(digest) {
      if (!DIGEST.test(digest)) return undefined;
      const bytes = await readFile(pathOf(digest)).catch(() => undefined);
      return bytes && { bytes, mediaType: mediaTypeOf(bytes) ?? 'application/octet-stream' };
    },
  };
};
