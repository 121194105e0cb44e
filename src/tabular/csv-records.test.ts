import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsvRecords } from './csv-records.ts';

const LIMITS = { maxRecords: 1000, maxRecordLength: 10_000 };
const read = (text: string) => {
  const found = readCsvRecords(text, LIMITS);
  return found.ok ? found.records.map(({ cells }) => cells) : found.line;
};
const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

describe('records of a CSV', () => {
  it('have the fields that were written, whatever is in them and however lines end', () => {
    const field = fc.oneof(fc.string(), fc.stringMatching(/^[,"\r\n 中]*$/));
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 1 }), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        (rows, end, last) => {
          const text = rows.map((row) => row.map(quoted).join(',')).join(end) + (last ? end : '');
          expect(read(text)).toEqual(rows.filter((row) => row.some((cell) => cell.trim() !== '')));
        },
      ),
    );
  });

  it.each([
    ['', []],
    ['a', [['a']]],
    ['\uFEFFa,b', [['a', 'b']]],
    ['a,', [['a', '']]],
    ['a,\n,', [['a', '']]],
    ['a\n\nb\n', [['a'], ['b']]],
    ['标题\na\tb,c\td', [['标题'], ['a', 'b,c', 'd']]],
    ['a;"b;c";1,5', [['a', 'b;c', '1,5']]],
    ['"x;y;z",a;b', [['x;y;z', 'a;b']]],
    ['a,"",b', [['a', '', 'b']]],
    ['"a""b"\r\n""', [['a"b']]],
  ])('of %j are %j', (text, records) => {
    expect(read(text)).toEqual(records);
  });

  it.each(['a,"b\nc', '"a"b', 'a"b"', '"""', '"a" ,b'])('are refused if quotes are wrong: %j', (text) => {
    expect(read(text)).toBe(1);
  });

  it('case 08 are counted if they are not empty, and keep their numbers', () => {
    const blank = '\r\n , \r\n'.repeat(5000);
    const found = readCsvRecords(`a,b${blank}c,d${blank}`, { ...LIMITS, maxRecords: 3 });
    expect(found).toEqual({
      ok: true,
      records: [
        { row: 1, cells: ['a', 'b'] },
        { row: 10_001, cells: ['c', 'd'] },
      ],
    });
    expect(readCsvRecords(`a${'\n'.repeat(99)}"`, LIMITS)).toMatchObject({ ok: false, line: 100 });
  });

  it('end at their limits', () => {
    expect(readCsvRecords('a\n'.repeat(2000), LIMITS)).toMatchObject({ ok: true, records: { length: 1000 } });
    for (const long of ['x'.repeat(10_001), ','.repeat(10_002), `"${'x'.repeat(10_001)}"`])
      expect(readCsvRecords(long, LIMITS)).toMatchObject({ ok: false, line: 1 });
  });

  it('take time linear in the text', () => {
    const started = performance.now();
    for (const piece of ['"', '""', ',', ';', '\t"', '\r', '",', '"a"\n', 'a\nb,c\n', '\r\n,'])
      readCsvRecords(piece.repeat(500_000), { maxRecords: 20_000, maxRecordLength: 256_000 });
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
