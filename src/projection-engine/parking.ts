import type { Sql } from '../platform/sql.ts';
import type { Parking } from './runner.ts';

export interface ParkedProjection extends Parking {
  readonly name: string;
  /** ISO 8601 UTC. */
  readonly since: string;
}

export const readParked = async (sql: Sql): Promise<Map<string, ParkedProjection>> => {
  const rows = await sql<ParkedProjection>`
    select name, position, event_type as "eventType", error, parked_at as since from parked_projections`;
  return new Map(rows.map((row) => [row.name, row]));
};

export const writeParked = async (sql: Sql, name: string, parking: Parking): Promise<void> => {
  const { position, eventType, error } = parking;
  await sql`
    insert into parked_projections (name, position, event_type, error, parked_at)
    values (${name}, ${position}, ${eventType}, ${error}, now())
    on conflict (name) do update set position = excluded.position, event_type = excluded.event_type,
      error = excluded.error, parked_at = excluded.parked_at`;
};

/** Lets a projection try again: the process driving it checks once a second. False when it was not parked. */
export const resumeParked = async (sql: Sql, name: string): Promise<boolean> => {
  const { count } = await sql`delete from parked_projections where name = ${name}`;
  return count > 0;
};
