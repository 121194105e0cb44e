import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  CHUNK_BYTES,
  chunksOf,
  HEADER_BYTES,
  makeHeader,
  openHeader,
  opening,
  plainSizeOf,
  SEALED_CHUNK_BYTES,
  SealedBytesError,
  sealedSizeOf,
  sealing,
} from '../../platform/sealed-bytes.ts';
import type { ByteRange, ObjectStore, Storable } from '../object-store.ts';
import { readAllBytes } from '../object-store.ts';

const SEALED_TYPE = 'application/octet-stream';

export interface SealingOptions {
  /** Wraps the individual key of every object. */
  readonly wrapKey: Uint8Array;
  /** The name under which an earlier release stored the same bytes unsealed; undefined if it stored none. */
  readonly plainNameOf: (key: string) => string | undefined;
}

/**
 * Seals what is put into another store, and opens what is read. Only a chunk or two is in memory, whatever the size. Objects that an
 * earlier release stored unsealed are read as they are, until they are sealed or removed.
 */
export const createSealingObjectStore = (
  objects: ObjectStore,
  { wrapKey, plainNameOf }: SealingOptions,
): ObjectStore => {
  const sealedSize = async (key: string): Promise<number | undefined> => {
    const size = await objects.size(key);
    return size === undefined ? undefined : plainSizeOf(size, key);
  };

  const openPlain = async (key: string, range?: ByteRange): Promise<Readable | undefined> => {
    const name = plainNameOf(key);
    return name === undefined ? undefined : objects.open(name, range);
  };

  return {
    async put(key, content) {
      // Truncated files are written again.
      if ((await sealedSize(key).catch(ignoreDamage)) === content.size) return;
      await objects.put(key, sealedContent(content, makeHeader(wrapKey, key)), SEALED_TYPE);
    },
    async size(key) {
      const size = await sealedSize(key);
      const name = size === undefined ? plainNameOf(key) : undefined;
      return name === undefined ? size : objects.size(name);
    },
    async open(key, range) {
      const size = await sealedSize(key);
      if (size === undefined) return openPlain(key, range);
      const head = await objects.open(key, { first: 0, last: HEADER_BYTES - 1 });
      if (head === undefined) return undefined;
      const fileKey = openHeader(wrapKey, key, await readAllBytes(head));
      const [from, until] = range === undefined ? [0, size] : [range.first, Math.min(range.last + 1, size)];
      const first = Math.floor(from / CHUNK_BYTES);
      const afterLast = Math.max(first + 1, Math.ceil(until / CHUNK_BYTES));
      const body = await objects.open(key, {
        first: HEADER_BYTES + first * SEALED_CHUNK_BYTES,
        last: Math.min(HEADER_BYTES + afterLast * SEALED_CHUNK_BYTES, sealedSizeOf(size)) - 1,
      });
      if (body === undefined) return undefined;
      const plain = opening(body, { key: fileKey, first, of: chunksOf(size), name: key });
      const start = first * CHUNK_BYTES;
      return readableOf(within(plain, from - start, until - start, key));
    },
    async remove(key) {
      await objects.remove(key);
      const name = plainNameOf(key);
      if (name !== undefined) await objects.remove(name);
    },
  };
};

const ignoreDamage = (error: unknown): undefined => {
  if (!(error instanceof SealedBytesError)) throw error;
};

const readableOf = (bytes: AsyncIterable<Uint8Array>): Readable =>
  Readable.from(bytes, { objectMode: false, highWaterMark: CHUNK_BYTES });

/** The same bytes each time it is opened: the key is created once, and each number is used only for the same chunk. */
const sealedContent = (content: Storable, header: ReturnType<typeof makeHeader>): Storable => {
  const open = () => readableOf(sealing(content.open(), content.size, header));
  return {
    size: sealedSizeOf(content.size),
    open,
    async sha256() {
      const hash = createHash('sha256');
      await pipeline(open(), hash);
      return hash.digest('hex');
    },
  };
};

/** The bytes from `from` to `until`. Throws SealedBytesError where they are not all there. */
async function* within(
  source: AsyncIterable<Buffer>,
  from: number,
  until: number,
  name: string,
): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const part of source) {
    const cut = part.subarray(Math.max(0, from - at), Math.max(0, until - at));
    at += part.length;
    if (cut.length > 0) yield cut;
  }
  if (at < until) throw new SealedBytesError(name);
}
