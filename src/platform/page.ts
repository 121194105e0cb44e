/** A page of a list ordered by (time, id) descending; the cursor is opaque to callers. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: Cursor;
}

export interface Cursor {
  readonly at: string;
  readonly id: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify([cursor.at, cursor.id])).toString('base64url');

/** Undefined when the text is not a cursor of ours. */
export const decodeCursor = (text: string): Cursor | undefined => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(parsed) || typeof parsed[0] !== 'string' || typeof parsed[1] !== 'string')
      return undefined;
    return Number.isNaN(Date.parse(parsed[0])) && parsed[0] !== ''
      ? undefined
      : { at: parsed[0], id: parsed[1] };
  } catch {
    return undefined;
  }
};

/** Cuts a result that was asked for with one row more than the limit. */
export const toPage = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => Item,
  cursorOf: (row: Row) => Cursor,
): Page<Item> => {
  const shown = rows.slice(0, limit);
  const last = shown[shown.length - 1];
  return {
    items: shown.map(present),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  };
};
