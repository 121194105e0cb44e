import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTRADICTION, withContradictions } from './repeated-keys.ts';

const read = (json: string): unknown => withContradictions(json, JSON.parse(json));

describe('a repeated key', () => {
  it.each<[string, unknown]>([
    ['{"a":1,"b":2}', { a: 1, b: 2 }],
    ['{"a":1,"a":2}', { a: CONTRADICTION }],
    ['{"a":1,"a":1}', { a: 1 }],
    ['{"a":1,"a":2,"a":1}', { a: CONTRADICTION }],
    ['{"a" : 1 , "a" :\t1}', { a: 1 }],
    ['{"a" :1,"a":2}', { a: CONTRADICTION }],
    ['{"a":{"b":1},"a":{"b":1,"c":2}}', { a: CONTRADICTION }],
    ['{"a":{"b":1,"b":2},"a":3}', { a: CONTRADICTION }],
    ['{"a":[{"b":1},{"b":1,"b":[]}]}', { a: [{ b: 1 }, { b: CONTRADICTION }] }],
    ['{"a\\u0062":1,"ab":2}', { ab: CONTRADICTION }],
    ['{"a":"\\"a\\":1","b":":a","c":"}"}', { a: '"a":1', b: ':a', c: '}' }],
    ['{"":1,"":2}', { '': CONTRADICTION }],
    ['"a:b"', 'a:b'],
    ['[]', []],
  ])('%s', (json, value) => {
    expect(read(json)).toEqual(value);
  });

  it('is found at any depth, and __proto__ is a key like any other', () => {
    const deep = (inner: string): string => `${'{"a":['.repeat(5000)}${inner}${']}'.repeat(5000)}`;
    let value = read(deep('{"b":1,"b":2}'));
    for (let n = 0; n < 5000; n += 1) value = (value as { a: unknown[] }).a[0];
    expect(value).toEqual({ b: CONTRADICTION });
    const own = read('{"__proto__":1,"__proto__":2}') as object;
    expect(Object.entries(own)).toEqual([['__proto__', CONTRADICTION]]);
    expect(Object.getPrototypeOf(own)).toBe(Object.prototype);
  });

  /** JSON of which each object is known with all that its text says, in white space and escapes of all kinds. */
  const space = fc.constantFrom('', ' ', '\n', '\t ');
  const key = fc.constantFrom('a', 'b', ':', '"', '\\', '":', '__proto__', 'é');
  const written = fc
    .tuple(key, fc.boolean())
    .map(([name, escaped]) =>
      escaped && name.charCodeAt(0) < 128
        ? `"\\u00${name.charCodeAt(0).toString(16).padStart(2, '0')}${JSON.stringify(name.slice(1)).slice(1)}`
        : JSON.stringify(name),
    );
  const { json } = fc.letrec<{ json: string; object: string; array: string }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('1', '2', 'null', '":"', '"{\\"a\\":1"'),
      tie('object'),
      tie('array'),
    ),
    object: fc
      .array(fc.tuple(space, written, space, tie('json')), { maxLength: 4 })
      .map((members) => `{${members.map(([s, k, t, v]) => `${s}${k}${t}:${t}${v}${s}`).join(',')}}`),
    array: fc.array(tie('json'), { maxLength: 3 }).map((items) => `[${items.join(' ,')}]`),
  }));

  /** Says the same in the plain words of a second reader. */
  const model = (text: string): unknown => {
    let at = 0;
    const blank = () => {
      while (/\s/.test(text[at] ?? '')) at += 1;
    };
    const value = (): unknown => {
      blank();
      const opening = text[at]!;
      if (opening !== '{' && opening !== '[') {
        const [token] = /^("(?:[^"\\]|\\.)*"|[^\s,\]}:]+)/.exec(text.slice(at))!;
        at += token.length;
        return JSON.parse(token);
      }
      at += 1;
      const items: unknown[] = [];
      const members: [string, unknown, string][] = [];
      for (;;) {
        blank();
        if (text[at] === ',') at += 1;
        else if (text[at] === '}' || text[at] === ']') break;
        else if (opening === '[') items.push(value());
        else {
          const name = value() as string;
          blank();
          at += 1;
          const from = at;
          const read = value();
          members.push([name, read, text.slice(from, at).trim()]);
        }
      }
      at += 1;
      if (opening === '[') return items;
      const texts = new Map<string, Set<string>>();
      for (const [name, , said] of members) texts.set(name, (texts.get(name) ?? new Set()).add(said));
      return Object.fromEntries(
        members.map(([name, read]) => [name, texts.get(name)!.size > 1 ? CONTRADICTION : read]),
      );
    };
    return value();
  };

  it('is found exactly as by a parser that keeps every member, for any text', () => {
    fc.assert(
      fc.property(json, (text) => {
        expect(read(text)).toEqual(model(text));
      }),
      { numRuns: 2000 },
    );
  });
});
