import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from './write-csv.ts';

describe('a CSV that is written', () => {
  it('is UTF-8 with a byte order mark, cells parted by commas and lines by CRLF', () => {
    expect(
      csvOf([
        ['案件号', '返工'],
        ['140106-20260314-00017', 2],
      ]),
    ).toBe('\uFEFF案件号,返工\r\n140106-20260314-00017,2\r\n');
  });

  it('quotes what would break a cell', () => {
    expect(csvOf([['a,b', 'say "yes"', 'two\nlines', null]])).toBe(
      '\uFEFF"a,b","say ""yes""","two\nlines",\r\n',
    );
  });

  it.each(['=1+1', '+86', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])('keeps %j from being a formula', (text) => {
    expect(csvOf([[text]]).replace(/^\uFEFF"?/, '')).toMatch(/^'/);
  });

  it('has no cell of text that begins like a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (texts) => {
        for (const text of texts)
          expect(
            csvOf([[text]])
              .slice(1)
              .replace(/^"/, ''),
          ).not.toMatch(/^[=+\-@\t]/);
      }),
    );
  });
});
