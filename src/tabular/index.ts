export {
  type Column,
  type Columns,
  type ImportRecord,
  type RecordsRead,
  templateOf,
  type ValuesOf,
} from './columns.ts';
export { degrees, text } from './common-columns.ts';
export { createProblemList, type Problems } from './problem-list.ts';
export { readSheet, unreadSheet } from './read-sheet.ts';
export { type ImportReport, reportOf } from './report.ts';
export type { DateSystem, TableLimits, TableProblem } from './table.ts';
export { csvOf } from './write-csv.ts';
