import { unzipSync } from 'fflate';
import type { TableLimits } from './table.ts';

export type Parts =
  | { readonly ok: true; read(path: string): string | undefined }
  | { readonly ok: false; readonly code: 'xlsxInvalid' | 'xlsxTooLarge' };

/** Parts of an Office Open XML file that a table is read from; drawings, macros and the like are never unpacked. */
const WANTED = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/;

/**
 * Unpacks the parts, at most `maxUnpackedBytes` together. The sum is taken from the archive's directory before anything is
 * unpacked, and each part gets a buffer of the size that the directory names, so an archive that lies gains nothing by it.
 */
export const unpackParts = (bytes: Uint8Array, limits: TableLimits): Parts => {
  let total = 0;
  let parts: Record<string, Uint8Array>;
  try {
    unzipSync(bytes, {
      filter(file) {
        if (WANTED.test(file.name)) total += file.originalSize;
        return false;
      },
    });
    if (!(total <= limits.maxUnpackedBytes)) return { ok: false, code: 'xlsxTooLarge' };
    parts = unzipSync(bytes, { filter: (file) => WANTED.test(file.name) });
  } catch {
    return { ok: false, code: 'xlsxInvalid' };
  }
  const decoder = new TextDecoder('utf-8');
  return {
    ok: true,
    read: (path) => {
      const part = parts[path];
      return part && decoder.decode(part);
    },
  };
};
