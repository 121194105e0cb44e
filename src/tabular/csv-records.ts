import { isBlank, type TableRow } from './table.ts';

export type CsvRead =
  | { readonly ok: true; readonly records: readonly TableRow[] }
  | { readonly ok: false; readonly line: number; readonly message: string };

export interface CsvLimits {
  /** Records with something in them; what comes behind is not read. */
  readonly maxRecords: number;
  /** Characters of one record. */
  readonly maxRecordLength: number;
}

const QUOTE = '"';
const BOM = '\uFEFF';
const COMMA = ',';
/** What ends a field that is not quoted, by what separates fields; a quote inside of one is an error. */
const FIELD_ENDS = { [COMMA]: /[,\r\n"]/g, '\t': /[\t\r\n"]/g, ';': /[;\r\n"]/g } as const;
type Separator = keyof typeof FIELD_ENDS;
const SEPARATORS = Object.keys(FIELD_ENDS) as Separator[];

/** Characters that are looked at for what separates fields: a heading with titles above it. */
const MOST_HEAD_LENGTH = 4096;

/** What separates the fields: commas, else what a spreadsheet program writes for "Unicode text" or where the comma is a decimal sign. */
const separatorOf = (text: string): Separator => {
  const head = text.slice(0, MOST_HEAD_LENGTH).replaceAll(/"[^"]*"?/g, '');
  for (const line of head.split(/[\r\n]/)) {
    const counts = SEPARATORS.map((separator) => line.split(separator).length - 1);
    const most = Math.max(...counts);
    if (most > 0) return SEPARATORS[counts.indexOf(most)]!;
  }
  return COMMA;
};

/**
 * Records of a comma separated text (RFC 4180; a lone CR or LF ends a record too), with their numbers and without those that are
 * blank. One pass, and nothing is made but the fields: the library that stood here made an exception for each record that is longer
 * or shorter than the first.
 */
export const readCsvRecords = (source: string, { maxRecords, maxRecordLength }: CsvLimits): CsvRead => {
  const text = source.startsWith(BOM) ? source.slice(1) : source;
  const separator = separatorOf(text);
  const fieldEnd = new RegExp(FIELD_ENDS[separator]);
  const behindQuote = `${separator}\r\n`;
  const records: TableRow[] = [];
  let cells: string[] = [];
  let [at, began, row] = [0, 0, 1];
  const refuse = (message: string): CsvRead => ({ ok: false, line: row, message });

  while (at < text.length && records.length < maxRecords) {
    let field: string;
    if (text[at] === QUOTE) {
      const end = closingQuote(text, at, began + maxRecordLength);
      if (end === undefined) return refuse('引号未闭合，或内容过长');
      field = text.slice(at + 1, end).replaceAll('""', QUOTE);
      at = end + 1;
      if (at < text.length && !behindQuote.includes(text[at]!)) return refuse('引号后应为逗号或换行');
    } else {
      fieldEnd.lastIndex = at;
      const end = fieldEnd.exec(text)?.index ?? text.length;
      if (text[end] === QUOTE) return refuse('引号应包住整个单元格');
      field = text.slice(at, end);
      at = end;
    }
    cells.push(field);
    if (at - began > maxRecordLength) return refuse('一行内容过长');
    if (text[at] === separator) {
      at += 1;
      if (at < text.length) continue;
      cells.push('');
    }
    const record: TableRow = { row, cells };
    if (!isBlank(record)) records.push(record);
    cells = [];
    row += 1;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    began = at;
  }
  return { ok: true, records };
};

/** Index of the quote that closes a field; undefined where none does before `limit`. */
const closingQuote = (text: string, opening: number, limit: number): number | undefined => {
  for (let at = text.indexOf(QUOTE, opening + 1); at >= 0 && at <= limit; at = text.indexOf(QUOTE, at + 2)) {
    if (text[at + 1] !== QUOTE) return at;
  }
  return undefined;
};
