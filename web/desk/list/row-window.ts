/** Rows from `from` until before `until` are drawn. */
export interface RowWindow {
  readonly from: number;
  readonly until: number;
}

interface Seen {
  /** Where the first row begins, from the top of the screen; negative where the list is scrolled. */
  readonly top: number;
  readonly rowHeight: number;
  readonly screen: number;
  readonly count: number;
}

/** Rows drawn above and below what can be seen, so that the next ones are there before they are. */
const BEYOND = 12;

/** The rows that can be seen, and some around them. */
export const windowOf = ({ top, rowHeight, screen, count }: Seen): RowWindow => {
  const first = Math.floor(-top / rowHeight) - BEYOND;
  const last = Math.ceil((screen - top) / rowHeight) + BEYOND;
  const from = Math.min(Math.max(0, first), Math.max(0, count - 1));
  return { from, until: Math.min(count, Math.max(last, from + 1)) };
};
