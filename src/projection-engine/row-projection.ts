import type { PgTable } from 'drizzle-orm/pg-core';
import { getTableConfig } from 'drizzle-orm/pg-core';
import type { RowOf } from '../platform/columns.ts';
import { rowUpserter } from '../platform/upsert-rows.ts';
import { type EventOf, type EventType, typesOf } from './handlers.ts';
import type { Projection } from './projection.ts';

export interface RowProjectionOptions<Row, Type extends EventType> {
  readonly name: string;
  /** Key of the row that the event changes; several keys if it changes several rows in the same way. */
  readonly keyOf: (event: EventOf<Type>) => string | readonly string[];
  /**
   * The row after an event; undefined leaves the table unchanged (an event about a row that never existed), null removes the row.
   */
  readonly on: {
    readonly [Each in Type]: (row: Row | undefined, event: EventOf<Each>) => Row | undefined | null;
  };
}

/**
 * A read model with one row per key, which is the table's primary key: loads the rows that a batch changes, applies the events in order,
 * writes each row once.
 */
export const rowProjection = <Table extends PgTable>(ofTable: Table) => {
  type Row = RowOf<Table> & object;
  const { name: table, columns } = getTableConfig(ofTable);
  const key = columns.find(({ primary }) => primary)?.name as (string & keyof Row) | undefined;
  if (key === undefined) throw new Error(`${table} has no primary key of one column`);
  const upsert = rowUpserter<Row>(ofTable, [key]);
  const remove = `delete from "${table}" where "${key}" = any($1::text[])`;
  const select = `select * from "${table}" where "${key}" = any($1::text[])`;
  return <Type extends EventType>({ name, keyOf, on }: RowProjectionOptions<Row, Type>): Projection => ({
    name,
    tables: [table],
    handles: typesOf(on),
    async project(batch, sql) {
      const events = batch as unknown as readonly EventOf<Type>[];
      const apply = on as unknown as Readonly<
        Record<string, (row: Row | undefined, event: EventOf<Type>) => Row | undefined | null>
      >;
      const keys = [...new Set(events.flatMap(keyOf))];
      const rows = new Map<string, Row>();
      for (const row of await sql.statement<Row>(select, [keys])) {
        rows.set(row[key] as string, row);
      }
      const touched = new Map<string, Row | null>();
      for (const event of events) {
        for (const rowKey of [keyOf(event)].flat()) {
          const earlier = touched.get(rowKey);
          const row = apply[event.type]!(
            earlier === undefined ? rows.get(rowKey) : (earlier ?? undefined),
            event,
          );
          if (row !== undefined) touched.set(rowKey, row);
        }
      }
      const removed = [...touched].flatMap(([rowKey, row]) =>
        row === null && rows.has(rowKey) ? [rowKey] : [],
      );
      if (removed.length > 0) await sql.statement(remove, [removed]);
      await upsert(
        sql,
        [...touched.values()].filter((row) => row !== null),
      );
    },
  });
};
