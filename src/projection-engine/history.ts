import type { EventStore, Position, RecordedEvent } from '../event-store/event-store.ts';
import { guarded } from '../platform/guard.ts';
import { firstAfter } from './positions.ts';

export interface HistoryOptions {
  readonly store: Pick<EventStore, 'readAll' | 'comparePositions' | 'start'>;
  /** Events in one read. */
  readonly pageEvents: number;
  /** A reader that spends longer than this on one page is no longer waited for, ms. */
  readonly idleTimeoutMs: number;
}

/** A reader of the log's past that shares pages with readers near it. */
export interface HistoryReader {
  /**
   * The next events after a position, none at the log's end. One call at a time; a call means that the earlier events are done.
   * After a failure nobody waits for this reader until its next call.
   */
  next(after: Position): Promise<readonly RecordedEvent[]>;
  /** The reader leaves the history, and nobody waits for it. */
  leave(): void;
}

interface Page {
  readonly after: Position;
  /** Position of its last event; undefined while it is read. */
  end: Position | undefined;
  readonly events: Promise<readonly RecordedEvent[]>;
}

interface Member {
  /** Everything up to here is done. */
  at: Position;
  /** When it was given the events that it is processing, ms of the monotonic clock; undefined while it waits. */
  busySince: number | undefined;
}

/**
 * Events in one read of history: many, since a read model writes each row that a page touches only once, which is
 * twice as fast as with 5,000 (`bench/rebuild.ts`).
 */
export const HISTORY_PAGE_EVENTS = 20_000;

/** Most pages in memory: those that a group of readers spans, and some for readers elsewhere in the log. */
const KEPT_PAGES = 6;

/**
 * The log's past, read once for all readers that go through it together: each advances to a new page only when nobody is more
 * than a page behind, so that the fast ones do not run ahead and force all others to read the log separately. Readers
 * elsewhere in the log, and slow ones, are not waited for.
 */
export const createHistory = ({ store, pageEvents, idleTimeoutMs }: HistoryOptions) => {
  const pages: Page[] = [];
  /** Current readers of history. */
  const members = new Set<Member>();
  const wakes = new Set<() => void>();
  const isBefore = (a: Position, b: Position): boolean => store.comparePositions(a, b) < 0;

  const wakeAll = (): void => {
    for (const wake of wakes) wake();
  };
  const drop = (page: Page): void => {
    const index = pages.indexOf(page);
    if (index !== -1) pages.splice(index, 1);
  };

  const read = (after: Position): Page => {
    const events = store.readAll({ after, limit: pageEvents });
    const page: Page = { after, end: undefined, events };
    pages.push(page);
    if (pages.length > KEPT_PAGES) pages.shift();
    events.then(
      (list) => {
        page.end = list.at(-1)?.position;
        // Read at the log's end: it will soon be out of date.
        if (list.length < pageEvents) drop(page);
      },
      () => drop(page),
    );
    return page;
  };

  /** The page with the first event after a position. */
  const pageAt = (after: Position): Page | undefined =>
    pages.find(
      (page) =>
        page.after === after ||
        (page.end !== undefined && isBefore(page.after, after) && isBefore(after, page.end)),
    );

  /** The earliest moment at which one of the readers a page or more behind is no longer waited for, ms. */
  const waitsUntil = (after: Position): number | undefined => {
    const done = pages.find(({ end }) => end === after);
    const before = done && pages.find(({ end }) => end === done.after);
    if (done === undefined || before === undefined) return undefined;
    let until: number | undefined;
    for (const { at, busySince } of members) {
      if (isBefore(at, before.after) || !isBefore(at, done.after)) continue;
      const end = (busySince ?? performance.now()) + idleTimeoutMs;
      if (end > performance.now()) until = Math.min(until ?? end, end);
    }
    return until;
  };

  const progress = (until: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = guarded('history timer', () => {
        clearTimeout(timer);
        wakes.delete(wake);
        resolve();
      });
      const timer = setTimeout(wake, until - performance.now());
      wakes.add(wake);
    });

  return {
    join(): HistoryReader {
      const member: Member = { at: store.start, busySince: undefined };
      const leave = (): void => {
        if (members.delete(member)) wakeAll();
      };
      return {
        leave,
        async next(after) {
          members.add(member);
          member.at = after;
          member.busySince = undefined;
          wakeAll();
          let page = pageAt(after);
          while (page === undefined) {
            const until = waitsUntil(after);
            if (until === undefined) page = read(after);
            else {
              await progress(until);
              page = pageAt(after);
            }
          }
          const events = await page.events.catch((error: unknown) => {
            leave();
            throw error;
          });
          member.busySince = performance.now();
          const from = page.after === after ? 0 : firstAfter(store, events, after);
          return from === 0 ? events : events.slice(from);
        },
      };
    },
  };
};
