import {
  type ImportReport,
  readRecords,
  readTable,
  reportOf,
  type TableProblem,
  templateOf,
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

/** Reads a list of categories (CSV or XLSX): 类别, 大类代码, 大类名称, 小类代码, 小类名称. */
export const importCodeSet = (bytes: Uint8Array, options: CodeSetImportOptions): CodeSetImport => {
  const table = readTable(bytes);
  if (!table.ok) return { report: reportOf(0, 0, [table.problem]), majors: [], categories: [] };
  const read = readRecords(table.rows, matterColumns(options.minorDigits), { key: 'minorCode' });
  const problems: TableProblem[] = [...read.problems];
  const majors = new Map<string, MajorClass>();
  const categories = new Map<string, Category>();
  for (const { row, values, headingOf } of read.records) {
    const kind = values.kind ?? options.kind;
    const { majorCode, minorCode, majorName, minorName } = values as Record<keyof typeof values, string>;
    const refuse = (
      column: 'kind' | 'minorCode' | 'majorName',
      code: string,
      expected: string,
      message: string,
    ) => problems.push({ row, column: headingOf(column), value: values[column], code, expected, message });
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
    report: reportOf(read.rows, categories.size, problems),
    majors: [...majors.values()],
    categories: [...categories.values()],
  };
};
