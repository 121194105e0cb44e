import type { Sql } from '../platform/sql.ts';

interface PermanentEvent {
  readonly position: number;
  readonly type: string;
  readonly schema_version: number;
  readonly data: string;
  readonly meta: string;
}

/** Permanent events within a range, returned as the range is read. */
export interface PermanentEvents {
  /** Those before this position that have not yet been returned, in order. */
  before(position: number): Iterable<PermanentEvent>;
}

/** Of these types and up to `last`: registrations and publications, which are few compared with readings. */
export const openPermanentEvents = async (
  sql: Sql,
  types: ReadonlySet<string>,
  last: number,
): Promise<PermanentEvents> => {
  const events =
    types.size === 0
      ? []
      : await sql<PermanentEvent>`
          select position::float8 as position, type, schema_version, data, meta from events
          where not ageing and type = any(${[...types]}::text[]) and position <= ${last} order by events.position`;
  let next = 0;
  return {
    *before(position) {
      for (; next < events.length && events[next]!.position < position; next += 1) yield events[next]!;
    },
  };
};
