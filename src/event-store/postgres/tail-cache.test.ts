import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../event-store.ts';
import { toPosition } from './rows.ts';
import { createTailCache } from './tail-cache.ts';

const events = (first: number, count: number): RecordedEvent[] =>
  Array.from({ length: count }, (_, n) => ({
    position: toPosition(first + n),
    stream: 'reading-air-1',
    version: first + n,
    id: `event ${first + n}`,
    type: 'ReadingsRecorded',
    schemaVersion: 1,
    data: {},
    meta: { actor: 'device:air-1' },
    recordedAt: '2026-11-24T00:00:00.000Z',
  }));

describe('tail cache', () => {
  it('keeps an event for at least a second and drops it after two', () => {
    let time = 0;
    const cache = createTailCache(100, () => time);
    cache.push(1, events(1, 3));
    time = 999;
    cache.push(4, events(4, 1));
    expect(cache.after(0, 10)).toHaveLength(4);
    time = 1500;
    cache.push(5, events(5, 1));
    expect(cache.after(0, 10)).toHaveLength(5);
    time = 2500;
    cache.push(6, events(6, 1));
    expect(cache.after(0, 10)).toBeUndefined();
    expect(cache.after(4, 10)!.map(({ position }) => position)).toEqual(['5', '6']);
  });

  it('contains one run without a gap: an event that does not continue it begins a new one', () => {
    let time = 0;
    const cache = createTailCache(100, () => time);
    cache.push(1, events(1, 3));
    cache.push(10, events(10, 2));
    cache.extend(20, events(20, 2));
    expect(cache.after(3, 10)).toBeUndefined();
    expect(cache.after(9, 10)).toHaveLength(2);
    time = 1200;
    cache.push(12, events(12, 1));
    expect(cache.after(9, 10)).toHaveLength(3);
  });

  it('never exceeds twice its limit', () => {
    const cache = createTailCache(10, () => 0);
    for (let first = 1; first < 100; first += 3) cache.push(first, events(first, 3));
    expect(cache.after(70, 100)).toBeUndefined();
    expect(cache.after(90, 100)!.length).toBeGreaterThan(0);
  });
});
