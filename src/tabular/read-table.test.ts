import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readTable } from './read-table.ts';
import { TABLE_LIMITS, type TableLimits } from './table.ts';
import { makeXlsx } from './testing/xlsx.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const cellsOf = (content: Uint8Array, limits?: TableLimits) => {
  const table = readTable(content, limits);
  if (!table.ok) throw new Error(table.problem.code);
  return table.rows.map(({ row, cells }) => [row, ...cells]);
};
const problemOf = (content: Uint8Array, limits: Partial<TableLimits> = {}) => {
  const table = readTable(content, { ...TABLE_LIMITS, ...limits });
  return table.ok ? undefined : table.problem;
};

/** Overwrites every declared unpacked size in an archive, in the directory and in the local headers. */
const lyingAboutSize = (archive: Uint8Array, size: number): Uint8Array => {
  const copy = new Uint8Array(archive);
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 30 < copy.length; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true);
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, size, true);
  }
  return copy;
};

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet with this XML. */
const workbookOf = (sheetData: string, workbook: string, shared = ''): Uint8Array =>
  zipSync({
    'xl/workbook.xml': strToU8(workbook),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheetData}</sheetData></worksheet>`),
    ...(shared === '' ? {} : { 'xl/sharedStrings.xml': strToU8(`<sst>${shared}</sst>`) }),
  });
const SHEETS = `<workbook xmlns:r="${OFFICE}"><sheets><sheet r:id="a"/></sheets></workbook>`;

describe('a table from CSV', () => {
  it('keeps row numbers across blank rows, and reads a byte order mark, quotes and line breaks inside a cell', () => {
    expect(cellsOf(bytes('\uFEFF大类,小类\r\n\r\n01,"井盖\n（雨水）"\r\n'))).toEqual([
      [1, '大类', '小类'],
      [3, '01', '井盖\n（雨水）'],
    ]);
  });

  it('reads GB 18030, in which Chinese spreadsheet programs save', () => {
    // 大类,井盖
    const gbk = Uint8Array.from([0xb4, 0xf3, 0xc0, 0xe0, 0x2c, 0xbe, 0xae, 0xb8, 0xc7]);
    expect(cellsOf(gbk)).toEqual([[1, '大类', '井盖']]);
  });

  it.each(['utf-16le', 'utf-16be'])(
    'case 31 reads %s by its byte order mark, with tabs or commas between the cells',
    (encoding) => {
      for (const text of ['\uFEFF大类\t井盖\r\n', '\uFEFF大类,井盖\n']) {
        const content = Buffer.from(text, 'utf16le');
        expect(cellsOf(encoding === 'utf-16be' ? content.swap16() : content)).toEqual([[1, '大类', '井盖']]);
      }
    },
  );

  it.each([
    ['bytes of no encoding', Uint8Array.from([0x61, 0x2c, 0xff, 0xff, 0x0a])],
    ['UTF-16 without a mark', Buffer.from('大类,a', 'utf16le')],
    ['UTF-16 cut within a character', Buffer.from('\uFEFF大类,a', 'utf16le').subarray(0, 7)],
  ])('case 31 refuses %s, and keeps no replacement characters', (_what, content) => {
    expect(problemOf(content)?.code).toBe('encodingUnknown');
  });

  it('case 08 counts filled rows, whatever is blank between them', () => {
    const blank = '\n,,\n  \n'.repeat(20_500);
    expect(cellsOf(bytes(`a,b${blank}c,d`)).map(([, ...cells]) => cells)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(problemOf(bytes(`a\n${'b\n\n'.repeat(3)}`), { maxRows: 3 })?.code).toBe('tooManyRows');
  });

  it.each([
    ['fileEmpty', bytes(''), {}],
    ['csvInvalid', bytes('a,"b\nc'), {}],
    ['fileTooLarge', bytes('a,b,c'), { maxBytes: 4 }],
    ['tooManyRows', bytes('a\nb\nc\nd\n'), { maxRows: 3 }],
    ['tooManyColumns', bytes('a,b\na,b,c\n'), { maxColumns: 2 }],
    ['cellTooLong', bytes('a\nabcdef\n'), { maxCellLength: 5 }],
    ['oldExcelFile', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0]), {}],
  ])('refuses what is %s', (code, content, limits) => {
    expect(problemOf(content, limits)?.code).toBe(code);
  });
});

describe('a table from XLSX', () => {
  it('reads texts and numbers, but not phonetic guides', () => {
    const file = makeXlsx([
      ['大类', '时限'],
      ['公用 & <设施>', 2],
      [null, 0.5],
    ]);
    expect(cellsOf(file)).toEqual([
      [1, '大类', '时限'],
      [2, '公用 & <设施>', '2'],
      [3, '', '0.5'],
    ]);
  });

  it('case 08 counts non-empty rows', () => {
    const blank = Array.from({ length: 30 }, () => [' ', null]);
    expect(cellsOf(makeXlsx([['a'], ...blank, ['b']]), { ...TABLE_LIMITS, maxRows: 2 })).toEqual([
      [1, 'a'],
      [32, 'b'],
    ]);
    expect(problemOf(makeXlsx([['a'], ...blank, ['b'], ['c']]), { maxRows: 2 })?.code).toBe('tooManyRows');
  });

  it('case 39 decodes escaped characters, in shared, inline and computed texts', () => {
    const file = workbookOf(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>a_x000d_</t></is></c>' +
        '<c r="C1" t="str"><v>_x005F_x000D_</v></c><c r="D1" t="str"><v>_x0000__xD83D__xDE00_</v></c></row>',
      SHEETS,
      '<si><r><t>路灯_x0</t></r><r><t>00D_</t></r></si>',
    );
    expect(cellsOf(file)).toEqual([[1, '路灯', 'a', '_x000D_', '_x0000_😀']]);
  });

  it('case 40 finds the sheet by the namespace of relations, under any prefix', () => {
    const row = '<row r="1"><c r="A1" t="str"><v>a</v></c></row>';
    for (const workbook of [
      SHEETS.replace('xmlns:r', 'xmlns:d3p1').replace('r:id', 'd3p1:id'),
      `<workbook><sheets><sheet xmlns:q="${OFFICE}" xmlns:x="x" x:id="b" q:id="a"/></sheets></workbook>`,
      SHEETS.replace(OFFICE, 'http://purl.oclc.org/ooxml/officeDocument/relationships'),
    ])
      expect(cellsOf(workbookOf(row, workbook))).toEqual([[1, 'a']]);
  });

  it.each([
    ['', 1900],
    ['<workbookPr date1904="0"/>', 1900],
    ['<workbookPr date1904="1"/>', 1904],
    ['<workbookPr date1904="true"/>', 1904],
  ])('case 37 tells the date system: %s', (properties, dateSystem) => {
    const row = '<row r="1"><c r="A1"><v>43894</v></c></row>';
    const file = workbookOf(row, SHEETS.replace('<sheets>', `${properties}<sheets>`));
    expect(readTable(file)).toMatchObject({ ok: true, dateSystem });
  });

  it('fills merged ranges', () => {
    const file = makeXlsx(
      [
        ['大类', '小类', '条件'],
        ['01', '井盖', '缺失'],
        [null, null, '破损'],
        [null, '箅子', '堵塞'],
      ],
      ['A2:A4', 'B2:B3'],
    );
    expect(cellsOf(file)).toEqual([
      [1, '大类', '小类', '条件'],
      [2, '01', '井盖', '缺失'],
      [3, '01', '井盖', '破损'],
      [4, '01', '箅子', '堵塞'],
    ]);
  });

  it('refuses ranges that are too large to fill, and cells without a position', () => {
    const rows = Array.from({ length: 300 }, () => ['a', 'b']);
    const overlapping = Array.from({ length: 5000 }, () => 'A1:B300');
    expect(problemOf(makeXlsx(rows, overlapping), { maxRows: 400 })?.code).toBe('xlsxInvalid');
    expect(problemOf(makeXlsx(rows, ['A1:XFD1048576', 'x', ':']), { maxRows: 400 })).toBeUndefined();
  });

  it('unpacks no more than the limit, whatever size the archive declares', () => {
    const bomb = zipSync({
      'xl/workbook.xml': strToU8('<workbook/>'),
      'xl/_rels/workbook.xml.rels': strToU8('<Relationships/>'),
      'xl/worksheets/sheet1.xml': new Uint8Array(8_000_000),
    });
    expect(bomb.length).toBeLessThan(20_000);
    expect(problemOf(bomb, { maxUnpackedBytes: 1_000_000 })?.code).toBe('xlsxTooLarge');
    expect(problemOf(lyingAboutSize(bomb, 10), { maxUnpackedBytes: 1_000_000 })?.code).toBe('xlsxInvalid');
  });

  it('does not expand entities that a document type defines', () => {
    const file = zipSync({
      'xl/workbook.xml': strToU8(
        `<workbook xmlns:r="${OFFICE}"><sheets><sheet r:id="a"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet1.xml': strToU8(
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>',
      ),
    });
    expect(cellsOf(file)).toEqual([[1, '&b;']]);
  });

  it.each([
    ['not an archive', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0])],
    ['an archive of something else', zipSync({ 'a.txt': strToU8('a') })],
    [
      'broken XML',
      zipSync({ 'xl/workbook.xml': strToU8('<workbook'), 'xl/_rels/workbook.xml.rels': strToU8('<a>') }),
    ],
  ])('refuses %s', (_what, content) => {
    expect(problemOf(content)?.code).toBe('xlsxInvalid');
  });
});
