import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDeeperThan, parseBoundedJson } from './bounded-json.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

describe('JSON of a bounded depth', () => {
  it('is read up to the maximum depth, and not a level deeper', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(10), (value, most) => {
        const json = JSON.stringify(value);
        expect(isDeeperThan(json, most)).toBe(depthOf(value) > most);
        expect(parseBoundedJson(json, 10)).toEqual({ ok: true, value: JSON.parse(json) });
      }),
    );
  });

  it('does not count brackets inside of texts', () => {
    expect(parseBoundedJson(JSON.stringify({ 'a"[[[{{{': '\\"[[[[' }), 1).ok).toBe(true);
    expect(parseBoundedJson('["\\\\",[[]]]', 2)).toEqual({ ok: false, reason: 'tooDeep' });
  });

  it.each([
    ['[', 100_000],
    ['{"a":', 100_000],
    ['[{"":', 500_000],
  ])('refuses %s, %i times, without recursion', (opening, times) => {
    expect(parseBoundedJson(opening.repeat(times), 64)).toEqual({ ok: false, reason: 'tooDeep' });
  });

  it('is malformed if it is not JSON', () => {
    for (const text of ['', '{', ']]]]', '"\\', '[1,]', '\u0000'])
      expect(parseBoundedJson(text, 64)).toEqual({ ok: false, reason: 'malformed' });
  });
});
