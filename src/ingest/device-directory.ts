import type { DetectionTypeDefinition, IndicatorDefinition } from '../sensing/events.ts';

/** What the edge needs to know of a device, in memory. */
export interface DirectoryEntry {
  readonly deviceId: string;
  readonly secretHash: string;
  readonly status: 'active' | 'retired';
  /** How often it reports, in seconds. */
  readonly reportIntervalSeconds: number;
  readonly model: DirectoryModel | undefined;
}

export interface DirectoryModel {
  readonly modelId: string;
  readonly indicators: ReadonlyMap<string, IndicatorDefinition>;
  readonly detections: ReadonlyMap<string, DetectionTypeDefinition>;
}

export interface DeviceDirectory {
  find(deviceId: string): DirectoryEntry | undefined;
}
