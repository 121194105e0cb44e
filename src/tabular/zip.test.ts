import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readZipDirectory, unzipEntry } from './zip.ts';

const FILES = { 'a.txt': 'abc', 'b/c.xml': '<a>'.repeat(300), empty: '' };
const archive = Buffer.from(
  zipSync(Object.fromEntries(Object.entries(FILES).map(([name, text]) => [name, strToU8(text)]))),
);
const readAll = (bytes: Uint8Array) =>
  (readZipDirectory(bytes) ?? []).map((entry) => [
    entry.name,
    Buffer.from(unzipEntry(bytes, entry)).toString(),
  ]);

describe('a zip archive', () => {
  it('returns its files, stored or deflated, also with a trailing comment', () => {
    expect(Object.fromEntries(readAll(archive))).toEqual(FILES);
    const stored = zipSync({ 'a.txt': [strToU8('abc'), { level: 0 }] }, { comment: 'made by hand' });
    expect(readAll(stored)).toEqual([['a.txt', 'abc']]);
  });

  it('terminates if counts and offsets are all ones: the mark of ZIP64, on which a reader once looped forever', () => {
    const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
    const ones = Buffer.from(archive);
    ones.fill(0xff, end + 4);
    expect(readZipDirectory(ones)).toBeUndefined();
  });

  it('gives a result or an exception for any damage', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { maxLength: 6 }),
        (changes) => {
          const damaged = Buffer.from(archive);
          for (const [at, byte] of changes) damaged[at] = byte;
          const entries = readZipDirectory(damaged) ?? [];
          expect(entries.length).toBeLessThanOrEqual(3);
          for (const entry of entries) {
            try {
              expect(unzipEntry(damaged, entry).length).toBeLessThanOrEqual(entry.size);
            } catch (error) {
              expect(error).toBeInstanceOf(Error);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
