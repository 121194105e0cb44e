import type { RecordedEvent } from '../../src/event-store/event-store.ts';
import type { Sql } from '../../src/platform/sql.ts';
import { rowUpserter } from '../../src/platform/upsert-rows.ts';
import type { Projection } from '../../src/projection.ts';
import type { DetectionRecorded, ReadingsRecorded } from '../../src/sensing/events.ts';
import { hasDoubt } from '../../src/sensing/index.ts';
import { deviceLatest, type LatestDetection, type LatestReading } from './table.ts';

interface Row {
  device_id: string;
  observed_at: string | null;
  readings: Record<string, LatestReading>;
  detection: LatestDetection | null;
  record_count: number;
  doubtful_count: number;
}

type Handled = ReadingsRecorded | DetectionRecorded;

const emptyRow = (deviceId: string): Row => ({
  device_id: deviceId,
  observed_at: null,
  readings: {},
  detection: null,
  record_count: 0,
  doubtful_count: 0,
});

/** A record whose clock cannot be right is counted, but would stay "latest" for ever: it is not shown as such. */
const hasAbsurdClock = (flags: readonly string[] | undefined): boolean =>
  flags !== undefined && (flags.includes('clockInFuture') || flags.includes('clockBefore2000'));

/** The later observation wins; of two for the same time, the one that was recorded later. */
const applyReadings = (row: Row, data: ReadingsRecorded['data']): void => {
  const { observedAt, values, quality } = data;
  if (hasAbsurdClock(quality?.['*'])) return;
  for (const indicator in values) {
    const earlier = row.readings[indicator];
    if (earlier !== undefined && earlier.observedAt > observedAt) continue;
    const sent = values[indicator]!;
    const flags = quality?.[indicator];
    const value = typeof sent === 'number' ? sent : sent.value;
    const flag = typeof sent === 'number' ? undefined : sent.flag;
    row.readings[indicator] = {
      value,
      observedAt,
      ...(flag === undefined ? {} : { flag }),
      ...(flags === undefined ? {} : { quality: flags }),
    };
  }
  if (row.observed_at === null || row.observed_at < observedAt) row.observed_at = observedAt;
};

const applyDetection = (
  row: Row,
  { observedAt, type, confidence, quality }: DetectionRecorded['data'],
): void => {
  if (hasAbsurdClock(quality?.['*'])) return;
  if (row.detection === null || row.detection.observedAt <= observedAt) {
    row.detection = { type, confidence, observedAt };
  }
  if (row.observed_at === null || row.observed_at < observedAt) row.observed_at = observedAt;
};

/** Devices whose rows are kept in memory between batches; beyond it all are dropped and read again as they come. */
const MAX_ROWS_IN_MEMORY = 20_000;

const upsert = rowUpserter<Row>(deviceLatest, ['device_id']);

/** Keeps the rows it wrote: a device that reports again would otherwise cost a read and a parse each time. */
export const createDeviceLatest = (): Projection => {
  const rows = new Map<string, Row>();
  return {
    name: 'device-latest@1',
    tables: ['device_latest'],
    handles: new Set<Handled['type']>(['ReadingsRecorded', 'DetectionRecorded']),
    minIntervalMs: 500,
    async load() {
      rows.clear();
    },
    async project(batch: readonly RecordedEvent[], sql: Sql) {
      const events = batch as readonly RecordedEvent<Handled>[];
      if (rows.size > MAX_ROWS_IN_MEMORY) rows.clear();
      const ids = new Set(events.map((event) => event.data.deviceId));
      const unread = [...ids].filter((id) => !rows.has(id));
      if (unread.length > 0) {
        for (const row of await sql<Row>`
          select device_id, observed_at, readings, detection, record_count, doubtful_count from device_latest
          where device_id = any(${unread}::text[])`) {
          rows.set(row.device_id, row);
        }
      }
      for (const { data } of events) {
        let row = rows.get(data.deviceId);
        if (row === undefined) {
          row = emptyRow(data.deviceId);
          rows.set(data.deviceId, row);
        }
        row.record_count += 1;
        if (hasDoubt(data.quality)) row.doubtful_count += 1;
        if ('values' in data) applyReadings(row, data);
        else applyDetection(row, data);
      }
      await upsert(
        sql,
        [...ids].map((id) => rows.get(id)!),
      );
    },
  };
};
