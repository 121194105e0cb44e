import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type BackupFolder,
  openBackupFile,
  pathOf,
  readBackupText,
  writeBackupFile,
  writeBackupText,
} from './backup-files.ts';
import { type BackupSeal, ENCRYPTION, makeBackupSeal, openBackupSeal } from './encryption.ts';

const PASSPHRASE = '汾河-river-2026';
const NAME = 'events.copy.gz';

let folder: string;
let seal: BackupSeal;
let to: BackupFolder;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yiwang-sealed-'));
  seal = await makeBackupSeal(PASSPHRASE);
  to = { folder, seal };
  await writeFile(join(folder, ENCRYPTION), seal.parameters);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const readAll = async (from: BackupFolder, name: string): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of await openBackupFile(from, name)) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

it.each([0, 1, 65_536, 200_000])('a file of %i bytes comes back with the passphrase', async (size) => {
  const bytes = randomBytes(size);
  await writeBackupFile(to, `of-${size}`, Readable.from([bytes]));
  expect((await readAll(to, `of-${size}`)).equals(bytes)).toBe(true);
});

it('another passphrase is distinguished from a changed file', async () => {
  await writeBackupText(to, 'manifest.json', '{"format":"Fenhe"}');
  const again = { folder, seal: await openBackupSeal(folder, PASSPHRASE) };
  expect(await readBackupText(again, 'manifest.json')).toBe('{"format":"Fenhe"}');
  await expect(openBackupSeal(folder, `${PASSPHRASE}!`)).rejects.toMatchObject({ code: 'wrongBackupKey' });
  // A weaker derivation, set by somebody who can write into the folder.
  const parameters = await readFile(join(folder, ENCRYPTION), 'utf8');
  await writeFile(join(folder, ENCRYPTION), parameters.replace('131072', '16384'));
  await expect(openBackupSeal(folder, PASSPHRASE)).rejects.toMatchObject({ code: 'wrongBackupKey' });
  await writeFile(join(folder, ENCRYPTION), parameters.replace('131072', '1073741824'));
  await expect(openBackupSeal(folder, PASSPHRASE)).rejects.toMatchObject({ code: 'damaged' });
  await writeFile(join(folder, ENCRYPTION), parameters);
});

it('a flipped byte, a truncation, an appended part and another file in its place are refused', async () => {
  await writeBackupFile(to, NAME, Readable.from([randomBytes(150_000)]));
  await writeBackupFile(to, 'other', Readable.from([randomBytes(150_000)]));
  const path = pathOf(to, NAME);
  const written = await readFile(path);
  const refused = () => expect(readAll(to, NAME)).rejects.toMatchObject({ code: 'damaged' });
  for (const at of [0, 5, 40, 70, 100, 65_700, written.length - 1]) {
    const changed = Buffer.from(written);
    changed[at] = changed[at]! ^ 1;
    await writeFile(path, changed);
    await refused();
  }
  // At the ends of chunks, where only the mark of the last one shows it.
  for (const length of [0, 20, 64, 64 + 65_552, 64 + 2 * 65_552, written.length - 1]) {
    await writeFile(path, written.subarray(0, length));
    await refused();
  }
  await writeFile(path, Buffer.concat([written, randomBytes(30)]));
  await refused();
  await rename(pathOf(to, 'other'), path);
  await refused();
});
