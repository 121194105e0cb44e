import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonText, refuseUnstorableUrl, unstorablePath } from './json-text.ts';
import { ProblemError } from './problems.ts';

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof ProblemError ? error.code : String(error);
  }
};

describe('a JSON text from a client', () => {
  it.each([
    ['U+0000 in a value', '{"a":[1,"x\\u0000"]}', 'a.1'],
    ['an unpaired surrogate in a value', '{"a":{"b":"\\ud83d"}}', 'a.b'],
    ['the other half', '"\\udc00\\ud83d"', ''],
    ['capitals', '{"a":"\\uD800"}', 'a'],
    ['a name', '{"x":{"a\\u0000":1}}', 'x'],
  ])('is refused for %s', (_what, text, path) => {
    expect(unstorablePath(JSON.parse(text))).toBe(path);
    expect(codeOf(() => parseJsonText(text))).toBe('invalidRequest');
  });

  it.each(['{"a":"\\\\u0000"}', '{"a":"\\ud83d\\ude00"}', '"😀"', 'null', '[]'])('is read: %s', (text) => {
    expect(parseJsonText(text)).toEqual(JSON.parse(text));
  });

  it('is malformed if it is not JSON', () => {
    expect(codeOf(() => parseJsonText('{'))).toBe('malformedJson');
  });

  it('is read exactly when every text in it can be stored', () => {
    const wild = fc.string({ unit: fc.constantFrom('a', '\\', '\u0000', '\ud800', '\udfff', '汾', '😀') });
    fc.assert(
      fc.property(fc.dictionary(wild, wild), (value) => {
        const isStorable = Object.entries(value).every((texts) =>
          texts.every((text) => !text.includes('\u0000') && Buffer.from(text).toString() === text),
        );
        expect(codeOf(() => parseJsonText(JSON.stringify(value)))).toBe(
          isStorable ? undefined : 'invalidRequest',
        );
      }),
    );
  });
});

describe('an address', () => {
  it.each([
    ['/api/v1/devices/%00', 'invalidRequest'],
    ['/api/v1/cases?text=a%00b', 'invalidRequest'],
    ['/api/v1/cases?text=%2500', undefined],
    ['/api/v1/cases?text=0', undefined],
    ['/api/v1/cases?text=%E4%BA%95+%25', undefined],
    ['/api/v1/cases/%ED%A0%80', 'invalidRequest'],
    ['/api/v1/cases?text=%BE%AE', 'invalidRequest'],
    ['/api/v1/cases?text=100%', 'invalidRequest'],
  ])('%s: %s', (url, code) => expect(codeOf(() => refuseUnstorableUrl(url))).toBe(code));
});
