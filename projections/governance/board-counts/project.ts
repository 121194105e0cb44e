import {
  CASE_EVENT_TYPES,
  type CaseClock,
  type CaseEvent,
  type ClockName,
  type Light,
} from '../../../src/governance/events.ts';
import { clockOfStage, stageAfter } from '../../../src/governance/index.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import type { Recorded } from '../../../src/projection-engine/handlers.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import { type BoardCaseRow, boardCases } from './table.ts';

interface Change {
  cases: number;
  overdue: number;
  setAside: number;
}

const upsertCases = rowUpserter<BoardCaseRow>(boardCases, ['case_id']);

/** Light and lateness of each clock, from the event; events of the first release carry no clocks. */
const toldClocks = (
  event: Recorded<CaseEvent>,
): readonly Pick<CaseClock, 'clock' | 'light' | 'overdue'>[] => {
  const clocks = 'clocks' in event.data ? event.data.clocks : undefined;
  if (clocks !== undefined) return clocks;
  if (event.type === 'CaseHandlingOverdue') return [{ clock: 'handle', light: 'red', overdue: true }];
  return event.type === 'CaseDispatched' ? [{ clock: 'handle', light: 'green', overdue: false }] : [];
};

const isMerged = (row: BoardCaseRow, event: Recorded<CaseEvent>): boolean => {
  if (event.type === 'CaseLinkedAsDuplicate' || event.type === 'CaseMadeChild') return true;
  return event.type === 'CaseUnlinked' || event.type === 'CaseAnsweredByParent' ? false : row.set_aside;
};

/** The clock of a case's current stage. */
const clockOf = ({ set_aside, stage }: BoardCaseRow): ClockName | undefined =>
  set_aside ? undefined : clockOfStage(stage);

const apply = (row: BoardCaseRow | undefined, event: Recorded<CaseEvent>): BoardCaseRow | undefined => {
  const known: BoardCaseRow | undefined =
    event.type === 'CaseReported'
      ? {
          case_id: event.data.caseId,
          division_code: event.data.divisionCode,
          stage: 'reported',
          overdue: false,
          set_aside: false,
          department_id: '',
          lights: {},
          overdue_clocks: [],
        }
      : row;
  if (known === undefined) return undefined;
  const lights = { ...known.lights };
  const late = new Set(known.overdue_clocks);
  for (const { clock, light, overdue } of toldClocks(event)) {
    lights[clock] = light;
    if (overdue) late.add(clock);
    else late.delete(clock);
  }
  const { divisionCode = known.division_code } = event.type === 'CaseCorrected' ? event.data.changes : {};
  const next = {
    ...known,
    division_code: divisionCode,
    stage: stageAfter(known.stage, event),
    set_aside: isMerged(known, event),
    department_id: event.type === 'CaseDispatched' ? event.data.departmentId : known.department_id,
    lights,
    overdue_clocks: [...late].sort(),
  };
  const clock = clockOf(next);
  return { ...next, overdue: clock !== undefined && late.has(clock) };
};

export const boardCountsProjection: Projection = {
  name: 'board-counts@3',
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

/** The light of the clock of a case's current stage. */
const lightOf = (row: BoardCaseRow): Light | '' => {
  const clock = clockOf(row);
  return (clock === undefined ? undefined : row.lights[clock]) ?? '';
};

const NO_CHANGE: Change = { cases: 0, overdue: 0, setAside: 0 };

/** Differences per division, stage, light and department between two states of the same cases. */
const countChanges = (
  before: readonly BoardCaseRow[],
  after: readonly BoardCaseRow[],
): Map<string, Change> => {
  const changes = new Map<string, Change>();
  const add = (row: BoardCaseRow, sign: 1 | -1) => {
    const key = [row.division_code, row.stage, lightOf(row), row.department_id].join(SEPARATOR);
    const { cases, overdue, setAside } = changes.get(key) ?? NO_CHANGE;
    changes.set(key, {
      cases: cases + (row.set_aside ? 0 : sign),
      overdue: overdue + (row.overdue ? sign : 0),
      setAside: setAside + (row.set_aside ? sign : 0),
    });
  };
  for (const row of before) add(row, -1);
  for (const row of after) add(row, 1);
  return changes;
};

const addChanges = async (sql: Sql, changes: ReadonlyMap<string, Change>): Promise<void> => {
  const rows = [...changes].filter(([, change]) => Object.values(change).some((each) => each !== 0));
  if (rows.length === 0) return;
  const part = (n: number) => rows.map(([key]) => key.split(SEPARATOR)[n]!);
  await sql`
    insert into board_counts (division_code, stage, light, department_id, cases, overdue, set_aside)
    select * from unnest(
      ${part(0)}::text[], ${part(1)}::text[], ${part(2)}::text[], ${part(3)}::text[],
      ${rows.map(([, change]) => change.cases)}::int[], ${rows.map(([, change]) => change.overdue)}::int[],
      ${rows.map(([, change]) => change.setAside)}::int[])
    on conflict (division_code, stage, light, department_id) do update set
      cases = board_counts.cases + excluded.cases, overdue = board_counts.overdue + excluded.overdue,
      set_aside = board_counts.set_aside + excluded.set_aside`;
  // A row of zeros would make a live table differ from a rebuilt one, whose batches are larger.
  await sql`delete from board_counts where cases = 0 and overdue = 0 and set_aside = 0`;
};
