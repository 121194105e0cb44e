import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import type { Scope } from '../../scope-clause.ts';
import type { AlarmSilenceRow } from './table.ts';

export const SILENCE_STATES = ['active', 'future', 'past'] as const;
export type SilenceState = (typeof SILENCE_STATES)[number];

/** The end that counts: one that was ended before it began never was. */
const endOf = ({ to_at: to, ended_at: ended }: AlarmSilenceRow): number =>
  Math.min(Date.parse(to), ended === null ? Number.POSITIVE_INFINITY : Date.parse(ended));

/** The state of a silence at a moment (ISO 8601 UTC). */
export const silenceStateAt = (row: AlarmSilenceRow, now: string): SilenceState => {
  if (endOf(row) <= Date.parse(now)) return 'past';
  return Date.parse(row.from_at) <= Date.parse(now) ? 'active' : 'future';
};

const inState = (sql: Sql, state: SilenceState, now: string) => {
  const over = sql`least(to_at, ended_at) <= ${now}::timestamptz`;
  switch (state) {
    case 'past':
      return over;
    case 'active':
      return sql`not (${over}) and from_at <= ${now}::timestamptz`;
    case 'future':
      return sql`not (${over}) and from_at > ${now}::timestamptz`;
    default:
      return state satisfies never;
  }
};

/** Affects a division: is inside it, or contains it. */
const reaches = (sql: Sql, prefix: string) =>
  sql`(starts_with(division_code, ${prefix}) or starts_with(${prefix}, division_code))`;

/** Those that reach into what the caller may see. Latest beginning first. `now` is ISO 8601. */
export const listSilences = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: { readonly state?: SilenceState; readonly divisionPrefix?: string; readonly now: string },
  request: PageRequest,
): Promise<Page<AlarmSilenceRow>> => {
  const page = pageBy<AlarmSilenceRow>(sql, request, { at: 'from_at', id: 'silence_id' });
  const rows = await sql<AlarmSilenceRow>`
    select * from alarm_silences where (${scopes.reduce((any, { divisionPrefix }) => sql`${any} or ${reaches(sql, divisionPrefix)}`, sql`false`)})
    ${filter.state ? sql`and ${inState(sql, filter.state, filter.now)}` : sql``}
    ${filter.divisionPrefix ? sql`and ${reaches(sql, filter.divisionPrefix)}` : sql``}
    ${page.rest}`;
  return page.of(rows);
};

export const findSilence = async (sql: Sql, silenceId: string): Promise<AlarmSilenceRow | undefined> => {
  const [row] = await sql<AlarmSilenceRow>`select * from alarm_silences where silence_id = ${silenceId}`;
  return row;
};

/** Those in force at any time between two moments (ISO 8601). */
export const listSilencesBetween = (
  sql: Sql,
  from: string,
  to: string,
): PromiseLike<readonly AlarmSilenceRow[]> =>
  sql<AlarmSilenceRow>`
    select * from alarm_silences
    where from_at < ${to}::timestamptz and least(to_at, ended_at) > ${from}::timestamptz`;
