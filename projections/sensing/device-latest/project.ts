import type { RecordedEvent } from '../../../src/event-store/event-store.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import type {
  DetectionRecorded,
  LatestReadingsCarriedForward,
  ReadingsRecorded,
} from '../../../src/sensing/events.ts';
import { addCarried } from './carry-forward.ts';
import { applyRecord, emptyRow } from './row.ts';
import { type DeviceLatestRow, deviceLatest } from './table.ts';

type Handled = ReadingsRecorded | DetectionRecorded | LatestReadingsCarriedForward;
type Row = DeviceLatestRow;

/** Devices whose rows are kept in memory between batches; beyond it all are dropped and read again as they come. */
const MAX_ROWS_IN_MEMORY = 20_000;

const upsert = rowUpserter<Row>(deviceLatest, ['device_id']);

/** Keeps the rows it wrote: a device that reports again would otherwise cost a read and a parse each time. */
export const createDeviceLatestProjection = (): Projection => {
  const rows = new Map<string, Row>();
  return {
    name: 'device-latest@4',
    tables: ['device_latest'],
    handles: new Set<Handled['type']>([
      'ReadingsRecorded',
      'DetectionRecorded',
      'LatestReadingsCarriedForward',
    ]),
    carried: new Set<Handled['type']>(['LatestReadingsCarriedForward']),
    minIntervalMs: 300,
    async load() {
      rows.clear();
    },
    async project(batch: readonly RecordedEvent[], sql: Sql) {
      const events = batch as readonly RecordedEvent<Handled>[];
      if (rows.size > MAX_ROWS_IN_MEMORY) rows.clear();
      const ids = new Set<string>();
      for (const { data } of events) {
        if ('devices' in data) for (const { deviceId } of data.devices) ids.add(deviceId);
        else ids.add(data.deviceId);
      }
      const unread = [...ids].filter((id) => !rows.has(id));
      if (unread.length > 0) {
        for (const row of await sql<Row>`
          select device_id, observed_at, readings, detection, heard_at, record_count, doubtful_count from device_latest
          where device_id = any(${unread}::text[])`) {
          rows.set(row.device_id, row);
        }
      }
      const rowOf = (deviceId: string): Row => {
        let row = rows.get(deviceId);
        if (row === undefined) {
          row = emptyRow(deviceId);
          rows.set(deviceId, row);
        }
        return row;
      };
      for (const { data, meta } of events) {
        if ('devices' in data)
          for (const carried of data.devices) addCarried(rowOf(carried.deviceId), carried);
        else applyRecord(rowOf(data.deviceId), data, meta);
      }
      await upsert(
        sql,
        [...ids].map((id) => rows.get(id)!),
      );
    },
  };
};
