import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes that can be read more than once, with what is known about them in advance. */
export interface Content {
  readonly size: number;
  /** SHA-256 of all bytes, hex. */
  readonly sha256: string;
  /** All bytes, or those of a range. */
  open(range?: ByteRange): Readable;
}

/** Bytes to be put into a store; their SHA-256 (hex) if the store needs it. */
export interface Storable {
  readonly size: number;
  readonly sha256: string | (() => Promise<string>);
  open(): Readable;
}

/** Both ends are included, as in HTTP. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Where attachments are stored: keys with bytes that are written once and never changed. Every implementation keeps these promises
 * (checked by one contract in the tests):
 *
 * - `put` answers only after the bytes are durable; nobody sees half of them; putting the same key again is harmless.
 * - What does not exist reads as undefined; any other failure throws.
 */
export interface ObjectStore {
  put(key: string, content: Storable, mediaType: string): Promise<void>;
  /** Size in bytes. */
  size(key: string): Promise<number | undefined>;
  open(key: string, range?: ByteRange): Promise<Readable | undefined>;
  remove(key: string): Promise<void>;
}

export const contentOfBytes = (bytes: Uint8Array): Content => ({
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  open: (range) =>
    Readable.from([range === undefined ? bytes : bytes.subarray(range.first, range.last + 1)], {
      objectMode: false,
    }),
});

/** Reads the file once for its digest. */
export const contentOfFile = async (path: string): Promise<Content> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return {
    size: (await stat(path)).size,
    sha256: hash.digest('hex'),
    open: (range) =>
      createReadStream(path, range === undefined ? {} : { start: range.first, end: range.last }),
  };
};

export const readAllBytes = async (stream: Readable): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
};
