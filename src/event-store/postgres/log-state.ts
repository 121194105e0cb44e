import type { Sql } from '../../platform/sql.ts';
import { isAgeing } from '../ageing-streams.ts';
import type { KnownEvent, PreparedRequest } from '../plan-batch.ts';
import { plainArray } from './arrays.ts';
import { lookupsOf } from './partitions/lookup.ts';
import { type Partition, partitionTable } from './partitions/partition.ts';

const columnsOf = (table: string): string =>
  `${table}.id, ${table}.stream, ${table}.version, ${table}.position, ${table}.content_digest as digest`;
const PERMANENT = 'events_permanent';

/** Known events with the ids of a batch. Each id is searched for among the streams of its class, in the possible partitions. */
export const readKnown = async (
  sql: Sql,
  requests: readonly PreparedRequest[],
  partitions: readonly Partition[],
): Promise<Map<string, KnownEvent>> => {
  const permanent: string[] = [];
  const ageing: string[] = [];
  for (const { stream, events } of requests) {
    const ids = isAgeing(stream) ? ageing : permanent;
    for (const { event } of events) ids.push(event.id);
  }
  const parts: string[] = [];
  const values: string[] = [];
  const ask = (table: string, ids: readonly string[]) => {
    values.push(plainArray(ids));
    return `select ${columnsOf(table)} from ${table} where id = any($${values.length}::uuid[])`;
  };
  if (permanent.length > 0) parts.push(ask(PERMANENT, permanent));
  for (const { ids, partitions: where } of lookupsOf(ageing, partitions)) {
    if (where === undefined) {
      parts.push(`${ask('events', ids)} and ageing`);
      continue;
    }
    // By table name: a plan over all partitions would have been made when this one was still empty.
    for (const partition of where) parts.push(ask(partitionTable(partition), ids));
    values.push(plainArray(ids));
    parts.push(
      `select ${columnsOf('events')}
       from early_event_ids as early join events on events.ageing and events.position = early.position
       where early.id = any($${values.length}::uuid[])`,
    );
  }
  if (parts.length === 0) return new Map();
  const rows = await sql.statement<KnownEvent & { id: string }>(parts.join(' union all '), values);
  return new Map(rows.map((row) => [row.id, row]));
};

/** Current versions of streams; a stream that does not exist has 0 or is absent. */
export const readVersions = async (
  sql: Sql,
  streams: readonly string[],
  partitions: readonly Partition[],
): Promise<Map<string, number>> => {
  const permanent = streams.filter((stream) => !isAgeing(stream));
  const ageing = streams.filter(isAgeing);
  const rows = [
    ...(permanent.length === 0 ? [] : await readMaxima(sql, permanent, [PERMANENT], '')),
    ...(ageing.length === 0
      ? []
      : await readMaxima(
          sql,
          ageing,
          partitions.filter(({ versionsKept }) => !versionsKept).map(partitionTable),
          '(select version from stream_versions where stream_versions.stream = wanted.stream), ',
        )),
  ];
  return new Map(rows.map((row) => [row.stream, row.version ?? 0]));
};

const readMaxima = (sql: Sql, streams: readonly string[], tables: readonly string[], kept: string) => {
  const maxima = tables.map(
    (table) => `(select max(version) from ${table} where ${table}.stream = wanted.stream)`,
  );
  return sql.statement<{ stream: string; version: number | null }>(
    `select wanted.stream, greatest(${kept}${[...maxima, 'null::int'].join(', ')}) as version
     from (select distinct unnest($1::text[])) as wanted(stream)`,
    [streams],
  );
};
