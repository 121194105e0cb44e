export type CsvRead =
  | { readonly ok: true; readonly records: readonly (readonly string[])[] }
  | { readonly ok: false; readonly line: number; readonly message: string };

export interface CsvLimits {
  /** What comes behind is not read. */
  readonly maxRecords: number;
  /** Characters of one record. */
  readonly maxRecordLength: number;
}

const QUOTE = '"';
const BOM = '\uFEFF';
/** What ends a field that is not quoted; a quote inside of one is an error. */
const FIELD_END = /[,\r\n"]/g;

/**
 * Records of a comma separated text (RFC 4180; a lone CR or LF ends a record too). One pass, and nothing is made but the fields:
 * the library that stood here made an exception for each record that is longer or shorter than the first.
 */
export const readCsvRecords = (source: string, { maxRecords, maxRecordLength }: CsvLimits): CsvRead => {
  const text = source.startsWith(BOM) ? source.slice(1) : source;
  const records: string[][] = [];
  let record: string[] = [];
  let [at, began] = [0, 0];
  const refuse = (message: string): CsvRead => ({ ok: false, line: records.length + 1, message });

  while (at < text.length && records.length < maxRecords) {
    let field: string;
    if (text[at] === QUOTE) {
      const end = closingQuote(text, at, began + maxRecordLength);
      if (end === undefined) return refuse('引号未闭合，或内容过长');
      field = text.slice(at + 1, end).replaceAll('""', QUOTE);
      at = end + 1;
      if (at < text.length && !',\r\n'.includes(text[at]!)) return refuse('引号后应为逗号或换行');
    } else {
      FIELD_END.lastIndex = at;
      const end = FIELD_END.exec(text)?.index ?? text.length;
      if (text[end] === QUOTE) return refuse('引号应包住整个单元格');
      field = text.slice(at, end);
      at = end;
    }
    record.push(field);
    if (at - began > maxRecordLength) return refuse('一行内容过长');
    if (text[at] === ',') {
      at += 1;
      if (at < text.length) continue;
      record.push('');
    }
    records.push(record);
    record = [];
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
