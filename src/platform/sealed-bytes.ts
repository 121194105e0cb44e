// Own code: a range of a film can be decrypted without the rest; streams of age and libsodium must be read from the beginning.
import { randomBytes } from 'node:crypto';
import { decryptGcm, encryptGcm, IV_BYTES, KEY_BYTES, TAG_BYTES } from './aes-gcm.ts';

/**
 * Format of attachments at rest and of files in an encrypted backup: a header with a wrapped key, and the bytes in chunks of
 * AES-256-GCM. Each chunk's nonce consists of its number and whether it is the last one (the STREAM construction of Hoang,
 * Reyhanitabar, Rogaway and Vizár, 2015), so that chunks cannot be exchanged, removed or truncated; each chunk can be decrypted
 * separately, so that a range of a film needs only its chunks.
 */
export const CHUNK_BYTES = 65_536;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const MAGIC = Buffer.from('YWA1', 'latin1');
export const HEADER_BYTES = MAGIC.length + IV_BYTES + KEY_BYTES + TAG_BYTES;

/** The content under a name is not what was written under it. */
export class SealedBytesError extends Error {
  readonly code = 'sealedBytesDamaged';
  constructor(name: string) {
    super(`${name} is damaged, or sealed with another key`);
    this.name = 'SealedBytesError';
  }
}

const open = (key: Uint8Array, iv: Uint8Array, sealed: Uint8Array, name: string): Buffer => {
  try {
    return decryptGcm(key, iv, name, sealed);
  } catch {
    throw new SealedBytesError(name);
  }
};

/** A separate key for the bytes under a name, and the header that contains it, wrapped. */
export const makeHeader = (wrapKey: Uint8Array, name: string): { key: Buffer; header: Buffer } => {
  const [key, iv] = [randomBytes(KEY_BYTES), randomBytes(IV_BYTES)];
  return { key, header: Buffer.concat([MAGIC, iv, encryptGcm(wrapKey, iv, name, key)]) };
};

/** Throws SealedBytesError. */
export const openHeader = (wrapKey: Uint8Array, name: string, header: Buffer): Buffer => {
  if (header.length !== HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC))
    throw new SealedBytesError(name);
  const iv = header.subarray(MAGIC.length, MAGIC.length + IV_BYTES);
  return open(wrapKey, iv, header.subarray(MAGIC.length + IV_BYTES), name);
};

const nonceOf = (index: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(IV_BYTES);
  nonce.writeUInt32BE(index, 7);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
};

/** Number of chunks for this many bytes; empty content is one empty chunk. */
export const chunksOf = (plainSize: number): number => Math.max(1, Math.ceil(plainSize / CHUNK_BYTES));

export const sealedSizeOf = (plainSize: number): number =>
  HEADER_BYTES + plainSize + TAG_BYTES * chunksOf(plainSize);

/** Throws SealedBytesError for a size that is impossible for sealed bytes. */
export const plainSizeOf = (sealedSize: number, name: string): number => {
  const body = sealedSize - HEADER_BYTES;
  const plain = body - TAG_BYTES * Math.ceil(body / SEALED_CHUNK_BYTES);
  if (body < TAG_BYTES || sealedSizeOf(plain) !== sealedSize) throw new SealedBytesError(name);
  return plain;
};

/** Pieces of exactly `size` bytes, the last one may be shorter; copies as little as possible. */
async function* pieces(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const part of source) {
    waiting.push(part);
    length += part.length;
    if (length < size) continue;
    const whole = Buffer.concat(waiting);
    let at = 0;
    for (; length - at >= size; at += size) yield whole.subarray(at, at + size);
    waiting = [whole.subarray(at)];
    length -= at;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

/**
 * Seals a source, header first. Throws RangeError if it has more or fewer bytes than `size`; without a size it may have any number.
 */
export async function* sealing(
  source: AsyncIterable<Uint8Array>,
  size: number | undefined,
  { key, header }: { readonly key: Buffer; readonly header: Buffer },
): AsyncGenerator<Buffer> {
  yield header;
  let index = 0;
  let read = 0;
  // One piece is held back: the last one is only known at the end of the source.
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of pieces(source, CHUNK_BYTES)) {
    if (read > 0) {
      yield encryptGcm(key, nonceOf(index, false), '', held);
      index += 1;
    }
    held = piece;
    read += piece.length;
    if (size !== undefined && read > size) break;
  }
  if (size !== undefined && read !== size)
    throw new RangeError(`the source has ${read} bytes or more, not ${size}`);
  yield encryptGcm(key, nonceOf(index, true), '', held);
}

/** Decrypts sealed chunks from number `first`. `of`: number of chunks in the whole. Throws SealedBytesError. */
export async function* opening(
  source: AsyncIterable<Uint8Array>,
  {
    key,
    first,
    of,
    name,
  }: { readonly key: Buffer; readonly first: number; readonly of: number; readonly name: string },
): AsyncGenerator<Buffer> {
  let index = first;
  for await (const piece of pieces(source, SEALED_CHUNK_BYTES)) {
    if (piece.length < TAG_BYTES) throw new SealedBytesError(name);
    yield open(key, nonceOf(index, index === of - 1), piece, '');
    index += 1;
  }
}
