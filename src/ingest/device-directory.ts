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
}

export const NO_WIRE: DirectoryWire = { aliases: [], settings: {}, passwordHash: null, sm4Key: undefined };

export interface DirectoryModel {
  readonly modelId: string;
  readonly indicators: ReadonlyMap<string, IndicatorDefinition>;
  readonly detections: ReadonlyMap<string, DetectionTypeDefinition>;
}

export interface DeviceDirectory {
  find(deviceId: string): DirectoryEntry | undefined;
  /** The active device that has this name in a standard. */
  findByAlias(standard: WireStandard, aliasId: string): DirectoryEntry | undefined;
}
