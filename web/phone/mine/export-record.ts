import { strToU8, zipSync } from 'fflate';
import { saveFile } from '../../shared/save-file.ts';
import { fileOf } from '../keep/records.ts';
import type { PhoneRecord } from '../queue/record.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'audio/mp4': 'm4a',
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
};

/** A record with its files as one archive: for whoever shall enter it elsewhere. */
export const archiveOf = async (record: PhoneRecord): Promise<Blob> => {
  const parts: Record<string, Uint8Array> = { 'record.json': strToU8(JSON.stringify(record, null, 2)) };
  for (const [n, { fileId, role, mediaType }] of record.files.entries()) {
    const blob = (await fileOf(fileId))?.blob;
    if (blob)
      parts[`${n + 1}-${role}.${ENDINGS[mediaType] ?? 'bin'}`] = new Uint8Array(await blob.arrayBuffer());
  }
  // Photos are compressed already.
  return new Blob([zipSync(parts, { level: 0 }) as Uint8Array<ArrayBuffer>], { type: 'application/zip' });
};

/** Hands the archive to the browser as a download. */
export const exportRecord = async (record: PhoneRecord): Promise<void> =>
  saveFile(await archiveOf(record), `yiwang-${record.begunAt.slice(0, 19).replace(/[:T]/g, '-')}.zip`);
