import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHUNK_BYTES,
  HEADER_BYTES,
  plainSizeOf,
  SEALED_CHUNK_BYTES,
  sealedSizeOf,
} from '../platform/sealed-bytes.ts';
import { createSealingObjectStore } from './adapters/sealing-object-store.ts';
import { contentOfBytes, type ObjectStore, readAllBytes } from './object-store.ts';

const memory = () => {
  const kept = new Map<string, Buffer>();
  const objects: ObjectStore = {
    async put(key, content) {
      kept.set(key, await readAllBytes(content.open()));
    },
    size: async (key) => kept.get(key)?.length,
    async open(key, range) {
      const bytes = kept.get(key);
      return bytes && contentOfBytes(bytes).open(range);
    },
    async remove(key) {
      kept.delete(key);
    },
  };
  const sealing = (fill = 1) =>
    createSealingObjectStore(objects, {
      wrapKey: Buffer.alloc(32, fill),
      plainNameOf: (key) => (key === 'a' ? 'plain-a' : undefined),
    });
  return { kept, objects, sealing };
};
const read = async (store: ObjectStore, key: string, range?: { first: number; last: number }) =>
  readAllBytes((await store.open(key, range))!);
const sizes = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 200_000];

describe('sealed bytes', () => {
  it.each(sizes)('are read back, whole and in any part: %i bytes', async (size) => {
    const { kept, sealing } = memory();
    const bytes = randomBytes(size);
    await sealing().put('a', contentOfBytes(bytes), 'video/mp4');
    expect(kept.get('a')!.length).toBe(sealedSizeOf(size));
    expect(plainSizeOf(sealedSizeOf(size), 'a')).toBe(size);
    expect(await sealing().size('a')).toBe(size);
    expect((await read(sealing(), 'a')).equals(bytes)).toBe(true);
    if (size === 0) return;
    const end = fc.nat(size - 1);
    await fc.assert(
      fc.asyncProperty(end, end, async (a, b) => {
        const range = { first: Math.min(a, b), last: Math.max(a, b) };
        expect((await read(sealing(), 'a', range)).equals(bytes.subarray(range.first, range.last + 1))).toBe(
          true,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('contain nothing of the plain bytes, and differ each time', async () => {
    const { kept, sealing } = memory();
    const plain = Buffer.from('Fenhe Phone 3'.repeat(100));
    await sealing().put('a', contentOfBytes(plain), 'image/jpeg');
    await sealing().put('b', contentOfBytes(plain), 'image/jpeg');
    expect(kept.get('a')!.includes('Fenhe')).toBe(false);
    expect(kept.get('a')!.equals(kept.get('b')!)).toBe(false);
  });

  it('do not open altered, cut, recombined, under another name or another key', async () => {
    const { kept, sealing } = memory();
    await sealing().put('a', contentOfBytes(randomBytes(3 * CHUNK_BYTES + 5)), 'video/mp4');
    const sealed = kept.get('a')!;
    const chunk = (n: number) =>
      sealed.subarray(HEADER_BYTES + n * SEALED_CHUNK_BYTES, HEADER_BYTES + (n + 1) * SEALED_CHUNK_BYTES);
    const header = sealed.subarray(0, HEADER_BYTES);
    const altered = (at: number) => {
      const copy = Buffer.from(sealed);
      copy[at] = copy[at]! ^ 1;
      return copy;
    };
    const bad = [
      altered(0),
      altered(20),
      altered(HEADER_BYTES + 100),
      altered(sealed.length - 1),
      Buffer.concat([header, chunk(0), chunk(1), chunk(2)]),
      Buffer.concat([header, chunk(1), chunk(0), chunk(2), chunk(3)]),
      Buffer.concat([header, chunk(0), chunk(2), chunk(3)]),
      sealed.subarray(0, sealed.length - 1),
      sealed.subarray(0, HEADER_BYTES),
      Buffer.alloc(0),
    ];
    for (const bytes of bad) {
      kept.set('a', bytes);
      await expect(read(sealing(), 'a')).rejects.toMatchObject({ code: 'sealedBytesDamaged' });
    }
    kept.set('b', sealed);
    await expect(read(sealing(), 'b')).rejects.toMatchObject({ code: 'sealedBytesDamaged' });
    kept.set('a', sealed);
    await expect(read(sealing(2), 'a')).rejects.toMatchObject({ code: 'sealedBytesDamaged' });
  });

  it('are rewritten if they were truncated', async () => {
    const { kept, sealing } = memory();
    kept.set('a', Buffer.from('YWA1 cut'));
    await sealing().put('a', contentOfBytes(Buffer.from('whole')), 'image/png');
    expect((await read(sealing(), 'a')).toString()).toBe('whole');
  });

  it('coexist with unsealed files of an earlier release, which are read and removed as well', async () => {
    const { kept, sealing } = memory();
    kept.set('plain-a', Buffer.from('old bytes'));
    expect(await sealing().size('a')).toBe(9);
    expect((await read(sealing(), 'a', { first: 4, last: 8 })).toString()).toBe('bytes');
    expect(await sealing().open('b')).toBeUndefined();
    await sealing().remove('a');
    expect(kept.size).toBe(0);
  });

  it('must have the announced number of bytes', async () => {
    const { sealing } = memory();
    const content = { ...contentOfBytes(Buffer.alloc(10)), size: 11 };
    await expect(sealing().put('a', content, 'video/mp4')).rejects.toThrow(RangeError);
  });

  it('of a film are written and read a few chunks at a time, whatever its size', async () => {
    const chunks = 500;
    let [taken, lead] = [0, 0];
    const film = {
      size: chunks * CHUNK_BYTES,
      sha256: '',
      open: () =>
        Readable.from(
          (function* () {
            for (; taken < chunks; taken += 1) yield Buffer.alloc(CHUNK_BYTES);
          })(),
          { objectMode: false, highWaterMark: CHUNK_BYTES },
        ),
    };
    const slow: ObjectStore = {
      ...memory().objects,
      async put(_key, content) {
        let written = 0;
        for await (const part of content.open()) {
          written += (part as Buffer).length;
          lead = Math.max(lead, taken - Math.floor(written / CHUNK_BYTES));
        }
        expect(written).toBe(sealedSizeOf(film.size));
      },
    };
    const store = createSealingObjectStore(slow, {
      wrapKey: Buffer.alloc(32, 1),
      plainNameOf: () => undefined,
    });
    await store.put('film', film, 'video/mp4');
    expect(taken).toBe(chunks);
    expect(lead).toBeLessThan(10);
  });
});
