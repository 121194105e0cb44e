import { SHANGHAI_OFFSET_MS } from '../../src/platform/clock.ts';
import type { Sql } from '../../src/platform/sql.ts';
import { rowUpserter } from '../../src/platform/upsert-rows.ts';
import type { Projection } from '../../src/projection.ts';
import type { Recorded } from '../../src/projection-engine/row-projection.ts';
import type { DeviceModelPublished, DeviceRegistered, ReadingsRecorded } from '../../src/sensing/events.ts';
import { hasDoubt } from '../../src/sensing/index.ts';
import {
  createSlotSet,
  DAY_SECONDS,
  type SlotSet,
  slotAt,
  slotsPerDay,
} from '../../src/sensing/quality/slots.ts';
import { type Expectation, type Expectations, loadExpectations } from './expectations.ts';
import { dataRates } from './table.ts';

interface Row {
  device_id: string;
  day: string;
  slots: number;
  arrived: number;
  valid: number;
  complete: number;
  arrived_slots: string;
  valid_slots: string;
  complete_slots: string;
}

/** A row in memory. */
interface DeviceDay {
  readonly deviceId: string;
  readonly day: string;
  readonly slots: number;
  readonly arrived: SlotSet;
  readonly valid: SlotSet;
  readonly complete: SlotSet;
}

type Handled = ReadingsRecorded | DeviceRegistered | DeviceModelPublished;

/** Days in memory; beyond it all are dropped and read again as they come. */
const MAX_IN_MEMORY = 50_000;

const upsert = rowUpserter<Row>(dataRates, ['device_id', 'day']);

const toRow = ({ deviceId, day, slots, arrived, valid, complete }: DeviceDay): Row => ({
  device_id: deviceId,
  day,
  slots,
  arrived: arrived.count,
  valid: valid.count,
  complete: complete.count,
  arrived_slots: arrived.toHex(),
  valid_slots: valid.toHex(),
  complete_slots: complete.toHex(),
});

/** True when a slot is counted that was not before. */
const count = (
  into: DeviceDay,
  { data }: Recorded<ReadingsRecorded>,
  localSeconds: number,
  { intervalSeconds, indicators }: Expectation,
): boolean => {
  const slot = slotAt(localSeconds % DAY_SECONDS, intervalSeconds);
  const isNew = into.arrived.add(slot);
  if (hasDoubt(data.quality)) return isNew;
  const isNewlyValid = into.valid.add(slot);
  const isComplete = indicators.length > 0 && indicators.every((code) => data.values[code] !== undefined);
  return (isComplete && into.complete.add(slot)) || isNewlyValid || isNew;
};

/**
 * Arrival, valid and complete rates by device and day. A slot is counted once, whatever comes for it and when, so a row changes at most
 * three times a slot: the other records of a busy device cost a look-up in memory.
 */
export const createDataRates = (): Projection => {
  let expectations: Expectations | undefined;
  const days = new Map<string, DeviceDay>();

  const readDays = async (sql: Sql, keys: ReadonlyMap<string, readonly [deviceId: string, day: string]>) => {
    const wanted = [...keys].filter(([key]) => !days.has(key)).map(([, pair]) => pair);
    if (wanted.length === 0) return;
    const rows = await sql<Row>`
      select rates.device_id, rates.day::text, slots, arrived_slots, valid_slots, complete_slots
      from data_rates rates join unnest(
        ${wanted.map(([deviceId]) => deviceId)}::text[], ${wanted.map(([, day]) => day)}::date[]
      ) as wanted(device_id, day) using (device_id, day)`;
    for (const row of rows) {
      days.set(`${row.device_id} ${row.day}`, {
        deviceId: row.device_id,
        day: row.day,
        slots: row.slots,
        arrived: createSlotSet(row.slots, row.arrived_slots),
        valid: createSlotSet(row.slots, row.valid_slots),
        complete: createSlotSet(row.slots, row.complete_slots),
      });
    }
  };

  return {
    name: 'data-rates@1',
    tables: ['data_rates', 'data_rate_memory'],
    handles: new Set<Handled['type']>(['ReadingsRecorded', 'DeviceRegistered', 'DeviceModelPublished']),
    minIntervalMs: 200,
    async load(sql) {
      days.clear();
      expectations = await loadExpectations(sql);
    },
    async project(batch, sql) {
      expectations ??= await loadExpectations(sql);
      if (days.size > MAX_IN_MEMORY) days.clear();
      const events = batch as unknown as readonly Recorded<Handled>[];
      const keys = new Map<string, readonly [string, string]>();
      const placed = new Map<Recorded<Handled>, { readonly key: string; readonly localMs: number }>();
      for (const event of events) {
        if (event.type !== 'ReadingsRecorded' || hasAbsurdClock(event)) continue;
        const localMs = Date.parse(event.data.observedAt) + SHANGHAI_OFFSET_MS;
        const day = new Date(localMs).toISOString().slice(0, 10);
        const key = `${event.data.deviceId} ${day}`;
        keys.set(key, [event.data.deviceId, day]);
        placed.set(event, { key, localMs });
      }
      await readDays(sql, keys);
      const changed = new Set<DeviceDay>();
      for (const event of events) {
        if (event.type === 'DeviceRegistered') expectations.rememberDevice(event.data);
        else if (event.type === 'DeviceModelPublished') expectations.rememberModel(event.data);
        else {
          const place = placed.get(event);
          const expected = expectations.of(event.data.deviceId);
          if (expected === undefined || place === undefined) continue;
          const { key, localMs } = place;
          const into = days.get(key) ?? emptyDay(keys.get(key)!, expected);
          days.set(key, into);
          if (count(into, event, Math.floor(localMs / 1000), expected)) changed.add(into);
        }
      }
      await upsert(sql, [...changed].map(toRow));
      await expectations.save(sql);
    },
  };
};

const emptyDay = (
  [deviceId, day]: readonly [string, string],
  { intervalSeconds }: Expectation,
): DeviceDay => {
  const slots = slotsPerDay(intervalSeconds);
  const [arrived, valid, complete] = [createSlotSet(slots), createSlotSet(slots), createSlotSet(slots)];
  return { deviceId, day, slots, arrived, valid, complete };
};

/** The day that it names is none that anything was expected on. */
const hasAbsurdClock = ({ data: { quality } }: Recorded<ReadingsRecorded>): boolean =>
  quality?.['*']?.some((flag) => flag === 'clockInFuture' || flag === 'clockBefore2000') === true;
