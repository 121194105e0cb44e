import { readFileSync } from 'node:fs';
import type { WireStandard } from '../../../devices/wire/index.ts';

const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
};

/** Every text that is an input of the named vector files of a codec. */
export const vectorInputs = (standard: WireStandard, names: readonly string[]): string[] =>
  names.flatMap((name) => {
    const url = new URL(`../../../devices/${standard}/vectors/${name}.json`, import.meta.url);
    return (JSON.parse(readFileSync(url, 'utf8')) as { input: unknown }[]).flatMap(({ input }) =>
      strings(input),
    );
  });
