import { readFile } from 'node:fs/promises';
import pg from 'pg';

/*
 * The reckoning: plain SQL over the raw events. Knows neither deciders, calendars nor projections of the product; a dependency rule
 * holds it to that.
 */

export interface ReckonedCase {
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

export interface ReckonedClock {
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

/** A deadline that an event in the log tells otherwise. */
export interface ToldOtherwise {
  readonly caseId: string;
  readonly what: string;
  readonly told: string | null;
  readonly reckoned: string | null;
}

export interface Reckoning {
  readonly cases: readonly ReckonedCase[];
  readonly clocks: readonly ReckonedClock[];
  readonly toldOtherwise: readonly ToldOtherwise[];
}

const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const light = (column: string) => `(array['green', 'yellow', 'red'])[${column} + 1]`;

const CASES = `
  select case_id as "caseId", case_number as "caseNumber", stage, department_id as "departmentId", ${light('light')} as light,
    ${instant('deadline')} as deadline, overdue, reworks, returned, extended, suspended, deferred, supervised, urged, appealed,
    wrong_dispatch as "wrongDispatch"
  from reckoned_cases`;

const CLOCKS = `
  select case_id as "caseId", clock, run, extensions, ${instant('yellow_at')} as "yellowAt", ${instant('red_at')} as "redAt",
    ${instant('deadline')} as deadline, ${light('light')} as light, overdue
  from reckoned_clocks`;

/** Each clock as an event leaves it, against the reckoned one after the same event; a dispatch and an extension name the deadline too. */
const TOLD_OTHERWISE = `
  with told as (
    select case_id, version, type, clock ->> 'clock' as clock, key, clock ->> key as value
    from (
      select distinct on (case_id, version, clock ->> 'clock') case_id, version, type, clock
      from case_events, jsonb_array_elements(data -> 'clocks') with ordinality as each (clock, n)
      order by case_id, version, clock ->> 'clock', n desc
    ) as last_told, unnest(array['yellowAt', 'redAt', 'deadline']) as key
    union all
    select case_id, version, type, 'handle', 'deadline', data ->> 'deadline'
    from case_events where type in ('CaseDispatched', 'CaseExtended')
  )
  select told.case_id as "caseId", concat_ws(' ', type, told.clock, key) as what, value as told, ${instant('reckoned')} as reckoned
  from told join lateral (
    select case key when 'yellowAt' then yellow_at when 'redAt' then red_at else deadline end as reckoned
    from clock_states as s where s.case_id = told.case_id and s.clock = told.clock and s.version <= told.version order by n desc limit 1
  ) as state on true
  where value::timestamptz is distinct from reckoned`;

/** Reckons the log of a database as it is at an instant (ISO 8601 UTC). */
export const reckon = async (databaseUrl: string, now: string): Promise<Reckoning> => {
  const script = await readFile(new URL('reckon.sql', import.meta.url), 'utf8');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("select set_config('city.now', $1, false)", [now]);
    await client.query(script);
    const { rows: cases } = await client.query<ReckonedCase>(CASES);
    const { rows: clocks } = await client.query<ReckonedClock>(CLOCKS);
    const { rows: toldOtherwise } = await client.query<ToldOtherwise>(TOLD_OTHERWISE);
    return { cases, clocks, toldOtherwise };
  } finally {
    await client.end();
  }
};
