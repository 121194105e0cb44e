import { readdirSync, readFileSync } from 'node:fs';
import {
  type IndexTable,
  type IndexTableKind,
  indexTableSchema,
  type TableOf,
} from '../sensing/indices/tables.ts';

export interface Vector<Input, Expected> {
  readonly id: string;
  readonly input: Input;
  readonly expected: Expected;
}

export const readVectors = <Input, Expected>(name: string): Vector<Input, Expected>[] =>
  JSON.parse(readFileSync(new URL(`../sensing/indices/vectors/${name}.json`, import.meta.url), 'utf8'));

const FOLDER = new URL('../../data/indices/', import.meta.url);

/** The tables that ship with the product. */
export const SHIPPED_TABLES: readonly IndexTable[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => indexTableSchema.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))));

/** The shipped table of a kind, by its standard where there are several. */
export const shippedTable = <Kind extends IndexTableKind>(kind: Kind, standard?: string): TableOf<Kind> => {
  const table = SHIPPED_TABLES.find(
    (each) => each.kind === kind && (standard === undefined || each.standard === standard),
  );
  if (table === undefined) throw new Error(`no table of kind ${kind} for ${standard}`);
  return table as TableOf<Kind>;
};
