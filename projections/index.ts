import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Projection } from '../src/projection-engine/projection.ts';

type ReadModel = Projection | (() => Projection);

const FOLDER = new URL('./', import.meta.url);
/** In every folder of a read model; compiled where this file is. */
const FILE = `project${extname(import.meta.url)}`;

/** Each `project.ts` exports one `…Projection`: the read model, or what makes one that keeps rows in memory. */
const load = async (path: string): Promise<ReadModel> => {
  const module = (await import(new URL(path, FOLDER).href)) as Readonly<Record<string, ReadModel>>;
  const [name, ...others] = Object.keys(module).filter((each) => each.endsWith('Projection'));
  if (name === undefined || others.length > 0)
    throw new Error(`projections/${path} exports no read model, or several`);
  return module[name]!;
};

const paths = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
  (path) => basename(path) === FILE,
);
const readModels = await Promise.all(paths.sort().map(load));

/** Every read model of the product; each call makes new ones, since some keep rows in memory for the owner that drives them. */
export const createReadModels = (): readonly Projection[] =>
  readModels.map((each) => (typeof each === 'function' ? each() : each));

const handled = createReadModels().map(({ name, handles }) => ({ name, handles }));

/** Read models in which events of these types change rows; all of them where no types are given. */
export const readModelsChangedBy = (types?: readonly string[]): readonly Pick<Projection, 'name'>[] =>
  types === undefined ? handled : handled.filter(({ handles }) => types.some((type) => handles.has(type)));
