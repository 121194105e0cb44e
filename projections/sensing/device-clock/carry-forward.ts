import type { CarryForward } from '../../../src/event-store/carry-forward.ts';
import type { DeviceClocksCarriedForward, ReadingsRecorded } from '../../../src/sensing/events.ts';
import { type ClockSamples, sampleClock } from '../../../src/sensing/quality/clock-skew.ts';

/** Devices in one event: some 1 KB each. */
const DEVICES_PER_EVENT = 500;

/** The last samples of each device's clock as of the end of an archived range. */
export const createClocksCarryForward = (): CarryForward => {
  const clocks = new Map<string, ClockSamples>();
  return {
    type: 'DeviceClocksCarriedForward',
    from: new Set(['ReadingsRecorded']),
    begin(data) {
      for (const { deviceId, samples } of (data as DeviceClocksCarriedForward['data']).devices)
        clocks.set(deviceId, samples);
    },
    add({ data, meta }) {
      const { deviceId, observedAt } = data as ReadingsRecorded['data'];
      if (meta.receivedAt === undefined) return;
      const before = clocks.get(deviceId) ?? [];
      clocks.set(deviceId, sampleClock(before, Date.parse(observedAt), Date.parse(meta.receivedAt)));
    },
    end() {
      // In the order of names, so that the same events always give the same.
      const devices = [...clocks]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([deviceId, samples]) => ({ deviceId, samples }));
      return Array.from({ length: Math.ceil(devices.length / DEVICES_PER_EVENT) }, (_, n) => ({
        devices: devices.slice(n * DEVICES_PER_EVENT, (n + 1) * DEVICES_PER_EVENT),
      }));
    },
  };
};
