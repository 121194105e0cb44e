import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineSplitter, parseCopyLine } from './copy-rows.ts';

/** As PostgreSQL writes a text field. */
const escapeField = (text: string): string =>
  text.replace(/[\\\b\f\n\r\t\v]/g, (char) => {
    const names: Record<string, string> = {
      '\\': '\\\\',
      '\b': '\\b',
      '\f': '\\f',
      '\n': '\\n',
      '\r': '\\r',
      '\t': '\\t',
      '\v': '\\v',
    };
    return names[char]!;
  });
const field = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\\N', 'a\tb', '\\\\n', '汾河\n警戒', '{"a":"\\n"}'),
);

it('the fields of any row are read back', () => {
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 10 }), (fields) => {
      expect(parseCopyLine(fields.map(escapeField).join('\t'))).toEqual(fields);
    }),
  );
});

it('lines are found however the bytes arrive', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).map(escapeField), { minLength: 1, maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      (lines, cuts) => {
        const bytes = Buffer.from(`${lines.join('\n')}\n`);
        const split = createLineSplitter();
        const seen: string[] = [];
        for (let at = 0, n = 0; at < bytes.length; n += 1) {
          const size = cuts[n % cuts.length]!;
          seen.push(...split(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(seen).toEqual(lines);
      },
    ),
  );
});
