import { readFile } from 'node:fs/promises';
import pg from 'pg';

/*
 * The recomputation: plain SQL over the raw events. Uses no deciders, calendars or projections of the product; a dependency rule
 * enforces that.
 */

export interface RecomputedCase {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly stage: string;
  readonly departmentId: string | null;
  readonly light: string | null;
  readonly deadline: string | null;
  readonly overdue: boolean;
  readonly reworks: number;
  readonly returned: boolean;
  readonly extended: boolean;
  readonly suspended: boolean;
  readonly deferred: boolean;
  readonly supervised: boolean;
  readonly urged: boolean;
  readonly appealed: boolean;
  readonly wrongDispatch: boolean;
}

export interface RecomputedClock {
  readonly caseId: string;
  readonly clock: string;
  readonly run: number;
  readonly extensions: number;
  readonly yellowAt: string;
  readonly redAt: string;
  readonly deadline: string;
  readonly light: string;
  readonly overdue: boolean;
}

/** A deadline in an event of the log that differs from the recomputed one. */
export interface Mismatch {
  readonly caseId: string;
  readonly what: string;
  readonly inEvent: string | null;
  readonly recomputed: string | null;
}

export interface Recomputation {
  readonly cases: readonly RecomputedCase[];
  readonly clocks: readonly RecomputedClock[];
  readonly mismatches: readonly Mismatch[];
}

const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const light = (column: string) => `(array['green', 'yellow', 'red'])[${column} + 1]`;

const CASES = `
  select case_id as "caseId", case_number as "caseNumber", stage, department_id as "departmentId", ${light('light')} as light,
    ${instant('deadline')} as deadline, overdue, reworks, returned, extended, suspended, deferred, supervised, urged, appealed,
    wrong_dispatch as "wrongDispatch"
  from recomputed_cases`;

const CLOCKS = `
  select case_id as "caseId", clock, run, extensions, ${instant('yellow_at')} as "yellowAt", ${instant('red_at')} as "redAt",
    ${instant('deadline')} as deadline, ${light('light')} as light, overdue
  from recomputed_clocks`;

/** Each clock after an event, compared with the recomputed one; a dispatch and an extension also contain the deadline. */
const MISMATCHES = `
  with in_events as (
    select case_id, version, type, clock ->> 'clock' as clock, key, clock ->> key as value
    from (
      select distinct on (case_id, version, clock ->> 'clock') case_id, version, type, clock
      from case_events, jsonb_array_elements(data -> 'clocks') with ordinality as each (clock, n)
      order by case_id, version, clock ->> 'clock', n desc
    ) as last_of_clock, unnest(array['yellowAt', 'redAt', 'deadline']) as key
    union all
    select case_id, version, type, 'handle', 'deadline', data ->> 'deadline'
    from case_events where type in ('CaseDispatched', 'CaseExtended')
  )
  select in_events.case_id as "caseId", concat_ws(' ', type, in_events.clock, key) as what, value as "inEvent", ${instant('recomputed')} as recomputed
  from in_events join lateral (
    select case key when 'yellowAt' then yellow_at when 'redAt' then red_at else deadline end as recomputed
    from clock_states as s where s.case_id = in_events.case_id and s.clock = in_events.clock and s.version <= in_events.version order by n desc limit 1
  ) as state on true
  where value::timestamptz is distinct from recomputed`;

/** Recomputes the state of all cases from the log at an instant (ISO 8601 UTC). */
export const recompute = async (databaseUrl: string, now: string): Promise<Recomputation> => {
  const script = await readFile(new URL('recompute.sql', import.meta.url), 'utf8');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("select set_config('city.now', $1, false)", [now]);
    await client.query(script);
    const { rows: cases } = await client.query<RecomputedCase>(CASES);
    const { rows: clocks } = await client.query<RecomputedClock>(CLOCKS);
    const { rows: mismatches } = await client.query<Mismatch>(MISMATCHES);
    return { cases, clocks, mismatches };
  } finally {
    await client.end();
  }
};
