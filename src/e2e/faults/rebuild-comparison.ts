import { createReadModels } from '../../../projections/index.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { Sql } from '../../platform/sql.ts';
import type { Projection } from '../../projection-engine/projection.ts';
import { rebuildProjections } from '../../projection-engine/rebuild.ts';
import { readTableRows } from '../../testing/table-rows.ts';

const rowsOf = async (sql: Sql, { tables }: Projection): Promise<string> =>
  JSON.stringify(await readTableRows(sql, tables));

/** Events that a read model handles and has not seen. Its checkpoint may be before the log's end even without any. */
const unseen = async (sql: Sql, { name, handles }: Projection): Promise<number> => {
  const [row] = await sql<{ count: number }>`
    select count(*)::int as count from events
    where position > (select position::bigint from projection_checkpoints where name = ${name})
      and type = any(${[...handles]}::text[])`;
  return row!.count;
};

/** Rebuilds every read model and returns the names of those whose rows were different before. Nothing may append meanwhile. */
export const compareWithRebuild = async (
  sql: Sql,
  store: EventStore,
  databaseUrl: string,
): Promise<readonly string[]> => {
  const projections = createReadModels();
  for (const projection of projections)
    if ((await unseen(sql, projection)) > 0) throw new Error(`${projection.name} has not seen the whole log`);
  const before = await Promise.all(projections.map((projection) => rowsOf(sql, projection)));
  await rebuildProjections({ store, url: databaseUrl, projections, restart: true });
  const after = await Promise.all(projections.map((projection) => rowsOf(sql, projection)));
  return projections.filter((_, index) => before[index] !== after[index]).map(({ name }) => name);
};
