import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readTable } from './read-table.ts';
import { TABLE_LIMITS, type TableLimits } from './table.ts';
import { makeXlsx } from './xlsx.fixture.ts';

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

describe('a table from CSV', () => {
  it('keeps row numbers over blank rows, and takes a mark, quotes and line breaks inside a cell', () => {
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
  it('reads texts and numbers, and not the reading beside a text', () => {
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

  it('refuses ranges that would be filled for ever, and cells that stand nowhere', () => {
    const rows = Array.from({ length: 300 }, () => ['a', 'b']);
    const overlapping = Array.from({ length: 5000 }, () => 'A1:B300');
    expect(problemOf(makeXlsx(rows, overlapping), { maxRows: 400 })?.code).toBe('xlsxInvalid');
    expect(problemOf(makeXlsx(rows, ['A1:XFD1048576', 'x', ':']), { maxRows: 400 })).toBeUndefined();
  });

  it('unpacks no more than it may, whatever the archive says of its size', () => {
    const bomb = zipSync({
      'xl/workbook.xml': strToU8('<workbook/>'),
      'xl/_rels/workbook.xml.rels': strToU8('<Relationships/>'),
      'xl/worksheets/sheet1.xml': new Uint8Array(8_000_000),
    });
    expect(bomb.length).toBeLessThan(20_000);
    expect(problemOf(bomb, { maxUnpackedBytes: 1_000_000 })?.code).toBe('xlsxTooLarge');
    expect(problemOf(lyingAboutSize(bomb, 10), { maxUnpackedBytes: 1_000_000 })?.code).toBe('xlsxInvalid');
  });

  it('takes entities for what they are: a document type defines nothing', () => {
    const file = zipSync({
      'xl/workbook.xml': strToU8('<workbook><sheets><sheet r:id="a"/></sheets></workbook>'),
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
