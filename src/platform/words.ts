/** What a code is called, in Chinese and in English. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** The codes of a table that is keyed by them, in its order. */
export const codesOf = <Code extends string>(table: Readonly<Record<Code, unknown>>): readonly Code[] =>
  Object.keys(table) as Code[];
