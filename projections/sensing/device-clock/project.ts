import type { Sql } from '../../../src/platform/sql.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import { type EventOf, type Handlers, handle, typesOf } from '../../../src/projection-engine/handlers.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import {
  type ClockSamples,
  joinSamples,
  minuteOf,
  sampleClock,
} from '../../../src/sensing/quality/clock-skew.ts';
import { toRow } from './row.ts';
import { type DeviceClockRow, deviceClocks } from './table.ts';

type Handled = EventOf<'ReadingsRecorded' | 'DeviceClocksCarriedForward'>;
type Update = (deviceId: string, change: (before: ClockSamples) => ClockSamples) => void;

/** Devices whose last sample is remembered between batches; beyond that, all are read again when needed. */
const MAX_IN_MEMORY = 100_000;

const upsert = rowUpserter<DeviceClockRow>(deviceClocks, ['device_id']);

const readSamples = async (sql: Sql, deviceIds: Iterable<string>): Promise<Map<string, ClockSamples>> => {
  const rows = await sql<Pick<DeviceClockRow, 'device_id' | 'samples'>>`
    select device_id, samples from device_clocks where device_id = any(${[...deviceIds]}::text[])`;
  return new Map(rows.map(({ device_id, samples }) => [device_id, samples]));
};

const deviceIdsOf = ({ data }: Handled): readonly string[] =>
  'devices' in data ? data.devices.map(({ deviceId }) => deviceId) : [data.deviceId];

const on: Handlers<Update> = {
  ReadingsRecorded({ data, meta }, update) {
    const receivedMs = Date.parse(meta.receivedAt!);
    update(data.deviceId, (before) => sampleClock(before, Date.parse(data.observedAt), receivedMs));
  },
  DeviceClocksCarriedForward({ data }, update) {
    // All of it was recorded earlier than anything the row has seen itself.
    for (const { deviceId, samples } of data.devices) update(deviceId, (seen) => joinSamples(samples, seen));
  },
};

/**
 * Samples how late the records of each device arrive, at most once a minute: of a device that reports every second the other records
 * cost one look-up in memory.
 */
export const createDeviceClockProjection = (): Projection => {
  /** The minute in which a device was sampled last. */
  const sampled = new Map<string, number>();
  const mayBeSample = (event: Handled): boolean => {
    if (event.type === 'DeviceClocksCarriedForward') return true;
    const { data, meta } = event;
    if (meta.receivedAt === undefined) return false;
    const last = sampled.get(data.deviceId);
    return last === undefined || minuteOf(Date.parse(meta.receivedAt)) > last;
  };
  return {
    name: 'device-clock@1',
    tables: ['device_clocks'],
    handles: typesOf(on),
    carried: new Set<Handled['type']>(['DeviceClocksCarriedForward']),
    minIntervalMs: 200,
    async load() {
      sampled.clear();
    },
    async project(batch, sql) {
      const events = (batch as unknown as readonly Handled[]).filter(mayBeSample);
      if (events.length === 0) return;
      if (sampled.size > MAX_IN_MEMORY) sampled.clear();
      const known = await readSamples(sql, new Set(events.flatMap(deviceIdsOf)));
      const changed = new Map<string, ClockSamples>();
      const update: Update = (deviceId, change) => {
        const before = changed.get(deviceId) ?? known.get(deviceId) ?? [];
        const after = change(before);
        if (after !== before) changed.set(deviceId, after);
        sampled.set(deviceId, after[after.length - 1]!.minute);
      };
      for (const event of events) handle(on, event, update);
      await upsert(
        sql,
        [...changed].map(([deviceId, samples]) => toRow(deviceId, samples)),
      );
    },
  };
};
