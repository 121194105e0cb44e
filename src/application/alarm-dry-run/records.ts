import type { EventStore } from '../../event-store/event-store.ts';
import type { AlarmRule } from '../../sensing/events.ts';
import {
  detectionStream,
  indexStream,
  lateAfterMs,
  MAX_FUTURE_MS,
  readingStream,
} from '../../sensing/index.ts';
import type { CandidateDevice } from './devices.ts';
import { openStreamReader, type StreamReader } from './stream-reader.ts';

/** Streams opened concurrently. */
const LANES = 4;
/** Most events in memory over all readers, and how many each of them reads at once. */
const KEPT = 100_000;
const SMALLEST_PAGE = 20;
const LARGEST_PAGE = 1000;
/** Longest time between receipt of a record and its append to the log. */
const APPEND_MS = 60_000;

export interface OpenRecords {
  readonly readers: readonly StreamReader[];
  /** Number of devices with records of the span that are no longer in the log. */
  archivedDevices(): number;
}

const streamsOf = ({ condition }: AlarmRule, deviceId: string): readonly string[] => {
  switch (condition.kind) {
    case 'detection':
      return [detectionStream(deviceId)];
    case 'index':
      return [indexStream(deviceId)];
    case 'noData':
      return condition.indicator === null
        ? [readingStream(deviceId), detectionStream(deviceId)]
        : [readingStream(deviceId)];
    case 'threshold':
    case 'rateOfChange':
    case 'stuck':
    case 'composite':
    case 'spatial':
      return [readingStream(deviceId)];
    default:
      return condition satisfies never;
  }
};

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * Opens the records of devices in a span of observation: from a little before it, for clocks that are ahead, until later records
 * would be historical. Undefined if it was aborted.
 */
export const openRecords = async (
  store: EventStore,
  rules: readonly AlarmRule[],
  devices: readonly CandidateDevice[],
  span: { readonly from: string; readonly to: string; readonly isOver: () => boolean },
): Promise<OpenRecords | undefined> => {
  const page = Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, Math.floor(KEPT / (devices.length || 1))));
  const since = iso(Date.parse(span.from) - MAX_FUTURE_MS);
  const opened: { readonly device: CandidateDevice; readonly reader: StreamReader }[] = [];
  const waiting = [...devices].reverse();
  const lane = async (): Promise<void> => {
    for (let device = waiting.pop(); device !== undefined && !span.isOver(); device = waiting.pop()) {
      const late = lateAfterMs(device.device.reportIntervalSeconds) + APPEND_MS;
      const until = iso(Date.parse(span.to) + late);
      const streams = new Set(rules.flatMap((rule) => streamsOf(rule, device.device.deviceId)));
      for (const stream of streams)
        opened.push({ device, reader: await openStreamReader(store, stream, { since, until, page }) });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if (span.isOver()) return undefined;

  /** A device with a record in the span, but a stream without events: all of it is archived. */
  const isGone = ({ device, reader }: (typeof opened)[number]): boolean =>
    rules.some(({ condition }) => condition.kind !== 'index') &&
    !reader.exists() &&
    device.lastObservedAt !== null &&
    device.lastObservedAt >= span.from;
  const gone = new Set(opened.filter(isGone).map(({ device }) => device));
  // One of a device's two streams may always have been empty.
  for (const { device, reader } of opened) if (reader.exists()) gone.delete(device);
  return {
    readers: opened.map(({ reader }) => reader),
    archivedDevices() {
      const holed = opened.filter(({ reader }) => reader.hasHoles()).map(({ device }) => device);
      return new Set([...gone, ...holed]).size;
    },
  };
};
