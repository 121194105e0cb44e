import { CASE_EVENT_TYPES, type CaseEvent, type CaseStage } from '../../src/governance/events.ts';
import type { Sql } from '../../src/platform/sql.ts';
import { rowUpserter } from '../../src/platform/upsert-rows.ts';
import type { Projection } from '../../src/projection.ts';
import type { Recorded } from '../../src/projection-engine/row-projection.ts';
import { boardCases } from './table.ts';

interface BoardCaseRow {
  case_id: string;
  division_code: string;
  stage: CaseStage;
  overdue: boolean;
}

interface Change {
  cases: number;
  overdue: number;
}

const upsertCases = rowUpserter<BoardCaseRow>(boardCases, ['case_id']);

const stageAfter = (event: Recorded<CaseEvent>): CaseStage | undefined => {
  switch (event.type) {
    case 'CaseReported':
      return 'reported';
    case 'CaseAccepted':
      return 'accepted';
    case 'CaseRejected':
      return 'rejected';
    case 'CaseFiled':
      return 'filed';
    case 'CaseDispatched':
      return 'dispatched';
    case 'CaseHandlingStarted':
      return 'handling';
    case 'CaseFeedbackGiven':
      return 'checking';
    case 'CaseChecked':
      return event.data.passed ? 'closing' : 'dispatched';
    case 'CaseClosed':
    case 'CaseAnsweredByParent':
      return 'closed';
    case 'CaseReturned':
      return event.data.to;
    case 'CaseVoided':
      return 'voided';
    default:
      return undefined;
  }
};

const apply = (row: BoardCaseRow | undefined, event: Recorded<CaseEvent>): BoardCaseRow | undefined => {
  if (event.type === 'CaseReported') {
    return {
      case_id: event.data.caseId,
      division_code: event.data.divisionCode,
      stage: 'reported',
      overdue: false,
    };
  }
  if (row === undefined) return undefined;
  const overdue =
    event.type === 'CaseHandlingOverdue' ? true : event.type === 'CaseDispatched' ? false : row.overdue;
  return { ...row, stage: stageAfter(event) ?? row.stage, overdue };
};

export const boardCountsProjection: Projection = {
  name: 'board-counts@1',
  tables: ['board_cases', 'board_counts'],
  handles: new Set(CASE_EVENT_TYPES),
  async project(batch, sql) {
    const events = batch as unknown as readonly Recorded<CaseEvent>[];
    const ids = [...new Set(events.map((event) => event.data.caseId))];
    const before = await sql<BoardCaseRow>`select * from board_cases where case_id = any(${ids}::text[])`;
    const rows = new Map(before.map((row) => [row.case_id, row]));
    for (const event of events) {
      const row = apply(rows.get(event.data.caseId), event);
      if (row !== undefined) rows.set(row.case_id, row);
    }
    await upsertCases(sql, [...rows.values()]);
    await addChanges(sql, countChanges(before, [...rows.values()]));
  },
};

const SEPARATOR = '|';

/** Differences per division and stage between two states of the same cases. */
const countChanges = (
  before: readonly BoardCaseRow[],
  after: readonly BoardCaseRow[],
): Map<string, Change> => {
  const changes = new Map<string, Change>();
  const add = (row: BoardCaseRow, sign: 1 | -1) => {
    const key = row.division_code + SEPARATOR + row.stage;
    const change = changes.get(key) ?? { cases: 0, overdue: 0 };
    changes.set(key, { cases: change.cases + sign, overdue: change.overdue + (row.overdue ? sign : 0) });
  };
  for (const row of before) add(row, -1);
  for (const row of after) add(row, 1);
  return changes;
};

const addChanges = async (sql: Sql, changes: ReadonlyMap<string, Change>): Promise<void> => {
  const rows = [...changes].filter(([, change]) => change.cases !== 0 || change.overdue !== 0);
  if (rows.length === 0) return;
  await sql`
    insert into board_counts (division_code, stage, cases, overdue)
    select * from unnest(
      ${rows.map(([key]) => key.split(SEPARATOR)[0]!)}::text[], ${rows.map(([key]) => key.split(SEPARATOR)[1]!)}::text[],
      ${rows.map(([, change]) => change.cases)}::int[], ${rows.map(([, change]) => change.overdue)}::int[])
    on conflict (division_code, stage) do update set
      cases = board_counts.cases + excluded.cases, overdue = board_counts.overdue + excluded.overdue`;
  // A row of nothing would tell a live table from a rebuilt one, whose batches are larger.
  await sql`delete from board_counts where cases = 0 and overdue = 0`;
};
