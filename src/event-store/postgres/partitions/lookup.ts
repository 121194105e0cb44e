import type { Partition } from './partition.ts';

/**
 * Partitions that can contain an event id. The ids of device events start with a time (48 bits, ms): an event is hardly ever recorded
 * before the time encoded in its id, so a partition that was closed before that time need not be queried. Events recorded earlier by
 * more than the tolerance are listed separately (`early_event_ids`), and an id with an absurd time is searched for everywhere.
 */
export const EARLY_TOLERANCE_MS = 600_000;
/** Ids with a later time than this encode no time: they are plain digests. */
export const TIMELESS_FROM_MS = Date.UTC(2150, 0, 1);
/** Closed partitions next to the open ones that are queried individually; older ids query all partitions. */
const NEAR_PARTITIONS = 2;

export const timeOfId = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** True if a look-up that trusts the id's time would miss the event. */
export const isEarly = (id: string, recordedAtMs: number): boolean => {
  const time = timeOfId(id);
  return time > recordedAtMs + EARLY_TOLERANCE_MS && time < TIMELESS_FROM_MS;
};

export interface Lookup {
  readonly ids: readonly string[];
  /** The partitions to query; undefined: all of them. */
  readonly partitions: readonly Partition[] | undefined;
}

/** Groups ids by the partitions in which they have to be searched for. `partitions`: all of them, in order. */
export const lookupsOf = (ids: readonly string[], partitions: readonly Partition[]): readonly Lookup[] => {
  const open = partitions.filter(({ closedAt }) => closedAt === undefined);
  const closed = partitions.filter(({ closedAt }) => closedAt !== undefined);
  const near = closed.slice(-NEAR_PARTITIONS);
  const closedUntil = near[near.length - 1]?.closedAt ?? Number.NEGATIVE_INFINITY;
  const farUntil = closed[closed.length - 1 - near.length]?.closedAt ?? Number.NEGATIVE_INFINITY;
  const groups = { open: [] as string[], near: [] as string[], all: [] as string[] };
  for (const id of ids) {
    const latest = timeOfId(id) - EARLY_TOLERANCE_MS;
    if (latest >= TIMELESS_FROM_MS - EARLY_TOLERANCE_MS || latest <= farUntil) groups.all.push(id);
    else if (latest <= closedUntil) groups.near.push(id);
    else groups.open.push(id);
  }
  const lookups: readonly Lookup[] = [
    { ids: groups.open, partitions: open },
    { ids: groups.near, partitions: [...near, ...open] },
    { ids: groups.all, partitions: undefined },
  ];
  return lookups.filter((lookup) => lookup.ids.length > 0);
};
