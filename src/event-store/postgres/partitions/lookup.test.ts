import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivedTimeOrderedId } from '../../../platform/ids.ts';
import { EARLY_TOLERANCE_MS, isEarly, lookupsOf, TIMELESS_FROM_MS, timeOfId } from './lookup.ts';
import type { Partition } from './partition.ts';

const HOUR_MS = 3_600_000;
const began = Date.UTC(2026, 10, 1);
const partition = (n: number, closedAt: number | undefined): Partition => ({
  first: n * 100 + 1,
  last: (n + 1) * 100,
  closedAt,
  versionsKept: closedAt !== undefined,
});
/** Four closed at the end of an hour each, and two open ones. */
const partitions = [1, 2, 3, 4, undefined, undefined].map((hours, n) =>
  partition(n, hours === undefined ? undefined : began + hours * HOUR_MS),
);
const idAt = (ms: number): string => derivedTimeOrderedId(ms, 'device', String(ms));
const askedFor = (id: string) => {
  const lookups = lookupsOf([id], partitions);
  expect(lookups).toHaveLength(1);
  return lookups[0]!.partitions?.map(({ first }) => first) ?? 'all';
};

describe('the partitions in which an id is searched for', () => {
  it('encodes its time', () => {
    expect(timeOfId(idAt(began))).toBe(began);
  });
  it('is only where it can have been recorded', () => {
    expect(askedFor(idAt(began + 5 * HOUR_MS))).toEqual([401, 501]);
    expect(askedFor(idAt(began + 4 * HOUR_MS + EARLY_TOLERANCE_MS))).toEqual([201, 301, 401, 501]);
    expect(askedFor(idAt(began + 2.5 * HOUR_MS))).toEqual([201, 301, 401, 501]);
    expect(askedFor(idAt(began + 2 * HOUR_MS))).toBe('all');
  });
  it('is looked up everywhere when it encodes no time', () => {
    expect(askedFor(idAt(TIMELESS_FROM_MS))).toBe('all');
    expect(askedFor('ffffffff-ffff-8fff-bfff-ffffffffffff')).toBe('all');
  });
  it('never leaves out the partition of an event that is not listed as early', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: began - 30 * 24 * HOUR_MS, max: began + 300 * 24 * HOUR_MS }),
        fc.integer({ min: 0, max: 5 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (observed, n, share) => {
          const id = idAt(observed);
          const [from, to] = [began + n * HOUR_MS, partitions[n]!.closedAt ?? began + (n + 1) * HOUR_MS];
          const recordedAt = from + share * (to - from);
          const asked = askedFor(id);
          expect(isEarly(id, recordedAt) || asked === 'all' || asked.includes(partitions[n]!.first)).toBe(
            true,
          );
        },
      ),
    );
  });
});
