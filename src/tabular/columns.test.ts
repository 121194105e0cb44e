import { describe, expect, it } from 'vitest';
import { type Column, readRecords, templateOf } from './columns.ts';
import { readTable } from './read-table.ts';

const number: Column<number> = {
  headings: ['时限'],
  required: true,
  expected: '数字',
  example: '2',
  parse: (text) => (/^\d+$/.test(text) ? Number(text) : undefined),
};
const text = (headings: readonly string[], options: Partial<Column<string>> = {}): Column<string> => ({
  headings,
  required: true,
  expected: '文字',
  example: 'a,b',
  parse: (cell) => cell,
  ...options,
});

const columns = {
  major: text(['大类', 'major'], { fillDown: 'always' }),
  minor: text(['小类'], { fillDown: 'continuation' }),
  body: text(['责任主体'], { fillDown: 'continuation' }),
  limit: number,
  note: text(['备注'], { required: false, optional: true }),
};

const read = (csv: string) => {
  const table = readTable(new TextEncoder().encode(csv));
  if (!table.ok) throw new Error(table.problem.code);
  return readRecords(table.rows, columns, { key: 'minor' });
};

describe('the records of a sheet', () => {
  it('are below the heading, in any order of columns, under a title', () => {
    const { records, problems } = read('某市标准,,\n时限, 小 类*,MAJOR,责任主体\n2,井盖,01,水务\n');
    expect(problems).toEqual([]);
    expect(records.map(({ row, values }) => ({ row, ...values }))).toEqual([
      { row: 3, major: '01', minor: '井盖', body: '水务', limit: 2, note: null },
    ]);
  });

  it('take repeated cells from above, within one matter only', () => {
    const { records, problems } = read(
      '大类,小类,责任主体,时限\n01,井盖,水务,2\n,,,3\n,箅子,,4\n02,桥,市政,5\n',
    );
    expect(records.map(({ row, values }) => [row, values.major, values.minor, values.body])).toEqual([
      [2, '01', '井盖', '水务'],
      [3, '01', '井盖', '水务'],
      [5, '02', '桥', '市政'],
    ]);
    expect(problems).toMatchObject([{ row: 4, column: '责任主体', code: 'cellMissing', value: '' }]);
  });

  it('report row, column, value and what is expected for every wrong cell', () => {
    const { records, problems, rows } = read('大类,小类,责任主体,时限\n01,井盖,水务,两小时\n01,井盖,,x\n');
    expect([rows, records.length]).toEqual([2, 0]);
    expect(problems).toMatchObject([
      { row: 2, column: '时限', value: '两小时', code: 'cellInvalid', expected: '数字' },
      { row: 3, column: '责任主体', value: '', code: 'cellMissing' },
      { row: 3, column: '时限', value: 'x', code: 'cellInvalid' },
    ]);
  });

  it('report missing headings', () => {
    expect(read('大类,小类\n01,井盖\n').problems).toMatchObject([
      { code: 'headingMissing', column: '责任主体', message: '缺少表头：责任主体、时限' },
    ]);
  });

  it('are read from the template', () => {
    expect(read(templateOf(columns))).toMatchObject({
      problems: [],
      records: [{ row: 2, values: { limit: 2 } }],
    });
  });
});
