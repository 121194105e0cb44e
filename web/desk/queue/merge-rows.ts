import type { InfiniteData } from '@tanstack/react-query';

interface Row {
  readonly caseId: string;
}
export type RowPages<Item> = InfiniteData<{ readonly items: Item[]; readonly nextCursor: string | null }>;

/** When a row is due, or was reported; null at the end of the list. */
export interface RowOrder<Item> {
  readonly of: (row: Item) => string | null;
  /** Latest first. */
  readonly isDownwards?: boolean;
}

const NEVER = '9999';

/** As the server sorts: by time, what has none last, then by id. */
const comesBefore =
  <Item extends Row>({ of, isDownwards = false }: RowOrder<Item>) =>
  (a: Item, b: Item): boolean => {
    const [first, second] = [of(a) ?? NEVER, of(b) ?? NEVER];
    const isFirst = first === second ? a.caseId < b.caseId : first < second;
    return isDownwards ? !isFirst : isFirst;
  };

/**
 * Rows as they are after `asked` cases have changed, of which `found` are in the list now. The others keep their place, so that nobody loses
 * theirs; what belongs behind the last loaded row is left to the page that has not been loaded.
 */
export const mergeRows = <Item extends Row>(
  data: RowPages<Item>,
  asked: readonly string[],
  found: readonly Item[],
  order: RowOrder<Item>,
): RowPages<Item> => {
  const isBefore = comesBefore(order);
  const gone = new Set(asked);
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.filter(({ caseId }) => !gone.has(caseId)),
  }));
  for (const row of found) {
    const at = pages.findIndex(({ items }) => items.some((item) => isBefore(row, item)));
    const page =
      pages[at] ?? (pages[pages.length - 1]?.nextCursor === null ? pages[pages.length - 1] : undefined);
    if (page === undefined) continue;
    const place = page.items.findIndex((item) => isBefore(row, item));
    page.items.splice(place === -1 ? page.items.length : place, 0, row);
  }
  return { ...data, pages };
};
