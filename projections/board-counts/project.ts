import {
  CASE_EVENT_TYPES,
  type CaseEvent,
  type CaseStage,
  type ClockName,
  type Light,
} from '../../src/governance/events.ts';
import { clockOfStage, stageAfter } from '../../src/governance/index.ts';
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
  department_id: string;
  lights: Partial<Record<ClockName, Light>>;
}

interface Change {
  cases: number;
  overdue: number;
}

const upsertCases = rowUpserter<BoardCaseRow>(boardCases, ['case_id']);

const overdueAfter = (row: BoardCaseRow, event: Recorded<CaseEvent>): boolean => {
  const clocks = 'clocks' in event.data ? event.data.clocks : undefined;
  const handle = clocks?.findLast(({ clock }) => clock === 'handle');
  if (handle !== undefined) return handle.overdue;
  // Events of the first release carry no clocks.
  if (event.type === 'CaseHandlingOverdue') return true;
  return event.type === 'CaseDispatched' ? false : row.overdue;
};

const apply = (row: BoardCaseRow | undefined, event: Recorded<CaseEvent>): BoardCaseRow | undefined => {
  const known: BoardCaseRow | undefined =
    event.type === 'CaseReported'
      ? {
          case_id: event.data.caseId,
          division_code: event.data.divisionCode,
          stage: 'reported',
          overdue: false,
          department_id: '',
          lights: {},
        }
      : row;
  if (known === undefined) return undefined;
  const lights = { ...known.lights };
  for (const clock of ('clocks' in event.data ? event.data.clocks : undefined) ?? [])
    lights[clock.clock] = clock.light;
  const { divisionCode = known.division_code } = event.type === 'CaseCorrected' ? event.data.changes : {};
  return {
    ...known,
    division_code: divisionCode,
    stage: stageAfter(known.stage, event),
    overdue: overdueAfter(known, event),
    department_id: event.type === 'CaseDispatched' ? event.data.departmentId : known.department_id,
    lights,
  };
};

export const boardCountsProjection: Projection = {
  name: 'board-counts@2',
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

/** The light of the clock of the stage that a case waits in. */
const lightOf = ({ stage, lights }: BoardCaseRow): Light | '' => {
  const clock = clockOfStage(stage);
  return (clock === undefined ? undefined : lights[clock]) ?? '';
};

/** Differences per division, stage, light and department between two states of the same cases. */
const countChanges = (
  before: readonly BoardCaseRow[],
  after: readonly BoardCaseRow[],
): Map<string, Change> => {
  const changes = new Map<string, Change>();
  const add = (row: BoardCaseRow, sign: 1 | -1) => {
    const key = [row.division_code, row.stage, lightOf(row), row.department_id].join(SEPARATOR);
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
  const part = (n: number) => rows.map(([key]) => key.split(SEPARATOR)[n]!);
  await sql`
    insert into board_counts (division_code, stage, light, department_id, cases, overdue)
    select * from unnest(
      ${part(0)}::text[], ${part(1)}::text[], ${part(2)}::text[], ${part(3)}::text[],
      ${rows.map(([, change]) => change.cases)}::int[], ${rows.map(([, change]) => change.overdue)}::int[])
    on conflict (division_code, stage, light, department_id) do update set
      cases = board_counts.cases + excluded.cases, overdue = board_counts.overdue + excluded.overdue`;
  // A row of nothing would tell a live table from a rebuilt one, whose batches are larger.
  await sql`delete from board_counts where cases = 0 and overdue = 0`;
};
