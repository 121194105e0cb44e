import { type OpenCaseNearby, openCasesNearby } from '../../projections/governance/case-search/queries.ts';
import type { CaseSearchRow } from '../../projections/governance/case-search/table.ts';
import type { Comparable, RankedCandidate, Ranker } from '../governance/index.ts';
import { createRanker } from '../governance/index.ts';
import type { Sql } from '../platform/sql.ts';
import type { ReferenceData } from './reference-data.ts';

const DAY_MS = 86_400_000;

/** Number of candidates ranked before those that the user may not see are left out. */
export const RANKED_AT_MOST = 50;

export const comparableOf = (row: CaseSearchRow): Comparable => ({
  lon: row.lon,
  lat: row.lat,
  reportedAt: Date.parse(row.reported_at),
  source: row.source,
  reporterId: row.reporter_id,
  description: row.description,
  address: row.address,
  matterCode: row.matter_code,
  rowId: row.row_id,
  deviceId: row.device_id,
  componentId: row.component_id,
  fedBack: row.fed_back,
});

/** Open cases of which a report may be a duplicate, best first; never the case itself, nor cases linked to it. */
export type DuplicateSearch = (
  report: Comparable,
  self: string,
  most?: number,
) => Promise<readonly RankedCandidate[]>;

/** The shipped or published rules over the read model of open cases. Without rules nothing is proposed. */
export const createDuplicateSearch = (
  sql: Sql,
  reference: Pick<ReferenceData, 'duplicateRules' | 'limitHours'>,
): DuplicateSearch => {
  let prepared: { readonly key: readonly unknown[]; readonly rank: Ranker } | undefined;
  return async (report, self, most) => {
    const rules = reference.duplicateRules();
    if (rules === undefined) return [];
    const limitHours = reference.limitHours();
    if (prepared?.key[0] !== rules || prepared.key[1] !== limitHours)
      prepared = { key: [rules, limitHours], rank: createRanker({ rules, limitHours }) };
    const { reachM, maxAgeDays, mostCompared } = rules.search;
    const rows = await openCasesNearby(sql, {
      lon: report.lon,
      lat: report.lat,
      reachM,
      since: new Date(report.reportedAt - maxAgeDays * DAY_MS).toISOString(),
      limit: mostCompared,
    });
    const ownParent = rows.find(({ case_id }) => case_id === self)?.parent_id ?? null;
    const others = rows.filter(
      (row) => ![row.case_id, row.parent_id].includes(self) && !isOf(row, ownParent),
    );
    return prepared.rank(
      report,
      others.map((row) => ({ ...comparableOf(row), caseId: row.case_id, parentId: row.parent_id })),
      most === undefined ? {} : { most },
    );
  };
};

const isOf = (row: OpenCaseNearby, parentId: string | null): boolean =>
  parentId !== null && (row.case_id === parentId || row.parent_id === parentId);
