import type { PgTable } from 'drizzle-orm/pg-core';
import { getTableConfig } from 'drizzle-orm/pg-core';
import type { DomainEvent, RecordedEvent } from '../event-store/event-store.ts';
import { rowUpserter } from '../platform/upsert-rows.ts';
import type { Projection } from './projection.ts';

/** A recorded event whose `type` tells its `data`, member by member of the union. */
export type Recorded<E extends DomainEvent> = E extends DomainEvent ? RecordedEvent<E> : never;

export interface RowProjectionOptions<Row extends object, Event extends DomainEvent> {
  readonly name: string;
  readonly table: PgTable;
  /** Column of the primary key. */
  readonly key: string & keyof Row;
  readonly handles: readonly Event['type'][];
  /** Of the row that the event changes; of several where it changes several alike. */
  readonly keyOf: (event: Recorded<Event>) => string | readonly string[];
  /**
   * The row after the event; undefined leaves the table as it is (an event about a row that never was), null takes the row
   * out of it.
   */
  readonly apply: (row: Row | undefined, event: Recorded<Event>) => Row | undefined | null;
  readonly minIntervalMs?: number;
}

/** A read model of one row per key: loads the rows a batch touches, applies the events in order, writes each row once. */
export const rowProjection = <Row extends object, Event extends DomainEvent>(
  options: RowProjectionOptions<Row, Event>,
): Projection => {
  const { key, keyOf, apply } = options;
  const { name: table } = getTableConfig(options.table);
  const upsert = rowUpserter<Row>(options.table, [key]);
  const remove = `delete from "${table}" where "${key}" = any($1::text[])`;
  const select = `select * from "${table}" where "${key}" = any($1::text[])`;
  return {
    name: options.name,
    tables: [table],
    handles: new Set<string>(options.handles),
    ...(options.minIntervalMs === undefined ? {} : { minIntervalMs: options.minIntervalMs }),
    async project(batch, sql) {
      const events = batch as unknown as readonly Recorded<Event>[];
      const keys = [...new Set(events.flatMap(keyOf))];
      const rows = new Map<string, Row>();
      for (const row of await sql.statement<Row>(select, [keys])) {
        rows.set(row[key] as string, row);
      }
      const touched = new Map<string, Row | null>();
      for (const event of events) {
        for (const rowKey of [keyOf(event)].flat()) {
          const earlier = touched.get(rowKey);
          const row = apply(earlier === undefined ? rows.get(rowKey) : (earlier ?? undefined), event);
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
  };
};
