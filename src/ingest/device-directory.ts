import type { BlockList } from 'node:net';
import type { WireSettings, WireStandard } from '../../devices/wire/index.ts';

import type { DetectionTypeDefinition, IndicatorDefinition } from '../sensing/events.ts';

/** What the edge needs to know of a device, in memory. */
export interface DirectoryEntry {
  readonly deviceId: string;
  readonly secretHash: string;
  readonly status: 'active' | 'retired';
  /** How often it reports, in seconds. */
  readonly reportIntervalSeconds: number;
  readonly model: DirectoryModel | undefined;
  readonly wire: DirectoryWire;
  /** The device that may publish for it. */
  readonly gatewayId: string | null;
}

/** How the device speaks in frames. */
export interface DirectoryWire {
  readonly aliases: readonly { readonly standard: WireStandard; readonly aliasId: string }[];
  readonly settings: WireSettings;
  readonly passwordHash: string | null;
  readonly sm4Key: Buffer | undefined;
  /** Where it may send from over bare TCP, from its settings; undefined: from anywhere. */
  readonly sourceNetworks: BlockList | undefined;
}

export const NO_WIRE: DirectoryWire = {
  aliases: [],
  settings: {},
  passwordHash: null,
  sm4Key: undefined,
  sourceNetworks: undefined,
};

export interface DirectoryModel {
  readonly modelId: string;
  readonly indicators: ReadonlyMap<string, IndicatorDefinition>;
  readonly detections: ReadonlyMap<string, DetectionTypeDefinition>;
}

export interface DeviceDirectory {
  find(deviceId: string): DirectoryEntry | undefined;
  /** The active device that has this name in a standard. */
  findByAlias(standard: WireStandard, aliasId: string): DirectoryEntry | undefined;
  /** Called when it changed who may speak for a device that was known: its state, secret, gateway, names or wire settings. */
  onCredentialsChanged(listener: (before: DirectoryEntry) => void): void;
}

/** Whether whoever could speak for the device before still can, in the same way. */
export const haveSameCredentials = (one: DirectoryEntry, other: DirectoryEntry): boolean =>
  one.status === other.status &&
  one.secretHash === other.secretHash &&
  one.gatewayId === other.gatewayId &&
  (one.wire === other.wire || credentialsOf(one.wire) === credentialsOf(other.wire));

const credentialsOf = ({ aliases, settings, passwordHash, sm4Key }: DirectoryWire): string =>
  JSON.stringify([aliases, settings, passwordHash, sm4Key?.toString('hex') ?? null]);
