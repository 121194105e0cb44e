import type { SpatialCondition } from '../events.ts';
import { isBack, isBeyond } from './levels.ts';
import type { Signal } from './signal.ts';

/**
 * The devices of one grid or division that reported recently, in the order of their last report. It is changed in place, since a
 * city's thousand stations report every second; its content depends only on the observations.
 */
export interface SpatialGroup {
  readonly members: Map<string, { readonly on: boolean; readonly seen: number }>;
  /** Number of them beyond the level. */
  on: number;
  since: number | null;
}
export type StoredGroup = {
  readonly members: readonly (readonly [deviceId: string, seen: number, on: 0 | 1])[];
  readonly since: number | null;
};

export const createGroup = (stored?: StoredGroup): SpatialGroup => {
  const members = new Map(stored?.members.map(([id, seen, on]) => [id, { seen, on: on === 1 }]));
  const on = stored?.members.filter(([, , beyond]) => beyond === 1).length ?? 0;
  return { members, on, since: stored?.since ?? null };
};

export const storedGroup = ({ members, since }: SpatialGroup): StoredGroup => ({
  members: [...members].map(([id, { seen, on }]) => [id, seen, on ? 1 : 0] as const),
  since,
});

/** `counts` false: the device is under maintenance and counts as one that is not beyond the level. */
export const observeSpatial = (
  condition: SpatialCondition,
  group: SpatialGroup,
  seen: number,
  deviceId: string,
  value: number,
  counts: () => boolean,
): Signal => {
  const before = group.members.get(deviceId);
  const beyond = before?.on === true ? !isBack(condition, value) : isBeyond(condition, value);
  const on = beyond && counts();
  forget(group, deviceId);
  group.members.set(deviceId, { on, seen });
  if (on) group.on += 1;
  return judge(condition, group, seen);
};

/** The effect of elapsed time: devices that reported too long ago no longer count. */
export const judge = (condition: SpatialCondition, group: SpatialGroup, now: number): Signal => {
  for (const [deviceId, { seen }] of group.members) {
    if (now - seen <= condition.withinSeconds * 1000) break;
    forget(group, deviceId);
  }
  const { on, members } = group;
  const enough =
    on >= condition.minDevices && (condition.minShare === null || on >= condition.minShare * members.size);
  if (!enough) {
    group.since = null;
    return { holds: false, value: on };
  }
  group.since ??= now;
  return { holds: true, since: group.since, value: on, threshold: condition.minDevices };
};

/** The next time at which a device ceases to count; undefined for a group without reports. */
export const nextExpiry = (
  { withinSeconds }: SpatialCondition,
  { members }: SpatialGroup,
): number | undefined => {
  const oldest = members.values().next().value;
  return oldest === undefined ? undefined : oldest.seen + withinSeconds * 1000 + 1;
};

export const forget = (group: SpatialGroup, deviceId: string): void => {
  if (group.members.get(deviceId)?.on === true) group.on -= 1;
  group.members.delete(deviceId);
};

export const devicesBeyond = ({ members }: SpatialGroup): string[] =>
  [...members].filter(([, { on }]) => on).map(([deviceId]) => deviceId);
