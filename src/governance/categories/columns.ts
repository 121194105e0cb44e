import type { Column } from '../../tabular/index.ts';
import type { CategoryKind } from './events.ts';

const KINDS: ReadonlyMap<string, CategoryKind> = new Map([
  ['部件', 'component'],
  ['管理部件', 'component'],
  ['component', 'component'],
  ['事件', 'event'],
  ['事项', 'event'],
  ['管理事件', 'event'],
  ['管理事项', 'event'],
  ['event', 'event'],
]);

const digits =
  (least: number, most: number) =>
  (text: string): string | undefined =>
    // A spreadsheet stores 01 as the number 1 unless the cell is formatted as text.
    /^\d+$/.test(text) && text.length <= most ? text.padStart(least, '0') : undefined;

export const nameColumn = (headings: readonly string[], example: string): Column<string> => ({
  headings,
  required: true,
  fillDown: 'continuation',
  expected: '1 至 100 个字',
  example,
  parse: (text) => (text.length <= 100 ? text : undefined),
});

/** Columns that identify the matter in every table of categories and filing conditions. */
export const matterColumns = (minorDigits: 2 | 3 | number) => ({
  kind: {
    headings: ['类别', 'kind'],
    fillDown: 'always',
    optional: true,
    expected: '部件或事件',
    example: '部件',
    parse: (text) => KINDS.get(text),
  } satisfies Column<CategoryKind>,
  majorCode: {
    headings: ['大类代码', 'majorCode'],
    required: true,
    fillDown: 'always',
    expected: '两位数字',
    example: '01',
    parse: digits(2, 2),
  } satisfies Column<string>,
  majorName: {
    ...nameColumn(['大类名称', 'majorName'], '公用设施'),
    fillDown: 'always',
  } satisfies Column<string>,
  minorCode: {
    headings: ['小类代码', 'minorCode'],
    required: true,
    fillDown: 'continuation',
    expected: `${minorDigits} 位数字`,
    example: '37'.padStart(minorDigits, '0'),
    parse: digits(minorDigits, minorDigits),
  } satisfies Column<string>,
  minorName: nameColumn(['小类名称', 'minorName'], '路灯'),
});
