import type { Hash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { renamed } from '../named.ts';
import { type Checksum, checksumHash } from '../uploads/tus.ts';
import type { AppendChunk, Upload, UploadFolder } from '../uploads/upload.ts';

const INFO = '.json';

/**
 * Two files per upload: its metadata, and its bytes. The size of the second is the offset, so a killed server resumes from what is
 * on disk. While a chunk with a checksum is being written, a third file records where it began: if that file is still there, the
 * chunk was never verified and is cut off.
 */
export const openUploadFolder = async (
  folder: string,
  /** The current name of an attachment that an earlier release named differently. */
  current: (name: string) => string,
): Promise<UploadFolder> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const uploads = new Map<string, Upload>();
  const locked = new Set<string>();
  const path = (uploadId: string) => join(folder, `${uploadId}.bin`);
  const uncheckedPath = (uploadId: string) => join(folder, `${uploadId}.unchecked`);

  const writeFileDurably = async (name: string, text: string): Promise<void> => {
    const making = join(folder, `${name}.new`);
    const file = await open(making, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(making, join(folder, name));
    const directory = await open(folder, 'r');
    await directory.sync().finally(() => directory.close());
  };

  const remove = async (uploadId: string): Promise<void> => {
    uploads.delete(uploadId);
    // The file by which it is known goes last: a crash in between leaves something that the next sweep finds.
    await rm(uncheckedPath(uploadId), { force: true });
    await rm(path(uploadId), { force: true });
    await rm(join(folder, `${uploadId}${INFO}`), { force: true });
  };

  const offset = async (uploadId: string): Promise<number> =>
    uploads.get(uploadId)?.attachment?.size ?? (await stat(path(uploadId))).size;

  const cutUnchecked = async (uploadId: string): Promise<void> => {
    const from = await readFile(uncheckedPath(uploadId), 'utf8').catch(() => undefined);
    if (from === undefined) return;
    await truncate(path(uploadId), Number(from));
    await rm(uncheckedPath(uploadId), { force: true });
  };

  const names = new Set(await readdir(folder));
  for (const name of names) {
    if (name.endsWith('.new')) await rm(join(folder, name), { force: true });
    const uploadId = name.slice(0, name.lastIndexOf('.'));
    if (name.endsWith(INFO)) {
      const upload = JSON.parse(await readFile(join(folder, name), 'utf8')) as Upload;
      const attachment = upload.attachment && renamed(upload.attachment, current);
      uploads.set(uploadId, { ...upload, attachment });
      if (upload.attachment === null) await cutUnchecked(uploadId);
    } else if (!names.has(`${uploadId}${INFO}`)) await rm(join(folder, name), { force: true });
  }

  const write = async (
    uploadId: string,
    from: number,
    most: number,
    bytes: Readable,
    hash: Hash | undefined,
  ): Promise<'whole' | 'interrupted' | 'tooLong'> => {
    const file = await open(path(uploadId), 'r+');
    let at = from;
    try {
      for await (const part of bytes) {
        const chunk = part as Buffer;
        if (at + chunk.length > most) return 'tooLong';
        hash?.update(chunk);
        await file.write(chunk, 0, chunk.length, at);
        at += chunk.length;
      }
      return 'whole';
    } catch (error) {
      if (bytes.errored !== null || bytes.destroyed) return 'interrupted';
      throw error;
    } finally {
      await file.sync().finally(() => file.close());
    }
  };

  const takeNothing = async (
    bytes: Readable,
    at: number,
    checksum: Checksum | undefined,
  ): Promise<AppendChunk> => {
    try {
      for await (const part of bytes) if ((part as Buffer).length > 0) return { status: 'tooLong' };
    } catch (error) {
      if (bytes.errored !== null || bytes.destroyed) return { status: 'interrupted', offset: at };
      throw error;
    }
    const isRight = checksum === undefined || checksumHash(checksum).digest('base64') === checksum.value;
    return isRight ? { status: 'appended', offset: at } : { status: 'checksumMismatch' };
  };

  return {
    path,
    offset,
    remove,
    find: (uploadId) => uploads.get(uploadId),
    all: () => [...uploads.values()],
    async create(upload) {
      const file = await open(path(upload.uploadId), 'wx', 0o600);
      await file.sync().finally(() => file.close());
      await writeFileDurably(`${upload.uploadId}${INFO}`, JSON.stringify(upload));
      uploads.set(upload.uploadId, upload);
    },
    async update(upload) {
      await writeFileDurably(`${upload.uploadId}${INFO}`, JSON.stringify(upload));
      uploads.set(upload.uploadId, upload);
      if (upload.attachment !== null) await rm(path(upload.uploadId), { force: true });
    },
    async append(uploadId, from, bytes, checksum): Promise<AppendChunk> {
      const upload = uploads.get(uploadId);
      if (upload === undefined) return { status: 'unknown' };
      if (locked.has(uploadId)) return { status: 'locked' };
      locked.add(uploadId);
      try {
        const known = await offset(uploadId);
        if (known !== from) return { status: 'wrongOffset', offset: known };
        // Its bytes are an attachment by now, and no more can arrive.
        if (upload.attachment !== null) return takeNothing(bytes, known, checksum);
        const hash = checksum && checksumHash(checksum);
        if (checksum !== undefined) await writeFileDurably(`${uploadId}.unchecked`, String(from));
        const written = await write(uploadId, from, upload.length, bytes, hash);
        const passed =
          hash === undefined || (written === 'whole' && hash.digest('base64') === checksum?.value);
        if (written === 'tooLong' || !passed) await truncate(path(uploadId), from);
        if (checksum !== undefined) await rm(uncheckedPath(uploadId), { force: true });
        if (written === 'tooLong') return { status: 'tooLong' };
        if (written === 'interrupted') return { status: 'interrupted', offset: await offset(uploadId) };
        return passed
          ? { status: 'appended', offset: await offset(uploadId) }
          : { status: 'checksumMismatch' };
      } finally {
        locked.delete(uploadId);
      }
    },
  };
};
