import type { Sql } from '../../platform/sql.ts';
import { isAgeing } from '../ageing-streams.ts';
import type {
  EventFilter,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  StreamRetention,
} from '../event-store.ts';
import { type EventRow, fromPosition, toRecordedEvent } from './rows.ts';

const ALL_VERSIONS = 2_147_483_647;

/** `now`: ISO 8601; retention by age is computed from it. */
export const readStream = async (
  sql: Sql,
  stream: string,
  { direction = 'forwards', fromVersion, limit = ALL_VERSIONS }: ReadStreamOptions,
  now: string,
): Promise<RecordedEvent[]> => {
  // The class determines the tables to be queried.
  const ageing = isAgeing(stream);
  const kept = sql`
    ageing = ${ageing} and version > coalesce((
      select (select max(version) from events as last where last.ageing = ${ageing} and last.stream = kept.stream) - kept.max_count
      from stream_retention as kept where kept.stream = ${stream}), 0)
    and recorded_at >= coalesce((
      select ${now}::timestamptz - make_interval(secs => kept.max_age_seconds)
      from stream_retention as kept where kept.stream = ${stream}), '-infinity')`;
  const rows: readonly EventRow[] =
    direction === 'forwards'
      ? await sql<EventRow>`select * from events where stream = ${stream} and version >= ${fromVersion ?? 1} and ${kept}
          order by version limit ${limit}`
      : await sql<EventRow>`select * from events where stream = ${stream} and version <= ${fromVersion ?? ALL_VERSIONS} and ${kept}
          order by version desc limit ${limit}`;
  return rows.map(toRecordedEvent);
};

export const writeRetention = async (
  sql: Sql,
  stream: string,
  { maxAgeSeconds, maxCount }: StreamRetention,
): Promise<void> => {
  if (maxAgeSeconds === undefined && maxCount === undefined) {
    await sql`delete from stream_retention where stream = ${stream}`;
    return;
  }
  await sql`
    insert into stream_retention (stream, max_age_seconds, max_count)
    values (${stream}, ${maxAgeSeconds ?? null}, ${maxCount ?? null})
    on conflict (stream) do update set max_age_seconds = excluded.max_age_seconds, max_count = excluded.max_count`;
};

export const readRetention = async (sql: Sql, stream: string): Promise<StreamRetention> => {
  const [row] = await sql<{ maxAgeSeconds: number | null; maxCount: number | null }>`
    select max_age_seconds as "maxAgeSeconds", max_count as "maxCount" from stream_retention where stream = ${stream}`;
  return {
    ...(row?.maxAgeSeconds == null ? {} : { maxAgeSeconds: row.maxAgeSeconds }),
    ...(row?.maxCount == null ? {} : { maxCount: row.maxCount }),
  };
};

/** `upTo`: the last position to be read. */
export const readAll = async (
  sql: Sql,
  { after, limit, filter, upTo }: ReadAllOptions & { readonly upTo?: Position },
): Promise<RecordedEvent[]> => {
  const end = upTo === undefined ? sql`` : sql`and position <= ${fromPosition(upTo)}`;
  const rows = await sql<EventRow>`
    select * from events where position > ${fromPosition(after)} ${end} ${filterClause(sql, filter)}
    order by position limit ${limit}`;
  return rows.map(toRecordedEvent);
};

const filterClause = (sql: Sql, filter: EventFilter | undefined) => {
  const types = filter?.types ? sql`and type = any(${[...filter.types]}::text[])` : sql``;
  const prefixes = filter?.streamPrefixes
    ? sql`and exists (select from unnest(${filter.streamPrefixes as string[]}::text[]) p(prefix) where starts_with(stream, p.prefix))`
    : sql``;
  return sql`${types} ${prefixes}`;
};

export const readHead = async (sql: Sql): Promise<Position> => {
  const [row] = await sql<{ position: Position }>`select position from event_head where singleton = 1`;
  return row!.position;
};
