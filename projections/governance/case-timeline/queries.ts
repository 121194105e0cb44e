import type { Sql } from '../../../src/platform/sql.ts';
import type { CaseTimelineRow } from './table.ts';

export const readCaseTimeline = async (sql: Sql, caseId: string): Promise<readonly CaseTimelineRow[]> =>
  sql<CaseTimelineRow>`select * from case_timeline where case_id = ${caseId} order by version`;
