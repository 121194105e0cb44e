import type { EventStore, Position } from '../../event-store/event-store.ts';
import type { ReadingsRecorded } from '../../sensing/events.ts';
import { readingStream } from '../../sensing/index.ts';
import type { VersionRange } from './table.ts';

const PAGE = 1000;

export interface HourRecords {
  readonly records: readonly ReadingsRecorded['data'][];
  readonly ranges: readonly VersionRange[];
}

/** Maximum number of separate ranges of an hour; beyond it the last two are merged, which only costs extra reading. */
const MAX_RANGES = 16;

/**
 * The records of a device in known ranges of its stream, and from `openFrom` up to the position that the log had when the hour was
 * summarised: later records belong to the next revision, whenever this runs. Undefined if some of them are archived, since the rest
 * would give a different hour.
 */
export const readRecords = async (
  store: EventStore,
  deviceId: string,
  known: readonly VersionRange[],
  openFrom: number,
  upTo: Position,
): Promise<HourRecords | undefined> => {
  const byVersion = new Map<number, ReadingsRecorded['data']>();
  let isWhole = true;
  const read = async (from: number, to: number): Promise<number> => {
    let last = from - 1;
    for (;;) {
      const limit = Math.min(PAGE, to - last);
      const page =
        limit > 0 ? await store.readStream(readingStream(deviceId), { fromVersion: last + 1, limit }) : [];
      // Versions have no gaps except archived events.
      if (last < from && page[0]?.version !== from) isWhole = false;
      for (const event of page) {
        if (store.comparePositions(event.position, upTo) > 0) return last;
        last = event.version;
        if (event.type === 'ReadingsRecorded') {
          byVersion.set(event.version, event.data as ReadingsRecorded['data']);
        }
      }
      if (page.length < PAGE) return last;
    }
  };
  for (const [from, to] of known) await read(from, to);
  const last = await read(openFrom, Number.MAX_SAFE_INTEGER);
  if (!isWhole) return undefined;
  const ranges = [...known, [openFrom, Math.max(last, openFrom)] as const];
  return {
    records: [...byVersion].sort(([a], [b]) => a - b).map(([, data]) => data),
    ranges: ranges.length <= MAX_RANGES ? ranges : joinLast(ranges),
  };
};

const joinLast = (ranges: readonly VersionRange[]): readonly VersionRange[] => {
  const [before, last] = [ranges[ranges.length - 2]!, ranges[ranges.length - 1]!];
  return [...ranges.slice(0, -2), [Math.min(before[0], last[0]), Math.max(before[1], last[1])]];
};
