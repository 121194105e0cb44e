import type { Sql } from '../../platform/sql.ts';
import { isAgeing } from '../ageing-streams.ts';
import type { BatchPlan } from '../plan-batch.ts';
import { joined, plainArray, SEPARATOR } from './arrays.ts';
import { isEarly } from './partitions/lookup.ts';

/** Moves the head and inserts, both or neither; false: the head was at another position. */
export const insertRows = async (tx: Sql, plan: BatchPlan, head: number): Promise<boolean> => {
  const { rows } = plan;
  const { recordedAt } = rows[0]!.recorded;
  const ageing = rows.map(({ recorded }) => isAgeing(recorded.stream));
  const recordedMs = Date.parse(recordedAt);
  const early = rows.flatMap(({ recorded }, n) => (ageing[n] && isEarly(recorded.id, recordedMs) ? [n] : []));
  const listed =
    early.length === 0
      ? tx``
      : tx`, listed as (
          insert into early_event_ids (id, position)
          select each.id, ${head + 1}::bigint + each.n from moved,
            unnest(${plainArray(early.map((n) => rows[n]!.recorded.id))}::uuid[], ${plainArray(early)}::int[]) as each(id, n)
        )`;
  const inserted = await tx`
      with moved as (
        update event_head set position = ${head + rows.length}, recorded_until = greatest(recorded_until, ${recordedAt}::timestamptz)
        where singleton = 1 and position = ${head} returning 1
      )${listed}
      insert into events
        (position, stream, version, id, type, schema_version, content_digest, recorded_at, data, meta, ageing)
      select ${head}::bigint + row.n, row.stream, row.version, row.id, row.type, row.schema_version, row.digest,
        ${recordedAt}::timestamptz, row.data, row.meta, row.ageing
      from moved, rows from (
        unnest(string_to_array(${joined(rows.map((row) => row.recorded.stream))}, ${SEPARATOR})),
        unnest(${plainArray(rows.map((row) => row.recorded.version))}::int[]),
        unnest(${plainArray(rows.map((row) => row.recorded.id))}::uuid[]),
        unnest(string_to_array(${joined(rows.map((row) => row.recorded.type))}, ${SEPARATOR})),
        unnest(${plainArray(rows.map((row) => row.recorded.schemaVersion))}::smallint[]),
        unnest(${plainArray(rows.map((row) => row.digest))}::uuid[]),
        unnest(string_to_array(${joined(rows.map((row) => row.dataText))}, ${SEPARATOR})),
        unnest(string_to_array(${joined(rows.map((row) => row.metaText))}, ${SEPARATOR})),
        unnest(${plainArray(ageing)}::boolean[])
      ) with ordinality as row(stream, version, id, type, schema_version, digest, data, meta, ageing, n)`;
  return inserted.count === rows.length;
};
