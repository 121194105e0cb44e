import { createHmac, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Duplex, Readable } from 'node:stream';
import { z } from 'zod';
import {
  chunksOf,
  HEADER_BYTES,
  makeHeader,
  openHeader,
  opening,
  plainSizeOf,
  SealedBytesError,
  sealing,
} from '../platform/sealed-bytes.ts';
import { BackupError } from './backup-error.ts';

/** Parameters for deriving the key of an encrypted backup from its passphrase. Everything else in the backup is sealed. */
export const ENCRYPTION = 'encryption.json';
/** Minimum length of a passphrase or of the content of a key file. */
export const MIN_PASSPHRASE_LENGTH = 12;

/** 128 MiB and about half a second a guess (OWASP Password Storage: N = 2^17, r = 8, p = 1). */
const COST = { N: 131_072, r: 8, p: 1 };
const MAX_MEMORY = 512 * 1_048_576;

const encryptionSchema = z.object({
  format: z.literal('yiwang-backup-encryption-1'),
  kdf: z.literal('scrypt'),
  // Bounded: somebody who can write into the folder could change them.
  N: z.int().min(16_384).max(262_144),
  r: z.int().min(1).max(8),
  p: z.int().min(1).max(4),
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  /** Distinguishes a wrong passphrase from a changed file. */
  check: z.string(),
});
type Encryption = z.infer<typeof encryptionSchema>;

/** Seals and opens the files of one backup. Files of another backup, or under another name, cannot be opened. */
export interface BackupSeal {
  /** Text of `encryption.json`. */
  readonly parameters: string;
  /** A stream that seals the content written under this name. */
  sealer(name: string): Duplex;
  /** The plain bytes of the sealed file at `path`; fails with BackupError `damaged` if it was changed. */
  open(path: string, name: string): Promise<Readable>;
}

const deriveKey = (passphrase: string, { salt, N, r, p }: Omit<Encryption, 'check'>): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const settings = { N, r, p, maxmem: MAX_MEMORY };
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'hex'), 32, settings, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });

const checkOf = (key: Buffer, { salt, N, r, p }: Omit<Encryption, 'check'>): string =>
  createHmac('sha256', Buffer.from(hkdfSync('sha256', key, '', 'yiwang backup key check v1', 32)))
    .update(JSON.stringify([salt, N, r, p]))
    .digest('hex');

const sealWith = (key: Buffer, encryption: Encryption): BackupSeal => {
  const wrapKey = Buffer.from(hkdfSync('sha256', key, '', 'yiwang backup files v1', 32));
  const boundName = (name: string) => `${encryption.salt}/${name}`;
  return {
    parameters: `${JSON.stringify(encryption, null, 2)}\n`,
    sealer: (name) =>
      Duplex.from((source: AsyncIterable<Uint8Array>) =>
        sealing(source, undefined, makeHeader(wrapKey, boundName(name))),
      ),
    async open(path, name) {
      try {
        const { size } = await stat(path);
        const plainSize = plainSizeOf(size, name);
        const fileKey = openHeader(wrapKey, boundName(name), await readHead(path));
        const body = createReadStream(path, { start: HEADER_BYTES });
        const plain = opening(body, { key: fileKey, first: 0, of: chunksOf(plainSize), name });
        return Readable.from(whole(plain, plainSize, name), { objectMode: false });
      } catch (error) {
        throw damaged(error, name);
      }
    },
  };
};

const readHead = async (path: string): Promise<Buffer> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** If the file was truncated while being read, bytes are missing at the end. */
async function* whole(source: AsyncIterable<Buffer>, size: number, name: string): AsyncGenerator<Buffer> {
  let read = 0;
  try {
    for await (const part of source) {
      read += part.length;
      yield part;
    }
  } catch (error) {
    throw damaged(error, name);
  }
  if (read !== size) throw damaged(new SealedBytesError(name), name);
}

const damaged = (error: unknown, name: string): unknown =>
  error instanceof SealedBytesError
    ? new BackupError('damaged', `${name} was changed after it was written, or belongs to another backup`)
    : error;

/** For a new backup. */
export const makeBackupSeal = async (passphrase: string): Promise<BackupSeal> => {
  const encryption = {
    format: 'yiwang-backup-encryption-1' as const,
    kdf: 'scrypt' as const,
    ...COST,
    salt: randomBytes(32).toString('hex'),
  };
  const key = await deriveKey(passphrase, encryption);
  return sealWith(key, { ...encryption, check: checkOf(key, encryption) });
};

export const isEncrypted = (folder: string): Promise<boolean> =>
  stat(join(folder, ENCRYPTION)).then(
    () => true,
    () => false,
  );

/** For an existing backup. Throws BackupError `damaged` or `wrongBackupKey`. */
export const openBackupSeal = async (folder: string, passphrase: string): Promise<BackupSeal> => {
  const encryption = await readEncryption(folder);
  const key = await deriveKey(passphrase, encryption);
  if (checkOf(key, encryption) !== encryption.check) {
    throw new BackupError(
      'wrongBackupKey',
      `this is not the passphrase or key file with which the backup was made (or ${ENCRYPTION} was changed)`,
    );
  }
  return sealWith(key, encryption);
};

const readEncryption = async (folder: string): Promise<Encryption> => {
  try {
    return encryptionSchema.parse(JSON.parse(await readFile(join(folder, ENCRYPTION), 'utf8')));
  } catch {
    throw new BackupError('damaged', `${ENCRYPTION} does not have the format of this release`);
  }
};
