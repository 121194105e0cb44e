import { describe, expect, it } from 'vitest';
import type { EventStore, Position, RecordedEvent, SubscribeOptions } from '../event-store/event-store.ts';
import { createFeed } from './feed.ts';

const at = (position: number): Position => String(position) as Position;
const event = (position: number): RecordedEvent => ({
  position: at(position),
  stream: 's',
  version: position,
  id: String(position),
  type: 'T',
  schemaVersion: 1,
  data: {},
  meta: { actor: 'system' },
  recordedAt: '2026-11-24T00:00:00.000Z',
});

/** A log in memory that counts how it is read. */
const createLog = () => {
  const log: RecordedEvent[] = [];
  let source: SubscribeOptions | undefined;
  let pagesRead = 0;
  const store = {
    start: at(0),
    head: async () => at(log.length),
    comparePositions: (a: Position, b: Position) => Number(a) - Number(b),
    async readAll({ after, limit }: { after: Position; limit: number }) {
      pagesRead += 1;
      return log.slice(Number(after), Number(after) + limit);
    },
    subscribe(options: SubscribeOptions) {
      source = options;
      return { done: new Promise<void>(() => undefined), stop: async () => undefined };
    },
  } as unknown as EventStore;
  return {
    store,
    pagesRead: () => pagesRead,
    async append(count: number) {
      const batch = Array.from({ length: count }, (_, n) => event(log.length + 1 + n));
      log.push(...batch);
      await source?.onBatch(batch);
      await source?.onCheckpoint?.(at(log.length));
    },
  };
};

const turns = async (count = 20): Promise<void> => {
  for (let n = 0; n < count; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('feed', () => {
  it('delivers every event once and in order to fast and slow subscribers, and releases what both have seen', async () => {
    const log = createLog();
    const feed = createFeed({
      store: log.store,
      keepEvents: 100_000,
      pageEvents: 1000,
      onError: () => undefined,
    });
    const [fast, slow]: [number[], number[]] = [[], []];
    let release: (() => void) | undefined;
    const subscription = feed.subscribe({
      name: 'fast',
      after: at(0),
      maxBatch: 1000,
      onBatch: async (batch) => void fast.push(...batch.map(({ position }) => Number(position))),
    });
    feed.subscribe({
      name: 'slow',
      after: at(0),
      maxBatch: 1000,
      async onBatch(batch) {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        slow.push(...batch.map(({ position }) => Number(position)));
      },
    });
    await turns();
    const before = log.pagesRead();
    for (let n = 0; n < 30; n += 1) {
      await log.append(400);
      await turns(2);
      if (n % 5 === 4) release?.();
    }
    while (slow.length < 12_000) {
      release?.();
      await turns(1);
    }
    const all = Array.from({ length: 12_000 }, (_, n) => n + 1);
    expect(fast).toEqual(all);
    expect(slow).toEqual(all);
    // Neither fell behind the tail.
    expect(log.pagesRead()).toBe(before);

    // What both have seen is released with the next events; a newcomer reads it from the log.
    await log.append(400);
    const late: number[] = [];
    feed.subscribe({
      name: 'late',
      after: at(0),
      maxBatch: 1000,
      onBatch: async (batch) => void late.push(...batch.map(({ position }) => Number(position))),
    });
    await turns();
    await log.append(400);
    while (late.length < 12_800) await turns(1);
    expect(late).toEqual(Array.from({ length: 12_800 }, (_, n) => n + 1));
    expect(log.pagesRead()).toBeGreaterThan(before);
    release?.();
    await subscription.stop();
  });
});
