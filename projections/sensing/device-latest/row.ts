import type { EventMeta } from '../../../src/event-store/event-store.ts';
import type { DetectionRecorded, ReadingsRecorded } from '../../../src/sensing/events.ts';
import { hasDoubt, spotOf } from '../../../src/sensing/index.ts';
import type { DeviceLatestRow } from './table.ts';

export const emptyRow = (deviceId: string): DeviceLatestRow => ({
  device_id: deviceId,
  observed_at: null,
  readings: {},
  detection: null,
  heard_at: null,
  record_count: 0,
  doubtful_count: 0,
});

/** Changes the row by a record of its device. */
export const applyRecord = (
  row: DeviceLatestRow,
  data: ReadingsRecorded['data'] | DetectionRecorded['data'],
  { actor, receivedAt }: Pick<EventMeta, 'actor' | 'receivedAt'>,
): void => {
  // A record that a person replays from a dead letter is not a sign of life from the device.
  if (receivedAt !== undefined && actor === `device:${data.deviceId}`) hear(row, receivedAt);
  row.record_count += 1;
  if (hasDoubt(data.quality)) row.doubtful_count += 1;
  if ('values' in data) applyReadings(row, data);
  else applyDetection(row, data);
};

export const hear = (row: DeviceLatestRow, receivedAt: string): void => {
  if (row.heard_at === null || row.heard_at < receivedAt) row.heard_at = receivedAt;
};

/**
 * A record whose clock cannot be right is counted, but would stay "latest" forever; a test says nothing about reality. Neither
 * is shown as the latest.
 */
const NEVER_LATEST = ['clockInFuture', 'clockBefore2000', 'testReport'];
const isNeverLatest = (flags: readonly string[] | undefined): boolean =>
  flags?.some((flag) => NEVER_LATEST.includes(flag)) ?? false;

/** The later observation wins; of two for the same time, the one that was recorded later, as a revision if it differs. */
const applyReadings = (row: DeviceLatestRow, data: ReadingsRecorded['data']): void => {
  const { observedAt, values, quality } = data;
  if (isNeverLatest(quality?.['*'])) return;
  for (const indicator in values) {
    const earlier = row.readings[indicator];
    if (earlier !== undefined && earlier.observedAt > observedAt) continue;
    const sent = values[indicator]!;
    const flags = quality?.[indicator];
    const value = typeof sent === 'number' ? sent : sent.value;
    const flag = typeof sent === 'number' ? undefined : sent.flag;
    const revised =
      earlier?.observedAt === observedAt && (earlier.revised === true || earlier.value !== value);
    row.readings[indicator] = {
      value,
      observedAt,
      ...(flag === undefined ? {} : { flag }),
      ...(flags === undefined ? {} : { quality: flags }),
      ...(revised ? { revised } : {}),
    };
  }
  observe(row, observedAt);
};

const applyDetection = (
  row: DeviceLatestRow,
  { observedAt, type, confidence, quality, ...detected }: DetectionRecorded['data'],
): void => {
  if (isNeverLatest(quality?.['*'])) return;
  if (row.detection === null || row.detection.observedAt <= observedAt) {
    row.detection = { type, confidence, observedAt, ...spotOf(detected) };
  }
  observe(row, observedAt);
};

const observe = (row: DeviceLatestRow, observedAt: string): void => {
  if (row.observed_at === null || row.observed_at < observedAt) row.observed_at = observedAt;
};
