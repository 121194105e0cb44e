import type { Sql } from '../../platform/sql.ts';
import type {
  EventFilter,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
} from '../event-store.ts';
import { type EventRow, fromPosition, toRecordedEvent } from './rows.ts';

const ALL_VERSIONS = 2_147_483_647;

export const readStream = async (
  sql: Sql,
  stream: string,
  { direction = 'forwards', fromVersion, limit = ALL_VERSIONS }: ReadStreamOptions,
): Promise<RecordedEvent[]> => {
  const rows: readonly EventRow[] =
    direction === 'forwards'
      ? await sql<EventRow>`select * from events where stream = ${stream} and version >= ${fromVersion ?? 1}
          order by version limit ${limit}`
      : await sql<EventRow>`select * from events where stream = ${stream} and version <= ${fromVersion ?? ALL_VERSIONS}
          order by version desc limit ${limit}`;
  return rows.map(toRecordedEvent);
};

export const readAll = async (
  sql: Sql,
  { after, limit, filter }: ReadAllOptions,
): Promise<RecordedEvent[]> => {
  const rows = await sql<EventRow>`
    select * from events where position > ${fromPosition(after)} ${filterClause(sql, filter)}
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
