/** Name of a code, in Chinese and in English. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** The codes that are the keys of a table, in its order. */
export const codesOf = <Code extends string>(table: Readonly<Record<Code, unknown>>): readonly Code[] =>
  Object.keys(table) as Code[];

/** A table of words as an answer gives it. */
export const wordsOf = <Code extends string>(
  table: Readonly<Record<Code, Words>>,
): { readonly code: Code; readonly zh: string; readonly en: string }[] =>
  codesOf(table).map((code) => ({ code, zh: table[code].zh, en: table[code].en }));
