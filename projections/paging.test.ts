import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, type PageRequest, pickPage, toPage } from './paging.ts';

const at = '2026-01-01T00:00:00.000Z';
const cursorOf = (n: number) => ({ at, id: String(n) });
/** A list of the numbers below `length`. */
const listOf =
  (length: number) =>
  async ({ limit, cursor }: PageRequest) => {
    const from = cursor === undefined ? 0 : Number(cursor.id) + 1;
    const rows = Array.from({ length: Math.max(0, length - from) }, (_, n) => from + n);
    return toPage(rows.slice(0, limit + 1), limit, cursorOf);
  };

test('H1 pages of picked rows contain each of them once, in order, and end where the list ends', async () => {
  const lists = fc.record({
    length: fc.nat(60),
    limit: fc.integer({ min: 1, max: 12 }),
    readAtMost: fc.integer({ min: 1, max: 30 }),
    kept: fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(lists, async ({ length, limit, readAtMost, kept }) => {
      const pick = (n: number) => (kept[n] ? n : undefined);
      const found: number[] = [];
      let request: PageRequest = { limit };
      for (let pages = 0; ; pages += 1) {
        expect(pages).toBeLessThanOrEqual(length + 1);
        const page = await pickPage(listOf(length), request, pick, cursorOf, readAtMost);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        found.push(...page.items);
        if (page.nextCursor === null) break;
        request = { limit, cursor: decodeCursor(page.nextCursor)! };
      }
      expect(found).toEqual(Array.from({ length }, (_, n) => n).filter((n) => kept[n]));
    }),
  );
});
