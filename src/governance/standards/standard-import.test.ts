import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import { makeXlsx } from '../../tabular/testing/xlsx.ts';
import { codeSetSchema } from '../categories/code-set.ts';
import type { FilingStandardPublished } from '../events.ts';
import { filingStandardSchema } from './filing-standard.ts';
import { type FilingStandardCommand, filingStandardDecider } from './standard-decider.ts';
import { importFilingStandard, standardTemplate } from './standard-import.ts';

const data = (path: string) => readFileSync(new URL(`../../../data/${path}`, import.meta.url));
const yuncheng = filingStandardSchema.parse(JSON.parse(data('standards/yuncheng.json').toString()));
const codeSet = codeSetSchema.parse(JSON.parse(data('categories/gbt-30428-2-2013.json').toString()));

const HEADING = [
  '大类代码',
  '大类名称',
  '小类代码',
  '小类名称',
  '立案条件',
  '处置时限',
  '结案条件',
  '监管主体',
  '责任主体',
  '采集要求',
];
const ROWS = [
  [
    '01',
    '公用设施',
    '01',
    '上水井盖',
    '缺失',
    '2紧急工作时',
    '恢复',
    '城市管理局、区政府',
    '节水中心、各产权单位',
    '整条道路沉降不采集',
  ],
  [null, null, null, null, '破损', '4工作时', '更换', null, null, null],
  [
    null,
    null,
    '37',
    '路灯',
    '单盏不亮',
    '2工作日',
    '修复',
    '城市管理局',
    '市政中心',
    '整条路都不亮以一条案卷采集',
  ],
];
const csv = (rows: readonly (readonly (string | number | null)[])[]) =>
  new TextEncoder().encode(rows.map((row) => row.map((cell) => cell ?? '').join(',')).join('\n'));

describe('the import of a filing standard', () => {
  it('accepts the shipped table of Yuncheng unchanged: the same 519 rows', () => {
    const { report, rows } = importFilingStandard(data('standards/yuncheng-filing-standards.csv'), {
      codeSet,
    });
    expect(report).toMatchObject({ rows: 519, valid: 519, problemCount: 0 });
    expect(rows).toEqual(yuncheng.rows.map(({ collectionRule: _rule, ...row }) => row));
    // Local extensions are in no national list.
    expect(report.warnings.every(({ code }) => code === 'codeUnlisted')).toBe(true);
    expect(report.warningCount).toBeGreaterThan(50);
  });

  it('reads what cities publish: Chinese headings under a title, the limit as text, merged cells', () => {
    const numbers = ROWS.map((row) => row.map((cell) => (cell === '01' ? 1 : cell === '37' ? 37 : cell)));
    const workbook = makeXlsx(
      [['某市立案、处置和结案标准（部件）'], HEADING, ...numbers],
      ['A3:A5', 'B3:B5', 'C3:C4', 'D3:D4', 'H3:H4', 'I3:I4', 'J3:J4'],
    );
    const fromXlsx = importFilingStandard(workbook, { codeSet, kind: 'component' });
    const fromCsv = importFilingStandard(csv([HEADING, ...ROWS]), { codeSet, kind: 'component' });
    expect(fromXlsx.report.problems).toEqual([]);
    expect(fromXlsx.rows).toEqual(fromCsv.rows);
    expect(fromCsv.rows).toMatchObject([
      {
        rowId: 'component-01-01-1',
        limit: 2,
        limitUnit: 'urgentHour',
        responsibleBodies: ['节水中心', '各产权单位'],
      },
      {
        rowId: 'component-01-01-2',
        limit: 4,
        limitUnit: 'workHour',
        supervisingBodies: ['城市管理局', '区政府'],
      },
      { rowId: 'component-01-37-1', collectionRule: { hint: { oneCasePer: 'road' } } },
    ]);
  });

  it('reports row, column, value and what is expected for all errors at once', () => {
    const { report, rows } = importFilingStandard(
      csv([
        ['类别', ...HEADING],
        ['部件', '01', '公用设施', '01', '井盖', '缺失', '种植季节15工作日', '恢复', '', '中心', ''],
        ['设施', '01', '公用设施', '02', '井盖', '缺失', '2工作日', '恢复', '', '中心', ''],
        ['部件', '09', '没有的类', '02', '井盖', '缺失', '2工作日', '恢复', '', '中心', ''],
        ['部件', '01', '公用设施', '003', '井盖', '', '2工作日', '恢复', '', '中心', ''],
        ['部件', '01', '公用设施', '04', '箅子', '堵塞', '', '恢复', '', '中心', ''],
        ['部件', '01', '公用设施', '04', '箅子', '堵塞', '1工作日', '恢复', '', '中心', ''],
      ]),
      { codeSet },
    );
    expect(report.problems.map(({ row, column, value, code }) => [row, column, value, code])).toEqual([
      [2, '处置时限', '种植季节15工作日', 'cellInvalid'],
      [3, '类别', '设施', 'cellInvalid'],
      [5, '小类代码', '003', 'cellInvalid'],
      [5, '立案条件', '', 'cellMissing'],
      [4, '大类代码', '09', 'unknownClass'],
      [6, '处置时限', '', 'cellMissing'],
    ]);
    expect(report).toMatchObject({ rows: 6, valid: 1, problemCount: 6 });
    expect(report.problems[4]?.expected).toBe('01、02、03、04、05');
    expect(rows.map(({ rowId }) => rowId)).toEqual(['component-01-04-1']);
  });

  it('does not take words like constructor for a kind or a unit', () => {
    const { report } = importFilingStandard(
      csv([
        ['类别', ...HEADING],
        ['constructor', '01', '公用设施', '01', '井盖', '缺失', '2constructor', '恢复', '', '中心', ''],
      ]),
      {},
    );
    expect(report.problems.map(({ column }) => column)).toEqual(['类别', '处置时限']);
  });

  it('requires a kind from row or caller, and at least one row', () => {
    expect(importFilingStandard(csv([HEADING, ...ROWS]), {}).report.problems[0]).toMatchObject({
      row: 2,
      column: '类别',
      code: 'cellMissing',
    });
    expect(importFilingStandard(csv([HEADING]), {}).report.problems).toMatchObject([{ code: 'noRows' }]);
    expect(importFilingStandard(csv([['a', 'b']]), {}).report.problems).toMatchObject([
      { code: 'headingMissing' },
    ]);
  });

  it('reads the shipped template', () => {
    const { report, rows } = importFilingStandard(new TextEncoder().encode(standardTemplate()), {});
    expect(report.problems).toEqual([]);
    expect(rows).toMatchObject([{ rowId: 'component-01-37-1', limit: 2, limitUnit: 'workDay' }]);
  });
});

describe('publishing a filing standard', () => {
  const { standardVersion: _version, ...content } = yuncheng;
  const publish = (history: readonly FilingStandardPublished[], command: FilingStandardCommand) =>
    filingStandardDecider.decide(command, fold(filingStandardDecider, history));
  const published = (standardVersion: number, name = content.name): FilingStandardPublished => ({
    type: 'FilingStandardPublished',
    data: { ...content, name, standardVersion },
  });

  it('creates the next version', () => {
    const command = { type: 'PublishFilingStandard', data: { ...content, name: '新版' } } as const;
    expect(publish([], command)).toMatchObject({ ok: true, events: [{ data: { standardVersion: 1 } }] });
    expect(publish([published(1), published(4)], command)).toMatchObject({
      ok: true,
      events: [{ data: { standardVersion: 5 } }],
    });
    // A late correction of an older version does not replace the newer one.
    expect(publish([published(4), published(2)], command)).toMatchObject({
      events: [{ data: { standardVersion: 5 } }],
    });
  });

  it('with unchanged content creates none', () => {
    expect(publish([published(3)], { type: 'PublishFilingStandard', data: content })).toEqual({
      ok: true,
      events: [],
    });
  });

  it('is refused if the rows are not a valid standard', () => {
    const command = { type: 'PublishFilingStandard', data: { ...content, rows: [] } } as const;
    expect(publish([], command)).toMatchObject({ ok: false, refusal: { code: 'filingStandardInvalid' } });
  });
});
