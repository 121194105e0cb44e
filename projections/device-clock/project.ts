import type { RecordedEvent } from '../../src/event-store/event-store.ts';
import type { Sql } from '../../src/platform/sql.ts';
import { rowUpserter } from '../../src/platform/upsert-rows.ts';
import type { Projection } from '../../src/projection.ts';
import type { ReadingsRecorded } from '../../src/sensing/events.ts';
import { clockSkewOf, SAMPLE_EVERY_MS, sampleClock } from '../../src/sensing/quality/clock-skew.ts';
import { deviceClocks } from './table.ts';

export interface DeviceClockRow {
  device_id: string;
  delays_ms: readonly number[];
  sampled_at: string;
  median_ms: number;
  spread_ms: number;
  proposed_correction_ms: number | null;
}

/** Devices whose last sample is remembered between batches; beyond it all are read again as they come. */
const MAX_IN_MEMORY = 100_000;

const upsert = rowUpserter<DeviceClockRow>(deviceClocks, ['device_id']);

/**
 * Samples how late the records of each device arrive, at most once a minute: of a device that reports every second the other records
 * cost one look-up in memory.
 */
export const createDeviceClock = (): Projection => {
  /** When a device was sampled last, ms. */
  const sampledAt = new Map<string, number>();
  return {
    name: 'device-clock@1',
    tables: ['device_clocks'],
    handles: new Set<ReadingsRecorded['type']>(['ReadingsRecorded']),
    minIntervalMs: 200,
    async load() {
      sampledAt.clear();
    },
    async project(batch: readonly RecordedEvent[], sql: Sql) {
      const events = (batch as readonly RecordedEvent<ReadingsRecorded>[]).filter(
        ({ data, meta, recordedAt }) => {
          const last = sampledAt.get(data.deviceId);
          return last === undefined || Date.parse(meta.receivedAt ?? recordedAt) - last >= SAMPLE_EVERY_MS;
        },
      );
      if (events.length === 0) return;
      if (sampledAt.size > MAX_IN_MEMORY) sampledAt.clear();
      const ids = [...new Set(events.map(({ data }) => data.deviceId))];
      const rows = new Map<string, DeviceClockRow>();
      for (const row of await sql<DeviceClockRow>`
        select * from device_clocks where device_id = any(${ids}::text[])`) {
        rows.set(row.device_id, row);
        sampledAt.set(row.device_id, Date.parse(row.sampled_at));
      }
      const changed = new Map<string, DeviceClockRow>();
      for (const { data, meta, recordedAt } of events) {
        const before = changed.get(data.deviceId) ?? rows.get(data.deviceId);
        const samples =
          before === undefined
            ? undefined
            : { delaysMs: before.delays_ms, sampledAt: Date.parse(before.sampled_at) };
        const receivedMs = Date.parse(meta.receivedAt ?? recordedAt);
        const after = sampleClock(samples, Date.parse(data.observedAt), receivedMs);
        if (after === samples) continue;
        const { medianMs, spreadMs, proposedCorrectionMs } = clockSkewOf(after);
        changed.set(data.deviceId, {
          device_id: data.deviceId,
          delays_ms: after.delaysMs,
          sampled_at: new Date(after.sampledAt).toISOString(),
          median_ms: medianMs,
          spread_ms: spreadMs,
          proposed_correction_ms: proposedCorrectionMs,
        });
        sampledAt.set(data.deviceId, after.sampledAt);
      }
      await upsert(sql, [...changed.values()]);
    },
  };
};
