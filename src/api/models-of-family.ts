import type { ApiDeps } from './deps.ts';

/** Ids of the models of a family of devices; undefined if none is asked for. */
export const modelsOfFamily = (
  { reference }: Pick<ApiDeps, 'reference'>,
  wanted: string | undefined,
): readonly string[] | undefined =>
  wanted === undefined
    ? undefined
    : [...reference.models().values()]
        .filter(({ family }) => family === wanted)
        .map(({ modelId }) => modelId);
