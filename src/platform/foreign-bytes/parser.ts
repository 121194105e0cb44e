/** Output of a parser: a result of moderate size, and items delivered in portions, so that nobody waits for all of them at once. */
export interface Parsed<Result, Item = never> {
  readonly result: Result;
  readonly items?: readonly Item[];
}

/**
 * Parses bytes from outside: a pure function without effects after
 * its call. Its output must survive structured cloning. An invalid file
 * is a result, not an exception.
 */
export type Parser<Options, Result, Item = never> = (
  bytes: Uint8Array,
  options: Options,
) => Parsed<Result, Item>;

/** Parsers by name. Which options and results belong together is known where the table is defined. */
// biome-ignore lint/suspicious/noExplicitAny: a table of functions whose parameters differ
export type Parsers = Readonly<Record<string, Parser<any, unknown, unknown>>>;
