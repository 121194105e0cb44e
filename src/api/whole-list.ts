import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { decodeCursor, encodeCursor } from '../../projections/paging.ts';
import { ProblemError } from './problems.ts';
import { MAX_PAGE } from './request.ts';

/** For lists that are answered completely unless a page is requested. */
export const wholeListQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_PAGE)
    .optional()
    .openapi({ description: 'Default: everything in one answer' }),
  cursor: z.string().max(500).optional(),
};
const schema = z.object(wholeListQuery);

interface ListAnswer<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Undefined if it is not a cursor of such a list. */
const placeOf = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return 0;
  const id = decodeCursor(cursor)?.id ?? '';
  return /^\d{1,9}$/.test(id) ? Number(id) : undefined;
};

/** A list in memory, complete or the requested page of it; the endpoint has validated the query. */
export const answerList = <Item>(context: Context, items: readonly Item[]): ListAnswer<Item> => {
  const { limit = items.length, cursor } = schema.parse(context.req.query());
  const from = placeOf(cursor);
  if (from === undefined) throw new ProblemError('invalidCursor');
  const next = from + limit;
  return {
    items: items.slice(from, next),
    nextCursor: next < items.length ? encodeCursor({ at: '', id: String(next) }) : null,
  };
};
