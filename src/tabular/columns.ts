import { createProblemList, type Problems } from './problem-list.ts';
import { type DateSystem, isBlank, type TableProblem, type TableRow, trimmed } from './table.ts';

/** One column of an import: how its heading may read, and what its cells hold. */
export interface Column<Value> {
  /** The first one is the template's. */
  readonly headings: readonly string[];
  /** True where a file without this column cannot be taken. */
  readonly required?: boolean;
  /** True where a cell may be empty. */
  readonly optional?: boolean;
  /**
   * An empty cell takes the value above: `always`, or `continuation` where the row goes on with the matter above, that is
   * where the cell of the key column is empty too. The way in which people leave out what repeats.
   */
  readonly fillDown?: 'always' | 'continuation';
  readonly expected: string;
  /** Example for the template. */
  readonly example: string;
  /** Undefined where the text cannot be taken. A day may be a number of the file's date system. */
  readonly parse: (text: string, dateSystem: DateSystem) => Value | undefined;
}

export type Columns = Readonly<Record<string, Column<unknown>>>;
export type ValuesOf<Shape extends Columns> = {
  readonly [Key in keyof Shape]: Shape[Key] extends Column<infer Value> ? Value | null : never;
};

export interface ImportRecord<Values> {
  readonly row: number;
  readonly values: Values;
}

/** Plain data, so that a worker can read a sheet and others judge what is in it. */
export interface RecordsRead<Values> extends Problems {
  /** Rows whose every cell could be read. */
  readonly records: readonly ImportRecord<Values>[];
  readonly rows: number;
  /** The headings of columns as the file writes them, for what is found wrong later. */
  readonly headings: Readonly<Record<string, string>>;
}

/** Titles above the heading are passed over, but no more than this. */
const MOST_TITLE_ROWS = 5;

const normal = (heading: string): string => heading.replace(/[\s\u3000*＊]/g, '').toLowerCase();

const placesOf = (columns: Columns, cells: readonly string[]): ReadonlyMap<string, number> => {
  const written = cells.map(normal);
  return new Map(
    Object.entries(columns).flatMap(([key, { headings }]) => {
      const place = written.findIndex(
        (cell) => cell !== '' && headings.some((each) => normal(each) === cell),
      );
      return place < 0 ? [] : [[key, place] as const];
    }),
  );
};

const missingOf = (columns: Columns, places: ReadonlyMap<string, number>): string[] =>
  Object.entries(columns)
    .filter(([key, { required }]) => required === true && !places.has(key))
    .map(([, { headings }]) => headings[0]!);

export interface RecordsOptions {
  /** Column whose empty cell makes a row a continuation. */
  readonly key?: string;
  /** Of days that the table keeps as numbers. Default 1900. */
  readonly dateSystem?: DateSystem;
}

/** Finds the heading, reads every cell, and names each that cannot be taken by row, column, value and what is expected. */
export const readRecords = <Shape extends Columns>(
  table: readonly TableRow[],
  columns: Shape,
  options: RecordsOptions = {},
): RecordsRead<ValuesOf<Shape>> => {
  const candidates = table.slice(0, MOST_TITLE_ROWS + 1).map((row) => ({
    row,
    places: placesOf(columns, row.cells),
  }));
  const heading = candidates.find(({ places }) => missingOf(columns, places).length === 0);
  if (heading === undefined) {
    const [best] = [...candidates].sort((a, b) => b.places.size - a.places.size);
    const missing = missingOf(columns, best?.places ?? new Map());
    const problem: TableProblem = {
      row: best?.row.row ?? null,
      column: missing[0] ?? null,
      value: null,
      code: 'headingMissing',
      expected: Object.values(columns)
        .filter(({ required }) => required)
        .map(({ headings }) => headings[0])
        .join('、'),
      message: `缺少表头：${missing.join('、')}`,
    };
    return { records: [], rows: 0, headings: {}, problemCount: 1, problems: [problem] };
  }
  const { places } = heading;
  const headingOf = (key: string): string => {
    const place = places.get(key);
    return (place === undefined ? undefined : heading.row.cells[place]) || (columns[key]?.headings[0] ?? key);
  };
  const records: ImportRecord<ValuesOf<Shape>>[] = [];
  const problems = createProblemList();
  const above = new Map<string, string>();
  const rows = table.filter((row) => row.row > heading.row.row && !isBlank(row));
  for (const { row, cells } of rows) {
    const cell = (key: string): string => trimmed(cells[places.get(key) ?? -1] ?? '');
    const continues = options.key !== undefined && places.has(options.key) && cell(options.key) === '';
    const values: Record<string, unknown> = {};
    let wrong = false;
    for (const [key, column] of Object.entries(columns)) {
      const fills =
        column.fillDown === 'always' || (column.fillDown === 'continuation' && continues && above.size > 0);
      const text = cell(key) || (fills ? (above.get(key) ?? '') : '');
      above.set(key, text);
      const absent = text === '';
      const allowed = absent && (column.optional === true || (!places.has(key) && column.required !== true));
      const value = absent ? undefined : column.parse(text, options.dateSystem ?? 1900);
      values[key] = value ?? null;
      if (allowed || value !== undefined) continue;
      wrong = true;
      problems.add({
        row,
        column: headingOf(key),
        value: text,
        code: absent ? 'cellMissing' : 'cellInvalid',
        expected: column.expected,
        message: absent
          ? `第 ${row} 行“${headingOf(key)}”为空`
          : `第 ${row} 行“${headingOf(key)}”的值“${text.slice(0, 40)}”无效，应为${column.expected}`,
      });
    }
    if (!wrong) records.push({ row, values: values as ValuesOf<Shape> });
  }
  const headings = Object.fromEntries(Object.keys(columns).map((key) => [key, headingOf(key)]));
  return { records, rows: rows.length, headings, ...problems.list() };
};

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A CSV with the headings and one row as an example; with the mark that makes Excel read it as UTF-8. */
export const templateOf = (columns: Columns): string => {
  const all = Object.values(columns);
  const lines = [all.map(({ headings }) => headings[0]!), all.map(({ example }) => example)];
  return `\uFEFF${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
};
