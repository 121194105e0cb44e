// By hand: libraries build the whole workbook before any limit can hold.
import {
  checkedRows,
  type DateSystem,
  type TableLimits,
  type TableRead,
  type TableRow,
  trimmed,
  unreadable,
} from './table.ts';
import { unpackParts } from './xlsx-parts.ts';
import { readXml } from './xml.ts';

/** A workbook (ECMA-376 part 1) as far as a table needs it: the first sheet's texts, numbers and merged ranges. */
export const readXlsxTable = (bytes: Uint8Array, limits: TableLimits): TableRead => {
  const parts = unpackParts(bytes, limits);
  if (!parts.ok) {
    return parts.code === 'xlsxTooLarge'
      ? unreadable('xlsxTooLarge', '解压后内容过大', `at most ${limits.maxUnpackedBytes} bytes unpacked`)
      : unreadable('xlsxInvalid', '不是有效的 XLSX 文件', 'an XLSX workbook');
  }
  try {
    const workbook = readWorkbook(parts.read('xl/workbook.xml'), parts.read('xl/_rels/workbook.xml.rels'));
    const sheet = workbook?.sheet === undefined ? undefined : parts.read(workbook.sheet);
    if (sheet === undefined)
      return unreadable('xlsxInvalid', '工作簿中没有工作表', 'a workbook with a sheet');
    return checkedRows(
      readSheet(sheet, readSharedStrings(parts.read('xl/sharedStrings.xml'), limits), limits),
      limits,
      workbook?.dateSystem,
    );
  } catch {
    return unreadable('xlsxInvalid', '工作簿无法解析', 'an XLSX workbook');
  }
};

/** Namespaces of relationships: transitional and strict (ECMA-376 part 1, section 9.2). */
const RELATIONSHIPS = new Set([
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  'http://purl.oclc.org/ooxml/officeDocument/relationships',
]);
const XMLNS = 'xmlns:';

interface Workbook {
  /** Path of the first sheet. */
  readonly sheet: string | undefined;
  readonly dateSystem: DateSystem;
}

const readWorkbook = (workbook: string | undefined, relations: string | undefined): Workbook | undefined => {
  if (workbook === undefined || relations === undefined) return undefined;
  let relation: string | undefined;
  let dateSystem: DateSystem = 1900;
  const prefixes = new Set<string>();
  readXml(workbook, {
    open(name, attribute, attributes) {
      for (const [key, value] of Object.entries(attributes()))
        if (key.startsWith(XMLNS) && RELATIONSHIPS.has(value)) prefixes.add(key.slice(XMLNS.length));
      if (name === 'workbookPr' && ['1', 'true', 'on'].includes(attribute('date1904') ?? ''))
        dateSystem = 1904;
      if (name !== 'sheet') return;
      for (const prefix of prefixes) relation ??= attribute(`${prefix}:id`);
    },
  });
  let target: string | undefined;
  readXml(relations, {
    open(name, attribute) {
      if (name === 'Relationship' && attribute('Id') === relation) target ??= attribute('Target');
    },
  });
  const sheet = target?.startsWith('/') ? target.slice(1) : target && `xl/${target}`;
  return { sheet, dateSystem };
};

/**
 * ST_Xstring (ECMA-376 part 1, section 22.9.2.19): `_x000D_` stands for a character that XML cannot hold, `_x005F_` for the underscore
 * before such. U+0000 stays as it is written: no text of ours can hold it.
 */
const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x(?!0000)([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;

/** One character beyond the limit is kept, so that the limit is seen to be passed; many cells may name one long text. */
const clipped = (text: string, limits: TableLimits): string =>
  trimmed(text).slice(0, limits.maxCellLength + 1);

/** Texts of the workbook by number; readings (`rPh`) beside Chinese or Japanese text are not part of it. */
const readSharedStrings = (xml: string | undefined, limits: TableLimits): readonly string[] => {
  const strings: string[] = [];
  if (xml === undefined) return strings;
  let current = '';
  let reading = false;
  let inText = false;
  readXml(xml, {
    open(name) {
      if (name === 'si') current = '';
      if (name === 'rPh') reading = true;
      if (name === 't') inText = !reading;
    },
    text(text) {
      if (inText) current += text;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') reading = false;
      if (name === 'si') strings.push(clipped(unescaped(current), limits));
    },
  });
  return strings;
};

/** `XFD1048576` is the last cell that a sheet can have. */
const MOST_REFERENCE_LENGTH = 10;
const isReference = (text: string): boolean =>
  text.length <= MOST_REFERENCE_LENGTH && /^[A-Z]+\d+$/.test(text);

const columnOf = (reference: string): number =>
  [...(/^[A-Z]+/.exec(reference)?.[0] ?? '')].reduce(
    (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
    0,
  ) - 1;
const rowOf = (reference: string): number => Number(/\d+$/.exec(reference)?.[0] ?? Number.NaN);

/** A cell's value as text. Numbers lose the format they are shown in: a code kept as number 1 reads `1`, not `01`. */
const cellText = (type: string | undefined, value: string, strings: readonly string[]): string => {
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type === undefined || type === 'n') return value === '' ? '' : String(Number(value));
  return unescaped(value);
};

const readSheet = (xml: string, strings: readonly string[], limits: TableLimits): TableRow[] => {
  const rows = new Map<number, string[]>();
  const merges: string[] = [];
  let row = 0;
  let column = -1;
  let type: string | undefined;
  let value = '';
  let takes = false;
  readXml(xml, {
    open(name, attribute) {
      if (name === 'row') {
        row = Number(attribute('r') ?? row + 1);
        column = -1;
      } else if (name === 'c') {
        const reference = attribute('r');
        if (reference !== undefined && !isReference(reference)) throw new Error('a cell without a place');
        column = reference === undefined ? column + 1 : columnOf(reference);
        type = attribute('t');
        value = '';
      } else if (name === 'v' || name === 't') takes = true;
      else if (name === 'mergeCell') merges.push(attribute('ref') ?? '');
    },
    text(text) {
      if (takes) value += text;
    },
    close(name) {
      if (name === 'v' || name === 't') takes = false;
      if (name !== 'c' || value === '' || rows.size > limits.maxRows) return;
      const text = clipped(cellText(type, value, strings), limits);
      if (text === '') return;
      if (!(row >= 1 && column >= 0)) throw new Error('a cell without a place');
      // One column beyond the limit is kept, so that the limit is seen to be passed.
      const place = Math.min(column, limits.maxColumns);
      const cells = rows.get(row) ?? [];
      while (cells.length <= place) cells.push('');
      cells[place] = text;
      rows.set(row, cells);
    },
  });
  fillMerged(rows, merges, limits);
  return [...rows].sort(([a], [b]) => a - b).map(([number, cells]) => ({ row: number, cells }));
};

/** The value of a merged range stands in its first cell alone; here it stands in every cell of the rows that there are. */
const fillMerged = (rows: Map<number, string[]>, merges: readonly string[], limits: TableLimits): void => {
  // Ranges that overlap are no valid workbook: all of them together cover no more cells than a sheet may have.
  let budget = limits.maxRows * limits.maxColumns;
  for (const merge of merges) {
    const [from = '', to = ''] = merge.split(':');
    if (!isReference(from) || !isReference(to)) continue;
    const [left, right] = [columnOf(from), Math.min(columnOf(to), limits.maxColumns - 1)];
    const value = rows.get(rowOf(from))?.[left];
    if (value === undefined || value === '') continue;
    const [first, last] = [rowOf(from), rowOf(to)];
    for (const [row, cells] of rows) {
      budget -= 1;
      if (row < first || row > last) continue;
      while (cells.length <= right) cells.push('');
      budget -= right - left + 1;
      if (budget < 0) throw new Error('merged ranges overlap');
      for (let column = left; column <= right; column += 1) cells[column] = value;
    }
  }
};
