import { readPhoto } from '../attachments/read-photo.ts';
import { type GridFile, type GridFileLimits, type GridRead, readGridFile } from '../geography/grid-import.ts';
import { readCodeSetSheet, readComponentSheet, readStandardSheet } from '../governance/index.ts';
import type { Parsed } from '../platform/foreign-bytes/parser.ts';
import { readDeviceSheet } from '../sensing/index.ts';
import type { RecordsRead } from '../tabular/index.ts';

const inPortions = <Values>({
  records,
  ...rest
}: RecordsRead<Values>): Parsed<Omit<RecordsRead<Values>, 'records'>, (typeof records)[number]> => ({
  result: rest,
  items: records,
});

const readGrids = (
  bytes: Uint8Array,
  limits: GridFileLimits,
): Parsed<Pick<GridFile, 'problems'>, GridRead> => {
  const { grids, problems } = readGridFile(bytes, limits);
  return { result: { problems }, items: grids };
};

/** Every parser of bytes from outside that a worker runs, by name. */
export const FOREIGN_PARSERS = {
  photo: readPhoto,
  standardSheet: (bytes: Uint8Array, { minorDigits }: { minorDigits: number }) =>
    inPortions(readStandardSheet(bytes, minorDigits)),
  codeSetSheet: (bytes: Uint8Array, { minorDigits }: { minorDigits: number }) =>
    inPortions(readCodeSetSheet(bytes, minorDigits)),
  gridFile: readGrids,
  deviceSheet: (bytes: Uint8Array, _none: Record<never, never>) => inPortions(readDeviceSheet(bytes)),
  componentSheet: (bytes: Uint8Array, _none: Record<never, never>) => inPortions(readComponentSheet(bytes)),
};
