import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCursor } from '../../projections/paging.ts';
import type { EventStore, RecordedEvent } from '../event-store/event-store.ts';
import { readingPage } from './reading-pages.ts';

const iso = (minute: number): string => new Date(Date.UTC(2026, 10, 28) + minute * 60_000).toISOString();

/** A stream of records by their minutes of observation. */
const streamOf = (minutes: readonly number[]): EventStore => {
  const events = minutes.map((minute, n) => ({ version: n + 1, data: { observedAt: iso(minute) } }));
  return {
    readStream: async (_stream: string, { fromVersion = events.length, limit = 0 }) =>
      events
        .filter(({ version }) => version <= fromVersion)
        .reverse()
        .slice(0, limit),
  } as unknown as EventStore;
};

/** Versions of all pages, one after the other. */
const allPages = async (store: EventStore, request: { limit: number; from?: string; until?: string }) => {
  const versions: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const decoded = cursor === undefined ? {} : { cursor: decodeCursor(cursor)! };
    const page = (await readingPage(store, 'reading-x', { ...request, ...decoded, most: 20_000 }))!;
    expect(page.items.length).toBeLessThanOrEqual(request.limit);
    versions.push(...page.items.map(({ version }: RecordedEvent) => version));
    cursor = page.nextCursor;
  }
  return versions;
};

it('M15 pages cover all of a device’s records, each once, for any span', async () => {
  const span = fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 50 }),
      fc.integer({ min: 1, max: 12 }),
      span,
      span,
      async (minutes, limit, from, until) => {
        const asked = {
          ...(from === undefined ? {} : { from: iso(from) }),
          ...(until === undefined ? {} : { until: iso(until) }),
        };
        const wanted = minutes
          .map((minute, n) => ({ minute, version: n + 1 }))
          .filter(
            ({ minute }) => (from === undefined || minute >= from) && (until === undefined || minute < until),
          )
          .map(({ version }) => version)
          .reverse();
        expect(await allPages(streamOf(minutes), { limit, ...asked })).toEqual(wanted);
      },
    ),
  );
});

it('M15 a long search stops before it has read everything, and has a next page', async () => {
  const store = streamOf([5, ...Array.from({ length: 45_000 }, () => 50)]);
  const first = (await readingPage(store, 'reading-x', { limit: 10, until: iso(10), most: 20_000 }))!;
  expect(first.items).toEqual([]);
  expect(first.nextCursor).not.toBeNull();
  expect(await allPages(store, { limit: 10, until: iso(10) })).toEqual([1]);
  expect(
    await readingPage(store, 'reading-x', { limit: 1, cursor: { at: '', id: 'x' }, most: 1 }),
  ).toBeUndefined();
});
