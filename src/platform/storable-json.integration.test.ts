import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { storableJson } from './storable-json.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const stored = async (value: unknown): Promise<unknown> => {
  const [row] = await database.sql<{ value: unknown }>`select ${storableJson(value)}::text::jsonb as value`;
  return row!.value;
};
/** The same text with what cannot be stored replaced, character by character. */
const replaced = (text: string): string =>
  [...text].map((char) => (char === '\u0000' || /\p{Surrogate}/u.test(char) ? '\ufffd' : char)).join('');

describe('JSON that jsonb can store', () => {
  it.each([
    ['U+0000', 'a\u0000b', 'a\ufffdb'],
    ['an unpaired surrogate', 'a\ud83d', 'a\ufffd'],
    ['a surrogate pair', '😀', '😀'],
    ['a backslash before the letters of an escape', '\\u0000', '\\u0000'],
    ['a backslash before U+0000', '\\\u0000', '\\\ufffd'],
  ])('%s', async (_what, given, kept) => {
    expect(await stored({ given })).toEqual({ given: kept });
  });

  it('whatever a device sends, in values and in names', async () => {
    const wild = fc.string({
      unit: fc.constantFrom('a', '\\', '\u0000', '\ud800', '\udfff', '汾', '😀', 'u0000', '"'),
    });
    await fc.assert(
      fc.asyncProperty(wild, wild, async (name, value) => {
        expect(await stored({ [`n${name}`]: value })).toEqual({ [`n${replaced(name)}`]: replaced(value) });
      }),
      { numRuns: 200 },
    );
  });
});
