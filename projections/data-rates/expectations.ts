import type { Sql } from '../../src/platform/sql.ts';
import { createKeyedMemory } from '../../src/projection-engine/keyed-memory.ts';
import type { DeviceModelPublished, DeviceRegistered } from '../../src/sensing/events.ts';
import { dataRateMemory } from './table.ts';

/** What is expected of a device. */
export interface Expectation {
  readonly intervalSeconds: number;
  /** Indicators of its model; empty when the model is not known. */
  readonly indicators: readonly string[];
}

export interface Expectations {
  /** Undefined for a device that was never registered. */
  of(deviceId: string): Expectation | undefined;
  rememberDevice(device: DeviceRegistered['data']): void;
  rememberModel(model: DeviceModelPublished['data']): void;
  save(sql: Sql): Promise<void>;
}

interface KnownDevice {
  readonly modelId: string;
  readonly intervalSeconds: number;
}

export const loadExpectations = async (sql: Sql): Promise<Expectations> => {
  const kept = createKeyedMemory(dataRateMemory);
  const devices = new Map<string, KnownDevice>();
  const models = new Map<string, readonly string[]>();
  for (const { kind, key, value } of await kept.load(sql)) {
    if (kind === 'device') devices.set(key, value as KnownDevice);
    else models.set(key, value as readonly string[]);
  }
  return {
    of(deviceId) {
      const device = devices.get(deviceId);
      if (device === undefined) return undefined;
      return { intervalSeconds: device.intervalSeconds, indicators: models.get(device.modelId) ?? [] };
    },
    rememberDevice({ deviceId, modelId, reportIntervalSeconds }) {
      const device = { modelId, intervalSeconds: reportIntervalSeconds };
      devices.set(deviceId, device);
      kept.put('device', deviceId, device);
    },
    rememberModel({ modelId, indicators }) {
      const codes = indicators.map(({ code }) => code);
      models.set(modelId, codes);
      kept.put('model', modelId, codes);
    },
    save: (target) => kept.save(target),
  };
};
