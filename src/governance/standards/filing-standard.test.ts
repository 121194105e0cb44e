import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { readShippedFamilies } from '../../shipped-data/shipped-families.ts';
import {
  filingStandardSchema,
  findRow,
  matterCodeOf,
  refOf,
  rowsOfMatter,
  searchRows,
} from './filing-standard.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../../data/standards/${name}`, import.meta.url), 'utf8');
const yuncheng = filingStandardSchema.parse(JSON.parse(read('yuncheng.json')));
const sensing = filingStandardSchema.parse(JSON.parse(read('sensing.json')));

describe('the standard of Yuncheng', () => {
  test('has the conditions, limits and units of the published table, in its order', () => {
    const table = parse<Record<string, string>>(read('yuncheng-filing-standards.csv'), {
      columns: true,
      bom: true,
    });
    const pick = (row: Record<string, string>) => [
      row.kind,
      row.minorName,
      row.filingCondition,
      Number(row.limit),
      row.limitUnit,
    ];
    expect(table).toHaveLength(519);
    expect(
      yuncheng.rows.map((row) => [row.kind, row.minorName, row.filingCondition, row.limit, row.limitUnit]),
    ).toEqual(table.map(pick));
  });
  test('is not synthetic', () => {
    expect(yuncheng.synthetic).toBe(false);
  });
  test('splits bodies in one cell', () => {
    expect(findRow(yuncheng, 'component-01-01-1')?.responsibleBodies).toEqual([
      '运城市城市节约用水中心',
      '各产权单位',
    ]);
  });
  test('gives a matter a limit for each of its conditions', () => {
    expect(
      rowsOfMatter(yuncheng, 'component-01-01').map(({ rowId, limit, limitUnit }) => [
        rowId,
        limit,
        limitUnit,
      ]),
    ).toEqual([
      ['component-01-01-1', 2, 'urgentHour'],
      ['component-01-01-2', 4, 'workHour'],
      ['component-01-01-3', 2, 'workDay'],
      ['component-01-01-4', 5, 'workDay'],
    ]);
  });
});

describe('the sensing standard', () => {
  test('is marked as synthetic', () => {
    expect(sensing.synthetic).toBe(true);
  });
  test('has a row for every matter that a family of devices maps to it', () => {
    const asked = readShippedFamilies()
      .flatMap(({ caseMapping }) => caseMapping)
      .filter(({ standardId }) => standardId === 'sensing')
      .map(({ matterCode }) => matterCode);
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((code) => rowsOfMatter(sensing, code).length === 0)).toEqual([]);
  });
  test('is in the table of the documentation, every matter with its code', () => {
    const readme = read('README.md');
    const missing = sensing.rows
      .map((row) => `| ${row.minorName} | \`${matterCodeOf(row)}\` |`)
      .filter((line) => !readme.includes(line));
    expect(missing).toEqual([]);
  });
});

describe('finding rows', () => {
  test('finds rows by text in the matter and the condition, matching every word', () => {
    const found = searchRows(yuncheng, '井盖  缺失');
    expect(found.length).toBeGreaterThan(3);
    for (const row of found) expect(`${row.minorName}${row.filingCondition}`).toMatch(/井盖.*缺失/s);
    expect(searchRows(yuncheng, '井盖 没有这个词')).toEqual([]);
  });
  test('finds rows by code, in either case', () => {
    expect(searchRows(sensing, 's5-07').map((row) => row.rowId)).toEqual(['event-S5-07-1']);
  });
  test('does not find an unknown row', () => {
    expect(findRow(sensing, 'event-S9-01-1')).toBeUndefined();
  });
  test('a case keeps the row as worded in this version', () => {
    expect(refOf(sensing, findRow(sensing, 'event-S5-07-1')!)).toEqual({
      standardId: 'sensing',
      standardVersion: 1,
      rowId: 'event-S5-07-1',
      matterName: '井盖缺失、破损',
      filingCondition: '视频识别到井盖缺失或破损',
      closingCondition: '恢复',
      limit: 2,
      limitUnit: 'urgentHour',
    });
  });
});

describe('the schema refuses', () => {
  const row = sensing.rows[0]!;
  test.each([
    ['two rows with one id', [row, row]],
    ['a limit of nothing', [{ ...row, limit: 0 }]],
    ['an unknown unit', [{ ...row, limitUnit: 'week' }]],
    ['an id that does not say its matter', [{ ...row, minorCode: '77' }]],
    ['no rows', []],
  ])('%s', (_fault, rows) => {
    expect(filingStandardSchema.safeParse({ ...sensing, rows }).success).toBe(false);
  });
});
