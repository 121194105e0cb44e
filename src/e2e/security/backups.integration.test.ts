import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runHere } from '../../testing/command-line.ts';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

/** What a case says, and nothing else does. */
const PLANTED = '汾河北岸第七号井盖翻倒';
const KEY = 'a key file of the archive room';

let folder: string;
let product: Product;
let source: Record<string, string>;
let keyed: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yiwang-sealed-backup-'));
  product = await startProduct({ YIWANG_DATA_DIR: join(folder, 'data') });
  source = { DATABASE_URL: product.database.url, YIWANG_DATA_DIR: join(folder, 'data') };
  keyed = { ...source, YIWANG_BACKUP_KEY_FILE: join(folder, 'backup.key') };
  await writeFile(keyed.YIWANG_BACKUP_KEY_FILE!, `${KEY}\n`, { mode: 0o600 });
  const worker = await product.signIn('gridWorker');
  const report = { description: PLANTED, location: YINGZE };
  expect((await product.call(worker, 'POST', '/api/v1/cases', report)).status).toBe(201);
});
afterAll(async () => {
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

const filesOf = async (backup: string) =>
  (await readdir(backup, { recursive: true, withFileTypes: true })).map((entry) => ({
    path: join(entry.parentPath, entry.name),
    isFile: entry.isFile(),
  }));
/** As stored, and unpacked if possible. */
const textsOf = async (path: string): Promise<string[]> => {
  const bytes = await readFile(path);
  const texts = [bytes.toString('utf8')];
  try {
    texts.push(gunzipSync(bytes).toString('utf8'));
  } catch {
    // Nothing packed.
  }
  return texts;
};
const holding = async (backup: string, word: string): Promise<string[]> => {
  const found: string[] = [];
  for (const { path, isFile } of await filesOf(backup))
    if (isFile && (await textsOf(path)).some((text) => text.includes(word))) found.push(path);
  return found;
};

it('L7 an encrypted backup contains nothing in plain, is readable only by its owner, and opens with its key', async () => {
  const plain = join(folder, 'plain');
  const open = await runHere(['backup', plain], source);
  expect(open).toMatchObject({ code: 0, stderr: expect.stringContaining('not encrypted') });
  // The search finds what is there.
  expect(await holding(plain, PLANTED)).not.toEqual([]);
  expect(await holding(plain, 'person_keys')).not.toEqual([]);

  const sealed = join(folder, 'sealed');
  const made = await runHere(['backup', sealed, '--encrypt', '--include-key'], keyed);
  expect(made).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('encrypted') });
  const masterKey = (await readFile(join(folder, 'data', 'master.key'), 'utf8')).trim();
  for (const word of [PLANTED, 'person_keys', 'CaseReported', masterKey])
    expect(await holding(sealed, word)).toEqual([]);

  for (const backup of [plain, sealed])
    for (const { path, isFile } of [...(await filesOf(backup)), { path: backup, isFile: false }])
      expect([path, (await stat(path)).mode & 0o777]).toEqual([path, isFile ? 0o600 : 0o700]);
  expect(await runHere(['restore', sealed, '--dry-run'], keyed)).toMatchObject({ code: 0, stderr: '' });
});

it('L7 a wrong key, a flipped byte and a plain backup in its place are refused, each with its message', async () => {
  const sealed = join(folder, 'altered');
  // The setting alone encrypts.
  expect(await runHere(['backup', sealed], keyed)).toMatchObject({ code: 0, stderr: '' });
  const restore = (env: Record<string, string>, backup = sealed) =>
    runHere(['restore', backup, '--dry-run'], { ...env, YIWANG_DATA_DIR: join(folder, 'nowhere') });

  const otherKey = join(folder, 'other.key');
  await writeFile(otherKey, 'not the key of this backup', { mode: 0o600 });
  expect(await restore({ ...keyed, YIWANG_BACKUP_KEY_FILE: otherKey })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('wrongBackupKey'),
  });
  for (const name of ['manifest.json.sealed', 'events.copy.gz.sealed', 'person_keys.copy.gz.sealed']) {
    const path = join(sealed, name);
    const written = await readFile(path);
    const changed = Buffer.from(written);
    changed[changed.length - 20] = changed[changed.length - 20]! ^ 1;
    await writeFile(path, changed);
    const refused = await restore(keyed);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('damaged') });
    expect(refused.stderr).toContain(name.replace('.sealed', ''));
    await writeFile(path, written);
  }
  expect(await restore(keyed)).toMatchObject({ code: 0 });
  expect(await restore(keyed, join(folder, 'plain'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('notEncrypted'),
  });
});
