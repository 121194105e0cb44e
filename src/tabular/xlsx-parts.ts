import type { TableLimits } from './table.ts';
import { readZipDirectory, unzipEntry } from './zip.ts';

export type Parts =
  | { readonly ok: true; read(path: string): string | undefined }
  | { readonly ok: false; readonly code: 'xlsxInvalid' | 'xlsxTooLarge' };

/** Parts of an Office Open XML file that a table is read from; drawings, macros and the like are never unpacked. */
const WANTED = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/;

/**
 * The parts, at most `maxUnpackedBytes` together. The sum is taken from the archive's directory before anything is unpacked, and
 * nothing is unpacked to more than the directory names, so an archive that lies gains nothing by it. `read` throws where a part
 * cannot be unpacked.
 */
export const unpackParts = (bytes: Uint8Array, limits: TableLimits): Parts => {
  const entries = readZipDirectory(bytes)?.filter(({ name }) => WANTED.test(name));
  if (entries === undefined) return { ok: false, code: 'xlsxInvalid' };
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.maxUnpackedBytes) return { ok: false, code: 'xlsxTooLarge' };
  const decoder = new TextDecoder('utf-8');
  return {
    ok: true,
    read: (path) => {
      const entry = entries.find(({ name }) => name === path);
      return entry && decoder.decode(unzipEntry(bytes, entry));
    },
  };
};
