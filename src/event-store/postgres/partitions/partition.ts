import type { Sql } from '../../../platform/sql.ts';

/** A range of positions whose ageing events are in a separate table, which is archived and dropped as a whole. */
export interface Partition {
  readonly first: number;
  readonly last: number;
  /** ms; no event in it was recorded later. Undefined while it may still grow. */
  readonly closedAt: number | undefined;
  /** The versions of its streams are in `stream_versions`. */
  readonly versionsKept: boolean;
}

export const partitionTable = ({ first }: Pick<Partition, 'first'>): string => `events_ageing_${first}`;

/** Runs the statements that create tables: a connection of either driver, within a transaction or not. */
type Statements = { statement(text: string, values: readonly unknown[]): Promise<unknown> };

interface PartitionRow {
  readonly first: string;
  readonly last: string;
  readonly closedAt: string | null;
  readonly versionsKept: boolean;
}

/** In order of position. */
export const readPartitions = async (sql: Sql): Promise<Partition[]> => {
  const rows = await sql<PartitionRow>`
    select first_position as first, last_position as last, closed_at as "closedAt", versions_kept as "versionsKept"
    from event_partitions order by first_position`;
  return rows.map(({ first, last, closedAt, versionsKept }) => ({
    first: Number(first),
    last: Number(last),
    closedAt: closedAt === null ? undefined : Date.parse(closedAt),
    versionsKept,
  }));
};

/** An empty table for a range, which is not yet visible. */
export const createPartitionTable = async (
  sql: Statements,
  partition: Pick<Partition, 'first'>,
): Promise<void> => {
  const table = partitionTable(partition);
  await sql.statement(`create table ${table} (like events_ageing including defaults)`, []);
  await sql.statement(
    `alter table ${table} add constraint ${table}_position primary key (position),
      add constraint ${table}_id unique (id), add constraint ${table}_stream_version unique (stream, version)`,
    [],
  );
};

/** Neither readers nor writers of the log have to wait for this. */
export const attachPartition = async (
  sql: Statements,
  partition: Pick<Partition, 'first' | 'last'>,
): Promise<void> => {
  await sql.statement(
    `alter table events_ageing attach partition ${partitionTable(partition)}
      for values from (${partition.first}) to (${partition.last + 1})`,
    [],
  );
};
