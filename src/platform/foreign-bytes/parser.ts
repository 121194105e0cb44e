/** What a parser read: a result of moderate size, and the many things that come in portions so that nobody waits for all at once. */
export interface Parsed<Result, Item = never> {
  readonly result: Result;
  readonly items?: readonly Item[];
}

/**
 * Reads bytes that somebody from outside sent: a pure function that ends
 * with its call. What it gives has to survive structured cloning. A file that is
 * not what it should be is a result, not an exception.
 */
export type Parser<Options, Result, Item = never> = (
  bytes: Uint8Array,
  options: Options,
) => Parsed<Result, Item>;

/** Parsers by name. Which options and results belong together is known where the table is. */
// biome-ignore lint/suspicious/noExplicitAny: a table of functions whose parameters differ
export type Parsers = Readonly<Record<string, Parser<any, unknown, unknown>>>;
