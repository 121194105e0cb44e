// Own code: it is used for every reading, and an LRU list (lru-cache) takes twice as long, 60 ns instead of 30.
import type { SeriesState } from './series-checks.ts';

/** State of a device's series, by indicator. */
export type DeviceSeries = Map<string, SeriesState>;

/** Series of the devices that reported recently. */
export interface SeriesMemory {
  of(deviceId: string): DeviceSeries;
  /** Restarts the series: assessed values were not stored, and will be sent again. */
  forget(deviceId: string): void;
  readonly devices: number;
}

/**
 * Keeps at most `maxDevices` devices, those that reported last, in two halves: the older one is dropped when the newer one
 * is full. A device found in the older half moves to the newer one, so maintaining the order costs nothing per message.
 */
export const createSeriesMemory = (maxDevices: number): SeriesMemory => {
  let young = new Map<string, DeviceSeries>();
  let old = new Map<string, DeviceSeries>();
  const half = Math.max(1, Math.floor(maxDevices / 2));
  return {
    of(deviceId) {
      const known = young.get(deviceId);
      if (known !== undefined) return known;
      const series = old.get(deviceId) ?? new Map<string, SeriesState>();
      old.delete(deviceId);
      if (young.size >= half) {
        old = young;
        young = new Map();
      }
      young.set(deviceId, series);
      return series;
    },
    forget(deviceId) {
      young.delete(deviceId);
      old.delete(deviceId);
    },
    get devices() {
      return young.size + old.size;
    },
  };
};
