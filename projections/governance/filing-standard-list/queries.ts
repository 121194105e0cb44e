import type { FilingStandardData } from '../../../src/governance/index.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { FilingStandardRowModel } from './table.ts';

/** The latest version of each, by id. */
export const loadStandards = async (sql: Sql): Promise<Map<string, FilingStandardData>> => {
  const rows = await sql<FilingStandardRowModel>`
    select distinct on (standard_id) * from filing_standards order by standard_id, version desc`;
  return new Map(rows.map((row) => [row.standard_id, row.definition]));
};

export const findStandard = async (
  sql: Sql,
  standardId: string,
  version: number,
): Promise<FilingStandardData | undefined> => {
  const [row] = await sql<FilingStandardRowModel>`
    select * from filing_standards where standard_id = ${standardId} and version = ${version}`;
  return row?.definition;
};

/** Whether a filing standard has a matter. Its rows are named by their matter and a number: `event-S1-01-1`. */
export const hasMatter = async (sql: Sql, code: string | null): Promise<boolean> => {
  if (code === null) return false;
  const [found] = await sql`
    select 1 from filing_standards, jsonb_array_elements(definition -> 'rows') as row
    where row ->> 'rowId' ~ '^.+-[0-9]+$' and regexp_replace(row ->> 'rowId', '-[0-9]+$', '') = ${code}
    limit 1`;
  return found !== undefined;
};
