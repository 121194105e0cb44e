import { runAtOnce, type Steps } from '../../platform/turns.ts';
import {
  createProblemList,
  type ImportReport,
  type RecordsRead,
  readSheet,
  reportOf,
  templateOf,
  type ValuesOf,
} from '../../tabular/index.ts';
import { codeOf } from './code-set.ts';
import { matterColumns } from './columns.ts';
import type { Category, CategoryKind, MajorClass } from './events.ts';

export interface CodeSetImport {
  readonly report: ImportReport;
  readonly majors: readonly MajorClass[];
  readonly categories: readonly Category[];
}

export interface CodeSetImportOptions {
  readonly minorDigits: number;
  /** Kind of the rows that name none. */
  readonly kind?: CategoryKind;
}

export const codeSetTemplate = (minorDigits = 2): string => templateOf(matterColumns(minorDigits));

export type CodeSetSheet = RecordsRead<ValuesOf<ReturnType<typeof matterColumns>>>;

/** A list of categories (CSV or XLSX): 类别, 大类代码, 大类名称, 小类代码, 小类名称. */
export const readCodeSetSheet = (bytes: Uint8Array, minorDigits: number): CodeSetSheet =>
  readSheet(bytes, matterColumns(minorDigits), { key: 'minorCode' });

/** Checks the rows of a list against each other, one row per step. */
export function* judgeCodeSet(
  sheet: CodeSetSheet,
  options: Pick<CodeSetImportOptions, 'kind'>,
): Steps<CodeSetImport> {
  const problems = createProblemList(sheet);
  const majors = new Map<string, MajorClass>();
  const categories = new Map<string, Category>();
  for (const { row, values } of sheet.records) {
    yield;
    const kind = values.kind ?? options.kind;
    const { majorCode, minorCode, majorName, minorName } = values as Record<keyof typeof values, string>;
    const refuse = (
      column: 'kind' | 'minorCode' | 'majorName',
      code: string,
      expected: string,
      message: string,
    ) => {
      const heading = sheet.headings[column] ?? null;
      problems.add({ row, column: heading, value: values[column], code, expected, message });
    };
    if (kind === undefined || kind === null) {
      refuse('kind', 'cellMissing', '部件或事件', `第 ${row} 行未注明类别`);
      continue;
    }
    const major = majors.get(`${kind}-${majorCode}`);
    const category: Category = { kind, majorCode, minorCode, name: minorName };
    const key = `${kind}-${codeOf(category)}`;
    if (major !== undefined && major.name !== majorName) {
      refuse('majorName', 'majorNameDiffers', major.name, `第 ${row} 行大类 ${majorCode} 的名称与前文不一致`);
    } else if (categories.has(key)) {
      refuse('minorCode', 'codeRepeated', '每个代码一行', `第 ${row} 行代码 ${codeOf(category)} 重复`);
    } else {
      majors.set(`${kind}-${majorCode}`, { kind, majorCode, name: majorName });
      categories.set(key, category);
    }
  }
  return {
    report: reportOf(sheet.rows, categories.size, problems.list()),
    majors: [...majors.values()],
    categories: [...categories.values()],
  };
}

export const importCodeSet = (bytes: Uint8Array, options: CodeSetImportOptions): CodeSetImport =>
  runAtOnce(judgeCodeSet(readCodeSetSheet(bytes, options.minorDigits), options));
