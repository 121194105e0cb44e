import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { isDivisionCode, levelOfCode, parentOfCode } from './division-code.ts';
import type { DivisionDefined } from './events.ts';

export type DivisionData = DivisionDefined['data'];

/** A row that cannot be taken. `row` is the line of the file, the heading being line 1. */
export interface DivisionRowProblem {
  readonly row: number;
  readonly code: string | null;
  readonly problem: string;
}

export type DivisionsParsed =
  | { readonly ok: true; readonly divisions: readonly DivisionData[] }
  | { readonly ok: false; readonly problems: readonly DivisionRowProblem[] };

const rowSchema = z.object({
  code: z.string().refine(isDivisionCode, '区划代码应为 2、4、6、9 或 12 位数字'),
  name: z.string().trim().min(1, '名称为空').max(100, '名称过长'),
  level: z.enum(['province', 'city', 'county', 'township', 'village'], '级别未知'),
  parent: z.string(),
});
const fileSchema = z.array(
  z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.int() }) }),
);

const structureProblem = (row: z.infer<typeof rowSchema>, codes: ReadonlySet<string>): string | null => {
  if (levelOfCode(row.code) !== row.level) return `级别 ${row.level} 与代码位数不符`;
  const parent = parentOfCode(row.code);
  if ((parent ?? '') !== row.parent) return `上级代码应为 ${parent ?? '空'}`;
  if (parent !== null && !codes.has(parent)) return `上级 ${parent} 不在文件中`;
  return null;
};

/**
 * Reads a division table (CSV with the heading `code,name,level,parent`). All or nothing: one bad row refuses the file,
 * since a missing parent would take its whole subtree out of every scope.
 */
export const parseDivisions = (csv: string, source: string): DivisionsParsed => {
  let records: z.infer<typeof fileSchema>;
  try {
    records = fileSchema.parse(parse(csv, { columns: true, bom: true, info: true, skip_empty_lines: true }));
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'CSV 无法解析';
    return { ok: false, problems: [{ row: 1, code: null, problem }] };
  }
  const codes = new Set(records.map(({ record }) => record.code ?? ''));
  const seen = new Set<string>();
  const divisions: DivisionData[] = [];
  const problems: DivisionRowProblem[] = [];
  for (const { record, info } of records) {
    const parsed = rowSchema.safeParse(record);
    const refuse = (problem: string) =>
      problems.push({ row: info.lines, code: record.code ?? null, problem });
    if (!parsed.success) {
      for (const issue of parsed.error.issues) refuse(`${issue.path.join('.')}: ${issue.message}`);
      continue;
    }
    const row = parsed.data;
    const problem = seen.has(row.code) ? '代码重复' : structureProblem(row, codes);
    seen.add(row.code);
    if (problem !== null) refuse(problem);
    else divisions.push({ ...row, parent: parentOfCode(row.code), source });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, divisions };
};
