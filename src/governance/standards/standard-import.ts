import { runAtOnce, type Steps } from '../../platform/turns.ts';
import {
  type Column,
  createProblemList,
  type ImportRecord,
  type ImportReport,
  type RecordsRead,
  readSheet,
  reportOf,
  type TableProblem,
  templateOf,
  type ValuesOf,
} from '../../tabular/index.ts';
import { type CodeSetData, judgeCode } from '../categories/code-set.ts';
import { matterColumns } from '../categories/columns.ts';
import type { CategoryKind } from '../categories/events.ts';
import { type FilingStandardRow, LIMIT_UNITS, type LimitUnit } from '../events.ts';
import { readCollectionRule } from './collection-rule.ts';
import { matterCodeOf } from './filing-standard.ts';

const UNITS: ReadonlyMap<string, LimitUnit> = new Map([
  ['紧急工作时', 'urgentHour'],
  ['紧急工作日', 'urgentDay'],
  ['工作时', 'workHour'],
  ['工作小时', 'workHour'],
  ['工作日', 'workDay'],
  ['自然日', 'naturalDay'],
]);
const LIMIT_TEXT = '数字加单位：紧急工作时、紧急工作日、工作时、工作日、自然日，如 2紧急工作时';

interface Limit {
  readonly limit: number;
  readonly limitUnit: LimitUnit;
}

/** Longer than any limit as written; the pattern below would try every way to divide a long run of spaces. */
const MOST_LIMIT_LENGTH = 40;

const parseLimit = (text: string): Limit | undefined => {
  if (text.length > MOST_LIMIT_LENGTH) return undefined;
  const found = /^(\d+(?:\.\d+)?)\s*个?\s*(\S+)$/.exec(text);
  const limitUnit = UNITS.get(found?.[2] ?? '');
  const limit = Number(found?.[1]);
  return limitUnit === undefined || !(limit > 0) ? undefined : { limit, limitUnit };
};

/** 、 separates bodies; a comma can be part of a name. */
const parseBodies = (text: string): readonly string[] | undefined => {
  const bodies = text
    .split(/[、;；\n]/)
    .map((body) => body.trim())
    .filter((body) => body !== '');
  return bodies.every((body) => body.length <= 100) ? [...new Set(bodies)] : undefined;
};

const bodies = (headings: readonly string[], example: string): Column<readonly string[]> => ({
  headings,
  required: true,
  optional: true,
  fillDown: 'continuation',
  expected: '单位名称，以顿号分隔',
  example,
  parse: parseBodies,
});

const sentence = (headings: readonly string[], example: string, most: number): Column<string> => ({
  headings,
  expected: `不超过 ${most} 字`,
  example,
  parse: (text) => (text.length <= most ? text : undefined),
});

const columnsFor = (minorDigits: number) => ({
  ...matterColumns(minorDigits),
  filingCondition: { ...sentence(['立案条件', 'filingCondition'], '单盏不亮', 500), required: true },
  limitText: {
    headings: ['处置时限'],
    optional: true,
    expected: LIMIT_TEXT,
    example: '2工作日',
    parse: parseLimit,
  } satisfies Column<Limit>,
  limit: {
    headings: ['limit'],
    optional: true,
    expected: '大于 0 的数字',
    example: '',
    parse: (text) => (Number(text) > 0 ? Number(text) : undefined),
  } satisfies Column<number>,
  limitUnit: {
    headings: ['limitUnit'],
    optional: true,
    expected: LIMIT_UNITS.join(', '),
    example: '',
    parse: (text) => LIMIT_UNITS.find((unit) => unit === text),
  } satisfies Column<LimitUnit>,
  closingCondition: {
    ...sentence(['结案条件', 'closingCondition'], '更换或修复', 500),
    required: true,
    optional: true,
  },
  supervisingBodies: bodies(['监管主体', '主管部门', 'supervisingOrg'], '城市管理局'),
  responsibleBodies: bodies(['责任主体', '处置单位', 'responsibleOrg'], '市政公用服务中心、各产权单位'),
  collectionRule: {
    ...sentence(['采集要求', 'collectionRule'], '整条路路灯都不亮以一条案卷采集', 4000),
    optional: true,
    fillDown: 'continuation',
  } satisfies Column<string>,
});

type Values = ValuesOf<ReturnType<typeof columnsFor>>;
type Record_ = ImportRecord<Values>;
export type StandardSheet = RecordsRead<Values>;

export interface StandardImportOptions {
  /** The code set of the codes, against whose digits and classes they are checked. Without one, two digits and any class are accepted. */
  readonly codeSet?: CodeSetData;
  /** Kind of the rows that name none: such files have 部件 and 事件 on separate sheets. */
  readonly kind?: CategoryKind;
}

export interface StandardImport {
  readonly report: ImportReport;
  readonly rows: readonly FilingStandardRow[];
}

/** `limit` and `limitUnit` are the columns of this product's own files. */
export const standardTemplate = (): string => {
  const { limit: _limit, limitUnit: _unit, ...columns } = columnsFor(2);
  return templateOf(columns);
};

/** Filing conditions (CSV or XLSX) in the form in which cities publish them, including merged and omitted cells. */
export const readStandardSheet = (bytes: Uint8Array, minorDigits: number): StandardSheet =>
  readSheet(bytes, columnsFor(minorDigits), { key: 'minorCode' });

/** Checks what a sheet names against the code set and against itself, one row per step. */
export function* judgeStandard(sheet: StandardSheet, options: StandardImportOptions): Steps<StandardImport> {
  const problems = createProblemList(sheet);
  const warnings = createProblemList();
  const counts = new Map<string, number>();
  const conditions = new Set<string>();
  const rows: FilingStandardRow[] = [];
  const judgement = { options, headings: sheet.headings };
  for (const record of sheet.records) {
    yield;
    const found = problemOf(record, judgement);
    if (found !== undefined) {
      problems.add(found);
      continue;
    }
    const row = rowOf(record, options, counts);
    const warning = warningOf(record, row, conditions, judgement);
    if (warning !== undefined) warnings.add(warning);
    conditions.add(`${matterCodeOf(row)} ${row.filingCondition}`);
    rows.push(row);
  }
  if (sheet.rows === 0 && problems.list().problemCount === 0) {
    const message = '文件中没有立案条件';
    problems.add({ row: null, column: null, value: null, code: 'noRows', expected: '至少一行', message });
  }
  return { report: reportOf(sheet.rows, rows.length, problems.list(), warnings.list()), rows };
}

export const importFilingStandard = (bytes: Uint8Array, options: StandardImportOptions): StandardImport =>
  runAtOnce(judgeStandard(readStandardSheet(bytes, options.codeSet?.minorDigits ?? 2), options));

const kindOf = ({ values }: Record_, options: StandardImportOptions): CategoryKind | null =>
  values.kind ?? options.kind ?? null;

const limitOf = ({ values }: Record_): Limit | null => {
  if (values.limitText !== null) return values.limitText;
  const { limit, limitUnit } = values;
  return limit === null || limitUnit === null ? null : { limit, limitUnit };
};

interface Judgement {
  readonly options: StandardImportOptions;
  readonly headings: StandardSheet['headings'];
}

const problemOf = (record: Record_, { options, headings }: Judgement): TableProblem | undefined => {
  const { row, values } = record;
  const problem = (
    column: keyof typeof values,
    code: string,
    expected: string,
    message: string,
  ): TableProblem => {
    const value = values[column];
    const text = value === null ? '' : String(value);
    const heading = headings[column] ?? null;
    return { row, column: heading, value: text, code, expected, message: `第 ${row} 行${message}` };
  };
  const kind = kindOf(record, options);
  if (kind === null) return problem('kind', 'cellMissing', '部件或事件', '未注明类别');
  if (limitOf(record) === null) return problem('limitText', 'cellMissing', LIMIT_TEXT, '未注明处置时限');
  const { codeSet } = options;
  if (codeSet === undefined) return undefined;
  const code = { majorCode: values.majorCode ?? '', minorCode: values.minorCode ?? '' };
  switch (judgeCode(codeSet, kind, code)) {
    case 'wrongDigits':
      return problem('minorCode', 'codeInvalid', `${codeSet.minorDigits} 位数字`, '小类代码位数不符');
    case 'unknownClass': {
      const known = codeSet.majors.filter((major) => major.kind === kind).map((major) => major.majorCode);
      return problem('majorCode', 'unknownClass', known.join('、'), `大类不在 ${codeSet.standard} 中`);
    }
    default:
      return undefined;
  }
};

const warningOf = (
  record: Record_,
  row: FilingStandardRow,
  conditions: ReadonlySet<string>,
  { options: { codeSet }, headings }: Judgement,
): TableProblem | undefined => {
  const warning = (column: 'minorCode' | 'filingCondition', code: string, message: string): TableProblem => ({
    row: record.row,
    column: headings[column] ?? null,
    value: row[column],
    code,
    expected: null,
    message: `第 ${record.row} 行${message}`,
  });
  if (conditions.has(`${matterCodeOf(row)} ${row.filingCondition}`)) {
    return warning('filingCondition', 'conditionRepeated', '同一小类的立案条件重复');
  }
  if (codeSet !== undefined && judgeCode(codeSet, row.kind, row) === 'unlisted') {
    const why = codeSet.partial ? '代码集不完整，或为本地扩展' : '按本地扩展收入';
    return warning('minorCode', 'codeUnlisted', `小类不在 ${codeSet.standard} 所列之中（${why}）`);
  }
  return undefined;
};

/** Values exist: `readRecords` and `problemOf` made sure of that. */
const rowOf = (
  record: Record_,
  options: StandardImportOptions,
  counts: Map<string, number>,
): FilingStandardRow => {
  const { values } = record;
  const matter = {
    kind: kindOf(record, options)!,
    majorCode: values.majorCode!,
    minorCode: values.minorCode!,
  };
  const matterCode = matterCodeOf(matter);
  const n = (counts.get(matterCode) ?? 0) + 1;
  counts.set(matterCode, n);
  return {
    rowId: `${matterCode}-${n}`,
    kind: matter.kind,
    majorCode: matter.majorCode,
    majorName: values.majorName!,
    minorCode: matter.minorCode,
    minorName: values.minorName!,
    responsibleBodies: values.responsibleBodies ?? [],
    supervisingBodies: values.supervisingBodies ?? [],
    filingCondition: values.filingCondition!,
    closingCondition: values.closingCondition ?? '',
    ...limitOf(record)!,
    ...(values.collectionRule === null ? {} : { collectionRule: readCollectionRule(values.collectionRule) }),
  };
};
