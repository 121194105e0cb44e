import type { CaseStage } from '../../../src/governance/events.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { CaseRow } from '../case-list/table.ts';
import type { PublicReportRow } from './table.ts';

export const findByCode = async (sql: Sql, codeDigest: string): Promise<PublicReportRow | undefined> => {
  const [row] = await sql<PublicReportRow>`select * from public_reports where code_digest = ${codeDigest}`;
  return row;
};

/** What everybody may see of cases: nothing that a person has written, and nobody. */
export type ShownCase = Pick<
  CaseRow,
  'case_id' | 'stage' | 'lon' | 'lat' | 'division_code' | 'matter_code' | 'reported_at'
>;

export interface ShownArea {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Cases in these stages within an area or a division, latest report first; without those whose place is known in words alone. */
export const listShown = async (
  sql: Sql,
  where: ShownArea | { readonly divisionCode: string },
  {
    stages,
    since,
    most,
  }: { readonly stages: readonly CaseStage[]; readonly since: string; readonly most: number },
): Promise<readonly ShownCase[]> =>
  sql<ShownCase>`
    select case_id, stage, lon, lat, division_code, matter_code, reported_at from cases
    where stage = any(${stages as string[]}::text[]) and reported_at >= ${since} and set_aside_as is null
      and ${
        'divisionCode' in where
          ? sql`starts_with(division_code, ${where.divisionCode})`
          : sql`lon between ${where.west} and ${where.east} and lat between ${where.south} and ${where.north}`
      }
      and not exists (
        select from public_reports where public_reports.case_id = cases.case_id and place_in_words)
    order by reported_at desc, case_id limit ${most}`;
