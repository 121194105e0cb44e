import type { Parsed } from '../platform/foreign-bytes/parser.ts';
import { createParserPool, type ParseOutcome, type ParserOutcome } from '../platform/foreign-bytes/pool.ts';
import type { Logger } from '../platform/logger.ts';
import type { FOREIGN_PARSERS } from './parsers.ts';

type Parsers = typeof FOREIGN_PARSERS;
export type ParserName = keyof Parsers;
type OptionsOf<Name extends ParserName> = Parameters<Parsers[Name]>[1];
type OutcomeOf<Name extends ParserName> =
  ReturnType<Parsers[Name]> extends Parsed<infer Result, infer Item> ? ParseOutcome<Result, Item> : never;

/** Readers of what people and devices send as files. */
export interface ForeignBytes {
  /** Throws ParsersBusyError where the file was not looked at. */
  parse<Name extends ParserName>(
    name: Name,
    bytes: Uint8Array,
    options: OptionsOf<Name>,
  ): Promise<OutcomeOf<Name>>;
  close(): Promise<void>;
}

export interface ForeignBytesOptions {
  readonly timeLimitMs: number;
  readonly memoryLimitMb: number;
  readonly maxWaiting: number;
  readonly logger: Logger;
  readonly onOutcome?: (parser: string, outcome: ParserOutcome) => void;
  /** Workers of each of the two pools. Default 1. */
  readonly workers?: number;
}

/** Photos have a pool of their own: a grid worker's report does not wait for somebody's spreadsheet. */
export const openForeignBytes = (options: ForeignBytesOptions): ForeignBytes => {
  const { logger, workers = 1, ...limits } = options;
  const onOutcome = (parser: string, outcome: ParserOutcome, detail: string) => {
    options.onOutcome?.(parser, outcome);
    if (outcome !== 'parsed') logger.warn({ parser, outcome, detail }, 'a file from outside was not read');
  };
  const module = new URL('./worker.ts', import.meta.url);
  const [photos, imports] = [1, 2].map(() => createParserPool({ ...limits, module, workers, onOutcome }));
  return {
    parse: (name, bytes, parserOptions) =>
      (name === 'photo' ? photos! : imports!).run(name, bytes, parserOptions) as never,
    async close() {
      await Promise.all([photos!.close(), imports!.close()]);
    },
  };
};
