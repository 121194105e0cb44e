import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupSeal } from './encryption.ts';

/** A file of a backup: its name, size and digest as stored. */
export interface BackupFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A backup's folder, and the seal of its files; without a seal they are in plain text. */
export interface BackupFolder {
  readonly folder: string;
  readonly seal: BackupSeal | undefined;
}

export const pathOf = ({ folder, seal }: BackupFolder, name: string): string =>
  join(folder, seal === undefined ? name : `${name}.sealed`);

/** Streams durably into a file; returns its size and digest. */
export const writeBackupFile = async (
  to: BackupFolder,
  name: string,
  ...streams: [NodeJS.ReadableStream, ...NodeJS.ReadWriteStream[]]
): Promise<BackupFile> => {
  const hash = createHash('sha256');
  let bytes = 0;
  const digest = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const sealed = to.seal === undefined ? [] : [to.seal.sealer(name)];
  const target = createWriteStream(pathOf(to, name), { mode: 0o600, flags: 'wx', flush: true });
  await pipeline([...streams, ...sealed, digest, target]);
  return { name, bytes, sha256: hash.digest('hex') };
};

export const writeBackupText = (to: BackupFolder, name: string, text: string): Promise<BackupFile> =>
  writeBackupFile(to, name, Readable.from([Buffer.from(text)]));

/** The plain bytes of a file; fails with BackupError `damaged` if a sealed one was changed. */
export const openBackupFile = async (from: BackupFolder, name: string): Promise<Readable> => {
  const path = pathOf(from, name);
  await access(path);
  return from.seal === undefined ? createReadStream(path) : from.seal.open(path, name);
};

export const readBackupText = async (from: BackupFolder, name: string): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of await openBackupFile(from, name)) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};
