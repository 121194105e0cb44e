import type { SheetReaders } from '../application/imports/ports.ts';
import type { ForeignBytes } from './open-foreign-bytes.ts';
import { sheetOf } from './sheet-of.ts';

/** Sheets are read by workers; of one that they cannot read, a sheet with that one problem. */
export const createSheetReaders = (foreignBytes: ForeignBytes): SheetReaders => ({
  standard: async (bytes, minorDigits) =>
    sheetOf(await foreignBytes.parse('standardSheet', bytes, { minorDigits })),
  codeSet: async (bytes, minorDigits) =>
    sheetOf(await foreignBytes.parse('codeSetSheet', bytes, { minorDigits })),
  device: async (bytes) => sheetOf(await foreignBytes.parse('deviceSheet', bytes, {})),
  component: async (bytes) => sheetOf(await foreignBytes.parse('componentSheet', bytes, {})),
});
