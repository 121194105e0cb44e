import type { DeviceRegistered } from '../../events.ts';
import type { SpatialGroup, StoredGroup } from '../conditions/spatial.ts';
import { createGroup, storedGroup } from '../conditions/spatial.ts';
import type { RuleState } from '../rule-state.ts';
import { CALM, type StormState } from '../storm.ts';
import type { Timed } from './timers.ts';

/** A device with where the rules stand for it. */
export interface DeviceUnit extends Timed {
  readonly kind: 'device';
  readonly key: string;
  device: DeviceRegistered['data'];
  registeredAt: number;
  /** When something came of it last, and of an indicator that a rule of no data watches; ms of the server's time, 0 for never. */
  seen: number;
  seenOf: Map<string, number> | null;
  readonly states: Map<string, RuleState>;
}

/** The devices of one grid or division, for one spatial rule. */
export interface GroupUnit extends Timed {
  readonly kind: 'group';
  readonly key: string;
  readonly ruleId: string;
  readonly group: string;
  readonly devices: SpatialGroup;
  readonly states: Map<string, RuleState>;
}

/** The storm of one county. */
export interface CountyUnit extends Timed {
  readonly kind: 'county';
  readonly key: string;
  state: StormState;
}

export type Unit = DeviceUnit | GroupUnit | CountyUnit;

const NEVER = Number.POSITIVE_INFINITY;
type Stored<State> = Readonly<Record<string, State>>;

/** What is kept of a device besides its registration. */
export interface StoredDevice {
  readonly seen: number;
  readonly seenOf?: Stored<number>;
  readonly states: Stored<RuleState>;
}

export const createDevice = (
  device: DeviceRegistered['data'],
  registeredAt: number,
  stored?: StoredDevice,
): DeviceUnit => ({
  kind: 'device',
  key: device.deviceId,
  device,
  registeredAt,
  seen: stored?.seen ?? 0,
  seenOf: stored?.seenOf === undefined ? null : new Map(Object.entries(stored.seenOf)),
  states: new Map(Object.entries(stored?.states ?? {})),
  scheduledAt: NEVER,
});

export const storedDevice = ({ seen, seenOf, states }: DeviceUnit): StoredDevice => ({
  seen,
  ...(seenOf !== null && { seenOf: Object.fromEntries(seenOf) }),
  states: Object.fromEntries(states),
});

export interface StoredGroupUnit {
  readonly ruleId: string;
  readonly group: string;
  readonly devices: StoredGroup;
  readonly states: Stored<RuleState>;
}

export const groupKey = (ruleId: string, group: string): string => `${ruleId} ${group}`;

export const createGroupUnit = (ruleId: string, group: string, stored?: StoredGroupUnit): GroupUnit => ({
  kind: 'group',
  key: groupKey(ruleId, group),
  ruleId,
  group,
  devices: createGroup(stored?.devices),
  states: new Map(Object.entries(stored?.states ?? {})),
  scheduledAt: NEVER,
});

export const storedGroupUnit = ({ ruleId, group, devices, states }: GroupUnit): StoredGroupUnit => ({
  ruleId,
  group,
  devices: storedGroup(devices),
  states: Object.fromEntries(states),
});

export const createCounty = (key: string, state: StormState = CALM): CountyUnit => ({
  kind: 'county',
  key,
  state,
  scheduledAt: NEVER,
});

/** In an order that follows from what they are alone: device by device, then groups, then counties. */
export const inOrder = (units: readonly Unit[]): Unit[] => {
  const rank = { device: 0, group: 1, county: 2 } as const;
  return [...units].sort((a, b) => rank[a.kind] - rank[b.kind] || (a.key < b.key ? -1 : 1));
};

/** Where a rule stands for one track, under a key of its own: ids of rules hold no space. */
export const stateKey = (ruleId: string, track?: string): string =>
  track === undefined ? ruleId : `${ruleId} ${track}`;

export const ruleIdOf = (key: string): string => key.split(' ', 1)[0]!;

/** What stands behind the id of the rule: nothing, or ` {track}`. */
export const trackPart = (key: string): string => key.slice(ruleIdOf(key).length);

/** The states of a unit in the order of their rules. */
export const statesInOrder = (states: ReadonlyMap<string, RuleState>): [string, RuleState][] =>
  [...states].sort(([a], [b]) => (a < b ? -1 : 1));
