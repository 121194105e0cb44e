import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import {
  type EventOf,
  type EventType,
  type Handlers,
  handle,
  typesOf,
} from '../../../src/projection-engine/handlers.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import { addCarried } from './carry-forward.ts';
import { applyRecord, emptyRow } from './row.ts';
import { type DeviceLatestRow, deviceLatest } from './table.ts';

type Row = DeviceLatestRow;
type RowOf = (deviceId: string) => Row;

/** Devices whose rows are kept in memory between batches; beyond that, all are dropped and read again when needed. */
const MAX_ROWS_IN_MEMORY = 20_000;

const upsert = rowUpserter<Row>(deviceLatest, ['device_id']);

const record = ({ data, meta }: EventOf<'ReadingsRecorded' | 'DetectionRecorded'>, rowOf: RowOf): void =>
  applyRecord(rowOf(data.deviceId), data, meta);

const on: Handlers<RowOf> = {
  ReadingsRecorded: record,
  DetectionRecorded: record,
  LatestReadingsCarriedForward({ data }, rowOf) {
    for (const carried of data.devices) addCarried(rowOf(carried.deviceId), carried);
  },
};

/** Keeps the rows it wrote: a device that reports again would otherwise cost a read and a parse each time. */
export const createDeviceLatestProjection = (): Projection => {
  const rows = new Map<string, Row>();
  return {
    name: 'device-latest@4',
    tables: ['device_latest'],
    handles: typesOf(on),
    carried: new Set<EventType>(['LatestReadingsCarriedForward']),
    minIntervalMs: 300,
    async load() {
      rows.clear();
    },
    async project(batch, sql) {
      if (rows.size > MAX_ROWS_IN_MEMORY) rows.clear();
      const ids = new Set<string>();
      for (const event of batch) {
        const data = event.data as { deviceId: string } | { devices: readonly { deviceId: string }[] };
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
      const rowOf: RowOf = (deviceId) => {
        let row = rows.get(deviceId);
        if (row === undefined) {
          row = emptyRow(deviceId);
          rows.set(deviceId, row);
        }
        return row;
      };
      for (const event of batch) handle(on, event, rowOf);
      await upsert(
        sql,
        [...ids].map((id) => rows.get(id)!),
      );
    },
  };
};
