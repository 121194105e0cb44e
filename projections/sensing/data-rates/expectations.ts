import type { Sql } from '../../../src/platform/sql.ts';
import { createKeyedMemory } from '../../../src/projection-engine/keyed-memory.ts';
import type { DeviceModelPublished, DeviceRegistered } from '../../../src/sensing/events.ts';
import { dataRateMemory } from './table.ts';

/** What is expected of a device. */
export interface Expectation {
  readonly intervalSeconds: number;
  /** Indicators of its model; empty when the model is not known. */
  readonly indicators: readonly string[];
}

/** What the log has said so far of devices and models. */
export interface Expectations {
  /** Undefined for a device that was never registered. */
  of(deviceId: string): Expectation | undefined;
  rememberDevice(device: DeviceRegistered['data']): void;
  rememberModel(model: DeviceModelPublished['data']): void;
}

/** The same, kept in a table. */
export interface KeptExpectations extends Expectations {
  save(sql: Sql): Promise<void>;
}

interface KnownDevice {
  readonly modelId: string;
  readonly intervalSeconds: number;
}

export const createExpectations = (
  devices = new Map<string, KnownDevice>(),
  models = new Map<string, readonly string[]>(),
): Expectations => ({
  of(deviceId) {
    const device = devices.get(deviceId);
    if (device === undefined) return undefined;
    return { intervalSeconds: device.intervalSeconds, indicators: models.get(device.modelId) ?? [] };
  },
  rememberDevice({ deviceId, modelId, reportIntervalSeconds }) {
    devices.set(deviceId, { modelId, intervalSeconds: reportIntervalSeconds });
  },
  rememberModel({ modelId, indicators }) {
    models.set(
      modelId,
      indicators.map(({ code }) => code),
    );
  },
});

export const loadExpectations = async (sql: Sql): Promise<KeptExpectations> => {
  const kept = createKeyedMemory(dataRateMemory);
  const devices = new Map<string, KnownDevice>();
  const models = new Map<string, readonly string[]>();
  for (const { kind, key, value } of await kept.load(sql)) {
    if (kind === 'device') devices.set(key, value as KnownDevice);
    else models.set(key, value as readonly string[]);
  }
  const expectations = createExpectations(devices, models);
  return {
    of: expectations.of,
    rememberDevice(device) {
      expectations.rememberDevice(device);
      kept.put('device', device.deviceId, devices.get(device.deviceId));
    },
    rememberModel(model) {
      expectations.rememberModel(model);
      kept.put('model', model.modelId, models.get(model.modelId));
    },
    save: (target) => kept.save(target),
  };
};
