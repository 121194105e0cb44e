import fc from 'fast-check';

/** Texts that have broken servers: every field must be able to handle them. */
const HOSTILE_TEXT = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\u202eabc',
  '\ufeff',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "' or 1=1 --",
  '%00',
  '{{7*7}}',
  '<svg/onload=alert(1)>',
  '=cmd|calc',
  '\r\nx-injected: 1',
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-02-30T00:00:00Z',
  '1e400',
  '9007199254740993',
  '-0',
  'NaN',
  'null',
  '٣',
  '１２３',
  '𝟙',
  'ﬀ',
  '\u{1F600}'.repeat(50),
  'a'.repeat(5000),
] as const;

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXT),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      0,
      -0,
      -1,
      1e308,
      Number.MAX_SAFE_INTEGER + 2,
      0.1,
      [],
      {},
      [[]],
      { __proto__: null, toString: 1 },
      nested(50),
      nested(1000),
    ),
  },
);

type Path = readonly (string | number)[];

/** Every place in a value, the whole included. */
const pathsOf = (value: unknown, path: Path = []): Path[] => {
  if (value === null || typeof value !== 'object' || path.length > 6) return [path];
  const children = Array.isArray(value)
    ? value.slice(0, 5).flatMap((item, index) => pathsOf(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return [path, ...children];
};

const replaceAt = (value: unknown, path: Path, change: (there: unknown) => unknown): unknown => {
  const [first, ...rest] = path;
  if (first === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((item, index) => (index === first ? replaceAt(item, rest, change) : item));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]) => [
      key,
      key === first ? replaceAt(item, rest, change) : item,
    ]),
  );
};

const without = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return value.slice(1);
  const [, ...rest] = Object.entries(value);
  return Object.fromEntries(rest);
};

/** The value with one place made wrong. */
export const nearlyValid = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  valid.chain((value) =>
    fc
      .tuple(
        fc.constantFrom(...pathsOf(value)),
        fc.oneof(
          hostileValue.map((wrong) => () => wrong),
          fc.constant(without),
          fc.constant((there: unknown) => ({ there, extra: 1 })),
          fc.constant((there: unknown) => (typeof there === 'number' ? String(there) : [there])),
          fc.constant((there: unknown) => (typeof there === 'string' ? there.repeat(3) : there)),
        ),
      )
      .map(([path, change]) => replaceAt(value, path, change)),
  );

/** Bodies that are not valid JSON, as text. */
export const hostileBody: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    '{"a":1,"a":2}',
    '\ufeff{}',
    'null',
    '[]',
    '"text"',
    '1e999',
    '{"__proto__":{"admin":true}}',
    '{"description":"\\u0000\\ud800"}',
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    `{"a":"${'x'.repeat(100_000)}"}`,
  ),
  hostileValue.map((value) => JSON.stringify(value) ?? ''),
);
