const PAGE_SIZE = 50;

/** Of a query that reads a list page by page: each answer says where the next one begins. */
export const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }: { readonly nextCursor: string | null }) => nextCursor ?? undefined,
};

/** What a request for the page at a cursor says; the first page has none. */
export const pageAt = (cursor: string | undefined, limit = PAGE_SIZE) => ({
  limit,
  ...(cursor === undefined ? {} : { cursor }),
});
