import { z } from 'zod';
import type { Words } from '../../src/platform/words.ts';
import elementTable from './elements.json' with { type: 'json' };
import parameterTable from './parameters.json' with { type: 'json' };

/** A query names what it asks for by id and definition byte (SL 651-2014 section 6.6): data bytes × 8 + decimals. */
export interface Defined {
  readonly id: string;
  readonly definition: number;
}

const tableSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      format: z.string(),
      zh: z.string(),
      en: z.string().optional(),
      /** The standard's abbreviation, by which an element is known where it has no English name. */
      symbol: z.string().optional(),
    }),
  ),
});

/** From the tables' own words: `N(7,3)`, `4 bytes HEX`, `def byte 60`; 0 where the length varies. */
export const definitionOf = (format: string): number => {
  const stated = /def byte ([0-9A-F]{2})\b/.exec(format);
  if (stated !== null) return Number.parseInt(stated[1]!, 16);
  const decimal = /^N\((\d+)(?:,(\d+))?\)/.exec(format);
  if (decimal !== null) return (Math.ceil(Number(decimal[1]) / 2) << 3) | Number(decimal[2] ?? 0);
  const bytes = /^(\d+) bytes/.exec(format);
  return bytes === null ? 0 : Number(bytes[1]) << 3;
};

const readTable = (table: unknown): ReadonlyMap<string, number> =>
  new Map(tableSchema.parse(table).rows.map(({ id, format }) => [id, definitionOf(format)]));

/** Ids that lead other things and are no elements: step of time, picture, text, station, time. */
const LEADING = new Set(['04', 'F0', 'F1', 'F2', 'F3', 'FF']);

/** Elements that a station can be asked for (table C.1). */
export const ELEMENT_DEFINITIONS: ReadonlyMap<string, number> = new Map(
  [...readTable(elementTable)].filter(
    ([id, definition]) => /^[0-9A-F]{2}$/.test(id) && !LEADING.has(id) && definition > 0,
  ),
);

const parameters = readTable(parameterTable);
const FIRST_RUNNING = 0x20;
const isRunning = (id: string): boolean => Number.parseInt(id, 16) >= FIRST_RUNNING;
const parametersOf = (running: boolean): ReadonlyMap<string, number> =>
  new Map([...parameters].filter(([id]) => /^[0-9A-F]{2}$/.test(id) && isRunning(id) === running));

/** Basic configuration (table D.1, functions 40 and 41) and running parameters (table D.4, 42 and 43). */
export const CONFIGURATION_DEFINITIONS = parametersOf(false);
export const PARAMETER_DEFINITIONS = parametersOf(true);

/** Ids with their definition bytes, in the form of a query's body. */
export const definedBytes = (ids: readonly string[], definitions: ReadonlyMap<string, number>): Buffer =>
  Buffer.from(ids.flatMap((id) => [Number.parseInt(id, 16), definitions.get(id) ?? 0]));

/** What the ids of a query are called in the standard's tables. */
const wordsOfIds = (
  table: unknown,
  definitions: ReadonlyMap<string, number>,
): Readonly<Record<string, Words>> =>
  Object.fromEntries(
    tableSchema
      .parse(table)
      .rows.flatMap(({ id, zh, en, symbol }) =>
        definitions.has(id) ? [[id, { zh, en: en ?? symbol ?? id }] as const] : [],
      ),
  );
export const ELEMENT_WORDS = wordsOfIds(elementTable, ELEMENT_DEFINITIONS);
export const CONFIGURATION_WORDS = wordsOfIds(parameterTable, CONFIGURATION_DEFINITIONS);
export const PARAMETER_WORDS = wordsOfIds(parameterTable, PARAMETER_DEFINITIONS);
