import type { Sql } from '../../../src/platform/sql.ts';
import type { CaseLinkRow } from './table.ts';

/** The links that a case has now, as a child (at most one) and as a parent, in the order in which they were made. */
export const readCaseLinks = async (
  sql: Sql,
  caseId: string,
): Promise<{ readonly parent: CaseLinkRow | null; readonly children: readonly CaseLinkRow[] }> => {
  const rows = await sql<CaseLinkRow>`
    select * from case_links where (child_id = ${caseId} or parent_id = ${caseId}) and state <> 'unlinked'
    order by at, child_id`;
  return {
    parent: rows.find(({ child_id }) => child_id === caseId) ?? null,
    children: rows.filter(({ parent_id }) => parent_id === caseId),
  };
};
