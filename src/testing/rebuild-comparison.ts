import { createReadModels } from '../../projections/index.ts';
import type { Projection } from '../projection-engine/projection.ts';
import { rebuildProjections } from '../projection-engine/rebuild.ts';
import type { Product } from './product.ts';
import { readTableRows, type TableRows } from './table-rows.ts';

/** Rows of a read model as the events made them one by one, and as a rebuild makes them. */
export interface RebuiltModel {
  readonly name: string;
  readonly live: TableRows;
  readonly rebuilt: TableRows;
}

const MOST_ATTEMPTS = 20;

/**
 * Rebuilds read models beside the running product, with the rows before and after. The product's processes append on their own
 * schedule: rows are compared only if the log's head did not move between the first and the last of them, else everything is repeated.
 */
export const rebuildBeside = async (
  { server, database }: Product,
  options: { readonly projections?: readonly Projection[]; readonly page?: number } = {},
): Promise<readonly RebuiltModel[]> => {
  const { projections = createReadModels(), ...rebuild } = options;
  const { store } = server.core;
  const rows = () => Promise.all(projections.map(({ tables }) => readTableRows(database.sql, tables)));
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const head = await store.head();
    if (!(await server.engine.waitFor(head, { timeoutMs: 60_000 })))
      throw new Error(`the read models did not come to ${head}`);
    const live = await rows();
    await rebuildProjections({ store, url: database.url, projections, ...rebuild });
    const rebuilt = await rows();
    if ((await store.head()) === head)
      return projections.map(({ name }, n) => ({ name, live: live[n]!, rebuilt: rebuilt[n]! }));
  }
  throw new Error(`the log's head kept moving in ${MOST_ATTEMPTS} attempts`);
};
