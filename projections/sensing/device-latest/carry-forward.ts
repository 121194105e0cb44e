import type { CarryForward } from '../../../src/event-store/carry-forward.ts';
import type {
  DetectionRecorded,
  LatestReadingsCarriedForward,
  ReadingsRecorded,
} from '../../../src/sensing/events.ts';
import { applyRecord, emptyRow, hear } from './row.ts';
import type { DeviceLatestRow } from './table.ts';

type Carried = LatestReadingsCarriedForward['data']['devices'][number];

/** Devices in one event: with some ten indicators each it stays far below what any store takes in one. */
const DEVICES_PER_EVENT = 500;

/** Adds carried-forward values to a row: all were recorded earlier than anything the row has seen itself. */
export const addCarried = (row: DeviceLatestRow, carried: Carried): void => {
  row.record_count += carried.recordCount;
  row.doubtful_count += carried.doubtfulCount;
  for (const indicator in carried.readings) {
    const seen = row.readings[indicator];
    const earlier = carried.readings[indicator]!;
    if (seen === undefined || seen.observedAt < earlier.observedAt) row.readings[indicator] = earlier;
    else if (seen.observedAt === earlier.observedAt && (earlier.revised || earlier.value !== seen.value))
      row.readings[indicator] = { ...seen, revised: true };
  }
  const { detection, observedAt, heardAt } = carried;
  if (heardAt !== undefined) hear(row, heardAt);
  if (detection !== null && (row.detection === null || row.detection.observedAt < detection.observedAt))
    row.detection = detection;
  if (observedAt !== null && (row.observed_at === null || row.observed_at < observedAt))
    row.observed_at = observedAt;
};

/** Latest values as of the end of an archived range, from those of the range before and the events of the range. */
export const createLatestCarryForward = (): CarryForward => {
  const rows = new Map<string, DeviceLatestRow>();
  const rowOf = (deviceId: string): DeviceLatestRow => {
    let row = rows.get(deviceId);
    if (row === undefined) {
      row = emptyRow(deviceId);
      rows.set(deviceId, row);
    }
    return row;
  };
  return {
    type: 'LatestReadingsCarriedForward',
    from: new Set(['ReadingsRecorded', 'DetectionRecorded']),
    begin(data) {
      for (const carried of (data as LatestReadingsCarriedForward['data']).devices)
        addCarried(rowOf(carried.deviceId), carried);
    },
    add({ data, meta }) {
      const record = data as (ReadingsRecorded | DetectionRecorded)['data'];
      applyRecord(rowOf(record.deviceId), record, meta);
    },
    end() {
      // In the order of names, so that the same events always give the same.
      const devices = [...rows.values()]
        .sort((a, b) => (a.device_id < b.device_id ? -1 : 1))
        .map(
          (row): Carried => ({
            deviceId: row.device_id,
            observedAt: row.observed_at,
            readings: row.readings,
            detection: row.detection,
            ...(row.heard_at === null ? {} : { heardAt: row.heard_at }),
            recordCount: row.record_count,
            doubtfulCount: row.doubtful_count,
          }),
        );
      return Array.from({ length: Math.ceil(devices.length / DEVICES_PER_EVENT) }, (_, n) => ({
        devices: devices.slice(n * DEVICES_PER_EVENT, (n + 1) * DEVICES_PER_EVENT),
      }));
    },
  };
};
