import {
  type Columns,
  type RecordsOptions,
  type RecordsRead,
  readRecords,
  type ValuesOf,
} from './columns.ts';
import { readTable } from './read-table.ts';
import type { TableProblem } from './table.ts';

/** A sheet of which nothing can be read, for this reason. */
export const unreadSheet = (problem: TableProblem): RecordsRead<never> => ({
  records: [],
  rows: 0,
  headings: {},
  problemCount: 1,
  problems: [problem],
});

/** CSV or XLSX as records: what a worker does with a sheet from outside. */
export const readSheet = <Shape extends Columns>(
  bytes: Uint8Array,
  columns: Shape,
  options: RecordsOptions = {},
): RecordsRead<ValuesOf<Shape>> => {
  const table = readTable(bytes);
  if (!table.ok) return unreadSheet(table.problem);
  return readRecords(table.rows, columns, { ...options, dateSystem: table.dateSystem });
};
