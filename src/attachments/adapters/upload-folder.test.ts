import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Upload } from '../uploads/upload.ts';
import { openUploadFolder } from './upload-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yiwang-uploads-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const upload: Upload = {
  uploadId: 'one',
  userId: 'u',
  length: 10,
  fileName: '',
  contentType: '',
  expiresAt: '2026-11-25T00:00:00.000Z',
  attachment: null,
};
const bytes = (text: string) => Readable.from([Buffer.from(text)]);

it('an upload resumes after a kill from what is on disk', async () => {
  const before = await openUploadFolder(folder, (name) => name);
  await before.create(upload);
  expect(await before.append('one', 0, bytes('abcd'))).toEqual({ status: 'appended', offset: 4 });
  await appendFile(join(folder, 'one.bin'), 'ef');
  const after = await openUploadFolder(folder, (name) => name);
  expect(after.find('one')).toEqual(upload);
  expect(await after.offset('one')).toBe(6);
});

it('case 51 a finished upload accepts no further bytes', async () => {
  const uploads = await openUploadFolder(folder, (name) => name);
  await uploads.create(upload);
  await uploads.append('one', 0, bytes('0123456789'));
  await uploads.update({ ...upload, attachment: { digest: 'd', mediaType: 'image/png', size: 10 } });
  const nothing = () => Readable.from([]);
  expect(await uploads.append('one', 10, nothing())).toEqual({ status: 'appended', offset: 10 });
  expect(await uploads.append('one', 10, bytes('x'))).toEqual({ status: 'tooLong' });
  expect(await uploads.append('one', 9, nothing())).toEqual({ status: 'wrongOffset', offset: 10 });
  const wrong = { algorithm: 'sha1', value: 'AAAA' } as const;
  expect(await uploads.append('one', 10, nothing(), wrong)).toEqual({ status: 'checksumMismatch' });
});

it('a chunk whose checksum was not verified before the kill is cut off', async () => {
  const before = await openUploadFolder(folder, (name) => name);
  await before.create(upload);
  await before.append('one', 0, bytes('abcd'));
  await writeFile(join(folder, 'one.unchecked'), '4');
  await appendFile(join(folder, 'one.bin'), 'xx');
  const after = await openUploadFolder(folder, (name) => name);
  expect(await after.offset('one')).toBe(4);
  expect(await readdir(folder)).toEqual(['one.bin', 'one.json']);
});

it('remains of an upload that was being created or removed at a kill are cleaned up', async () => {
  await writeFile(join(folder, 'half.bin'), 'x');
  await writeFile(join(folder, 'half.json.new'), '{');
  await openUploadFolder(folder, (name) => name);
  expect(await readdir(folder)).toEqual([]);
});

it('only one request writes to an upload at a time', async () => {
  const uploads = await openUploadFolder(folder, (name) => name);
  await uploads.create(upload);
  const [first, second] = await Promise.all([
    uploads.append('one', 0, bytes('abcd')),
    uploads.append('one', 0, bytes('efgh')),
  ]);
  expect([first, second]).toEqual([{ status: 'appended', offset: 4 }, { status: 'locked' }]);
});
