/** A sheet as text: what people keep in a spreadsheet, read from CSV or XLSX. */
export interface TableRow {
  /** Number of the row as a spreadsheet program shows it, from 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

export interface TableLimits {
  readonly maxBytes: number;
  /** Rows with the heading. */
  readonly maxRows: number;
  readonly maxColumns: number;
  readonly maxCellLength: number;
  /** XLSX is a zip archive: most bytes that its parts may unpack to. */
  readonly maxUnpackedBytes: number;
}

export const TABLE_LIMITS: TableLimits = {
  // What may be sent is a setting; this is what the reader was made for.
  maxBytes: 32 * 1024 * 1024,
  maxRows: 20_001,
  maxColumns: 64,
  maxCellLength: 4000,
  maxUnpackedBytes: 32 * 1024 * 1024,
};

/** Why a file, a row or a cell cannot be taken; said so that the sender finds the place. */
export interface TableProblem {
  /** Null where the file as a whole is meant. */
  readonly row: number | null;
  /** The heading as the file writes it. */
  readonly column: string | null;
  readonly value: string | null;
  /** Stable name of the problem; `message` is for people. */
  readonly code: string;
  readonly expected: string | null;
  readonly message: string;
}

/** What the first day of a workbook's calendar is (ECMA-376 part 1, section 18.17.4.1). */
export type DateSystem = 1900 | 1904;

export type TableRead =
  | {
      readonly ok: true;
      readonly rows: readonly TableRow[];
      /** Of days that are kept as numbers. */
      readonly dateSystem: DateSystem;
    }
  | { readonly ok: false; readonly problem: TableProblem };

export const unreadable = (code: string, message: string, expected: string | null = null): TableRead => ({
  ok: false,
  problem: { row: null, column: null, value: null, code, expected, message },
});

/** Without spaces around it, also the wide ones of Chinese typing. Linear: a regular expression would look at a run of spaces again from each. */
export const trimmed = (text: string): string => text.trim();

export const isBlank = ({ cells }: TableRow): boolean => cells.every((cell) => trimmed(cell) === '');

/** Holds the limits on rows, columns and cells; drops columns and rows that are empty throughout. */
export const checkedRows = (
  rows: readonly TableRow[],
  limits: TableLimits,
  dateSystem: DateSystem = 1900,
): TableRead => {
  const filled = rows
    .map(({ row, cells }) => ({ row, cells: cells.map(trimmed) }))
    .filter((row) => !isBlank(row));
  if (filled.length > limits.maxRows) {
    return unreadable('tooManyRows', `超过 ${limits.maxRows} 行`, `at most ${limits.maxRows} rows`);
  }
  for (const { row, cells } of filled) {
    const width = cells.findLastIndex((cell) => cell !== '') + 1;
    const long = cells.findIndex((cell) => cell.length > limits.maxCellLength);
    const code = width > limits.maxColumns ? 'tooManyColumns' : long >= 0 ? 'cellTooLong' : undefined;
    if (code === undefined) continue;
    const most = code === 'cellTooLong' ? limits.maxCellLength : limits.maxColumns;
    const message =
      code === 'cellTooLong' ? `第 ${row} 行有单元格超过 ${most} 字` : `第 ${row} 行超过 ${most} 列`;
    return {
      ok: false,
      problem: { row, column: null, value: null, code, expected: `at most ${most}`, message },
    };
  }
  return { ok: true, rows: filled, dateSystem };
};
