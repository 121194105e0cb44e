import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeBinaries } from './binaries.ts';

let base: string;
let packageFolder: string;

/** A package as laid out by npm if its install script did not run: the library without its short name. */
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'yiwang-binaries-'));
  packageFolder = join(base, 'package');
  await mkdir(join(packageFolder, 'native', 'bin'), { recursive: true });
  await mkdir(join(packageFolder, 'native', 'lib'));
  await writeFile(join(packageFolder, 'native', 'lib', 'libpq.so.5.18'), 'library');
  await writeFile(
    join(packageFolder, 'native', 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
  );
});
afterEach(() => rm(base, { recursive: true, force: true }));

const place = (runAs: Parameters<typeof placeBinaries>[2] = null) =>
  placeBinaries(packageFolder, '18.4', runAs, join(base));

describe('binaries', () => {
  it('get the links that an install script would have created, once', async () => {
    for (let start = 0; start < 2; start += 1) {
      expect(await place()).toBe(packageFolder);
      expect(await readFile(join(packageFolder, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
    }
  });

  it('keep an existing link', async () => {
    await symlink('libpq.so.5.18', join(packageFolder, 'native', 'lib', 'libpq.so.5'));
    expect(await place()).toBe(packageFolder);
    expect((await readdir(join(packageFolder, 'native', 'lib'))).sort()).toEqual([
      'libpq.so.5',
      'libpq.so.5.18',
    ]);
  });

  it('are staged completely, once, for a user who cannot enter their folder', async () => {
    const stranger = { name: 'stranger', uid: 54_321, gid: 54_321 };
    const first = await place(stranger);
    expect(first).not.toBe(packageFolder);
    expect(await readFile(join(first, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
    const { ino } = await lstat(first);
    expect(await place(stranger)).toBe(first);
    expect((await lstat(first)).ino).toBe(ino);
  });
});
