import { crashPoint } from '../../platform/crash-points.ts';
import type { Database, Sql } from '../../platform/sql.ts';
import { isAgeing } from '../ageing-streams.ts';
import type { PlannedRow } from '../plan-batch.ts';
import { joined, plainArray, SEPARATOR } from './arrays.ts';
import { createPartitionKeeper } from './partitions/partition-keeper.ts';
import { fromPosition } from './rows.ts';

const ROWS_AT_ONCE = 5000;

/** Something was appended after the position that the history was planned for. */
export class LogMovedError extends Error {
  constructor(planned: number, actual: number) {
    super(`the log is at ${actual}, the history was planned after ${planned}`);
    this.name = 'LogMovedError';
  }
}

export interface HistoryOptions {
  readonly sql: Database;
  /** Positions from `head + 1` on, in their order. */
  readonly rows: readonly PlannedRow[];
  /** Most positions in one partition. */
  readonly partitionEvents: number;
  /** In the same transaction, when the rows are in the log. */
  readonly alongside: (tx: Sql) => Promise<void>;
}

/**
 * Appends events that keep their own times of recording: the past of a demo, after everything that the log holds. All of it in one
 * transaction, so that a process that dies in between leaves nothing. Throws LogMovedError.
 */
export const appendHistory = async ({
  sql,
  rows,
  partitionEvents,
  alongside,
}: HistoryOptions): Promise<void> => {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return;
  const head = fromPosition(first.recorded.position) - 1;
  const clock = { now: () => Date.parse(first.recorded.recordedAt) };
  const partitions = createPartitionKeeper({ sql, clock, maxEvents: partitionEvents });
  await partitions.refresh();
  await partitions.ensure(head, head + rows.length);
  await sql.begin(async (tx) => {
    const [at] = await tx<{
      position: string;
    }>`select position from event_head where singleton = 1 for update`;
    if (Number(at!.position) !== head) throw new LogMovedError(head, Number(at!.position));
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
      await insert(tx, rows.slice(from, from + ROWS_AT_ONCE));
    await tx`
      update event_head set position = ${head + rows.length},
        recorded_until = greatest(recorded_until, ${last.recorded.recordedAt}::timestamptz) where singleton = 1`;
    await alongside(tx);
    crashPoint('historyWritten');
  });
  await partitions.close();
};

const insert = (tx: Sql, rows: readonly PlannedRow[]) => tx`
  insert into events (position, stream, version, id, type, schema_version, content_digest, recorded_at, data, meta, ageing)
  select * from unnest(
    ${plainArray(rows.map(({ recorded }) => recorded.position))}::bigint[],
    string_to_array(${joined(rows.map(({ recorded }) => recorded.stream))}, ${SEPARATOR}),
    ${plainArray(rows.map(({ recorded }) => recorded.version))}::int[],
    ${plainArray(rows.map(({ recorded }) => recorded.id))}::uuid[],
    string_to_array(${joined(rows.map(({ recorded }) => recorded.type))}, ${SEPARATOR}),
    ${plainArray(rows.map(({ recorded }) => recorded.schemaVersion))}::smallint[],
    ${plainArray(rows.map(({ digest }) => digest))}::uuid[],
    string_to_array(${joined(rows.map(({ recorded }) => recorded.recordedAt))}, ${SEPARATOR})::timestamptz[],
    string_to_array(${joined(rows.map(({ dataText }) => dataText))}, ${SEPARATOR}),
    string_to_array(${joined(rows.map(({ metaText }) => metaText))}, ${SEPARATOR}),
    ${plainArray(rows.map(({ recorded }) => isAgeing(recorded.stream)))}::boolean[])`;
