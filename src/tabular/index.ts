export {
  type Column,
  type Columns,
  type ImportRecord,
  type RecordsRead,
  readRecords,
  templateOf,
  type ValuesOf,
} from './columns.ts';
export { createProblemList, type Problems } from './problem-list.ts';
export { readSheet, unreadSheet } from './read-sheet.ts';
export { readTable } from './read-table.ts';
export { type ImportReport, reportOf } from './report.ts';
export { type DateSystem, TABLE_LIMITS, type TableLimits, type TableProblem } from './table.ts';
