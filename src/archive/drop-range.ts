import { partitionTable } from '../event-store/postgres/partitions/partition.ts';
import { crashPoint } from '../platform/crash-points.ts';
import type { Database, Sql } from '../platform/sql.ts';

/**
 * Removes a partition from the log and frees its space. Writers and readers continue: detaching concurrently waits for current
 * transactions instead of blocking others. Continues where an interrupted run stopped.
 */
export const dropRange = async (sql: Database, first: number, last: number): Promise<void> => {
  const table = partitionTable({ first });
  // Detaching cannot run within a transaction, and waits for locks of earlier transactions on its connection: it gets a separate one.
  await sql.withConnection(async (connection) => {
    const pending = await detachState(connection, table);
    if (pending === 'attached')
      await connection.statement(`alter table events_ageing detach partition ${table} concurrently`, []);
    if (pending === 'pending')
      await connection.statement(`alter table events_ageing detach partition ${table} finalize`, []);
  });
  crashPoint('archiveDetached');
  await sql.begin(async (tx) => {
    await tx.statement(`drop table if exists ${table}`, []);
    await tx`delete from event_partitions where first_position = ${first}`;
    await tx`delete from early_event_ids where position between ${first} and ${last}`;
    await tx`update log_archives set state = 'dropped' where first_position = ${first}`;
  });
};

const detachState = async (sql: Sql, table: string): Promise<'attached' | 'pending' | 'detached'> => {
  const [row] = await sql<{ pending: boolean }>`
    select inhdetachpending as pending from pg_inherits
    where inhrelid = to_regclass(${table}) and inhparent = 'events_ageing'::regclass`;
  if (row === undefined) return 'detached';
  return row.pending ? 'pending' : 'attached';
};
