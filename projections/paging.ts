import type { Query, Sql } from '../src/platform/sql.ts';

/** A page of a list ordered by (time, id) descending; the cursor is opaque to callers. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: Cursor;
}

export interface Cursor {
  readonly at: string;
  readonly id: string;
  /** The order that it belongs to, of a list that has several: it leads nowhere in another one. */
  readonly order?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify([cursor.at, cursor.id, cursor.order])).toString('base64url');

/** Undefined when the text is not a cursor of ours. */
export const decodeCursor = (text: string): Cursor | undefined => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(parsed) || typeof parsed[0] !== 'string' || typeof parsed[1] !== 'string')
      return undefined;
    if (Number.isNaN(Date.parse(parsed[0])) && parsed[0] !== '') return undefined;
    const [at, id, order] = parsed;
    return { at, id, ...(typeof order === 'string' ? { order } : {}) };
  } catch {
    return undefined;
  }
};

/** Cuts a result that was asked for with one row more than the limit. */
export const toPage = <Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): Page<Row> => {
  const shown = rows.slice(0, limit);
  const last = shown[shown.length - 1];
  return {
    items: shown,
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  };
};

/**
 * A page of the rows of a longer list that `pick` selects: reads until the page is full or the list has ended, at most `readAtMost` rows.
 * A page may then be shorter than requested, even empty, and its cursor continues where reading stopped.
 */
export const pickPage = async <Row, Item>(
  read: (request: PageRequest) => Promise<Page<Row>>,
  { limit, cursor }: PageRequest,
  pick: (row: Row) => Item | undefined,
  cursorOf: (row: Row) => Cursor,
  readAtMost: number,
): Promise<Page<Item>> => {
  const items: Item[] = [];
  let from = cursor;
  let left = readAtMost;
  for (let size = limit; ; size *= 2) {
    const rows = await read({
      limit: Math.min(size, left),
      ...(from === undefined ? {} : { cursor: from }),
    });
    left -= rows.items.length;
    for (const [n, row] of rows.items.entries()) {
      const item = pick(row);
      if (item !== undefined) items.push(item);
      from = cursorOf(row);
      const isLast = n === rows.items.length - 1 && rows.nextCursor === null;
      if (items.length === limit) return { items, nextCursor: isLast ? null : encodeCursor(from) };
    }
    if (rows.nextCursor === null || from === undefined) return { items, nextCursor: null };
    if (left <= 0) return { items, nextCursor: encodeCursor(from) };
  }
};

type Column<Row> = string & keyof Row;

/** How a list is ordered: by a time, latest first, and by an id among equal ones; without `at` by the id alone, upwards. */
export interface PageOrder<Row> {
  /** A column, or an expression with what it gives for a row (ISO 8601; empty: at the end of all times). */
  readonly at?: Column<Row> | { readonly key: Query<unknown>; of(row: Row): string };
  readonly id: Column<Row>;
  /** Earliest first. */
  readonly upwards?: boolean;
  /** Name of the order, of a list that has several. */
  readonly name?: string;
}

/** The cursor that leads on behind a row. */
export const pageCursor =
  <Row>({ at, id, name }: PageOrder<Row>) =>
  (row: Row): Cursor => ({
    at: typeof at === 'object' ? at.of(row) : at === undefined ? '' : (row[at] as string),
    id: row[id] as string,
    ...(name === undefined ? {} : { order: name }),
  });

/** Names of columns are the code's own, and never what a caller sent. */
const column = (sql: Sql, name: string): Query<unknown> => sql(Object.assign([name], { raw: [name] }));

/** A statement's end that asks for a page, after its `where` and conditions, and the page of the rows that it gives. */
export const pageBy = <Row>(sql: Sql, { limit, cursor }: PageRequest, order: PageOrder<Row>) => {
  const { at, upwards = at === undefined } = order;
  const id = column(sql, order.id);
  const key = typeof at === 'object' ? at.key : at && column(sql, at);
  const after = () => {
    if (cursor === undefined) return sql``;
    const sign = upwards ? sql`>` : sql`<`;
    if (key === undefined) return sql`and ${id} ${sign} ${cursor.id}`;
    const from = cursor.at === '' ? 'infinity' : cursor.at;
    return sql`and (${key}, ${id}) ${sign} (${from}::timestamptz, ${cursor.id})`;
  };
  const direction = upwards ? sql`` : sql`desc`;
  const keys = key === undefined ? sql`` : sql`${key} ${direction},`;
  return {
    /** One row more than the page has, so that it is known whether it is the last. */
    rest: sql`${after()} order by ${keys} ${id} ${direction} limit ${limit + 1}`,
    of: (rows: readonly Row[]): Page<Row> => toPage(rows, limit, pageCursor(order)),
  };
};
