import type { BlockList } from 'node:net';
import type { WireSettings, WireStandard } from '../../devices/wire/index.ts';

import type { DetectionTypeDefinition, IndicatorDefinition } from '../sensing/events.ts';

/** What the edge needs to know about a device, kept in memory. */
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

/** Frame settings of the device. */
export interface DirectoryWire {
  readonly aliases: readonly { readonly standard: WireStandard; readonly aliasId: string }[];
  readonly settings: WireSettings;
  readonly passwordHash: string | null;
  readonly sm4Key: Buffer | undefined;
  /** Networks from which it may send over bare TCP, by its settings; undefined: any. */
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
  /** The active device that has this alias in a standard. */
  findByAlias(standard: WireStandard, aliasId: string): DirectoryEntry | undefined;
  /** Called when a known device's state, secret, gateway, aliases or wire settings changed, and thus who may send for it. */
  onCredentialsChanged(listener: (before: DirectoryEntry) => void): void;
}

/** Whether every sender that could send for the device before still can, in the same way. */
export const haveSameCredentials = (one: DirectoryEntry, other: DirectoryEntry): boolean =>
  one.status === other.status &&
  one.secretHash === other.secretHash &&
  one.gatewayId === other.gatewayId &&
  (one.wire === other.wire || credentialsOf(one.wire) === credentialsOf(other.wire));

const credentialsOf = ({ aliases, settings, passwordHash, sm4Key }: DirectoryWire): string =>
  JSON.stringify([aliases, settings, passwordHash, sm4Key?.toString('hex') ?? null]);
