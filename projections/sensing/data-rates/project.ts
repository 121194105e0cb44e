import type { Sql } from '../../../src/platform/sql.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import { type EventOf, type Handlers, handle, typesOf } from '../../../src/projection-engine/handlers.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import { createSlotSet } from '../../../src/sensing/quality/slots.ts';
import { addArchived } from './carry-forward.ts';
import {
  countRecord,
  type DayPlace,
  type DeviceDay,
  dayKey,
  emptyDay,
  expectedDay,
  placeOf,
} from './device-day.ts';
import { type KeptExpectations, loadExpectations } from './expectations.ts';
import { type DataRateRow, dataRates } from './table.ts';

/** Days in memory; beyond it all are dropped and read again as they come. */
const MAX_IN_MEMORY = 50_000;

const upsert = rowUpserter<DataRateRow>(dataRates, ['device_id', 'day']);

const toRow = ({ deviceId, day, slots, arrived, valid, complete }: DeviceDay): DataRateRow => ({
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

type Handled = EventOf<
  'ReadingsRecorded' | 'DeviceRegistered' | 'DeviceModelPublished' | 'ReportedSlotsArchived'
>;

interface Work {
  /** Where the records of the batch belong, worked out once. */
  readonly places: ReadonlyMap<Handled, DayPlace>;
  readonly expectations: KeptExpectations;
  readonly days: Map<string, DeviceDay>;
  readonly changed: Set<DeviceDay>;
}

const on: Handlers<Work> = {
  DeviceRegistered: ({ data }, { expectations }) => expectations.rememberDevice(data),
  DeviceModelPublished: ({ data }, { expectations }) => expectations.rememberModel(data),
  ReportedSlotsArchived({ data }, { days, changed }) {
    for (const archived of data.days) {
      const { deviceId, day, slots } = archived;
      const key = dayKey(deviceId, day);
      const into = days.get(key) ?? emptyDay(deviceId, day, slots);
      days.set(key, into);
      if (addArchived(into, archived)) changed.add(into);
    }
  },
  ReadingsRecorded(event, { places, expectations, days, changed }) {
    const { data } = event;
    const place = places.get(event);
    const expected = expectations.of(data.deviceId);
    if (expected === undefined || place === undefined) return;
    const into = days.get(place.key) ?? expectedDay(place, expected);
    days.set(place.key, into);
    if (countRecord(into, data, place, expected)) changed.add(into);
  },
};

/**
 * Arrival, valid and complete rates by device and day. A slot is counted once, whatever records arrive for it and when, so a row changes at
 * most three times per slot: further records of a busy device cost only a look-up in memory.
 */
export const createDataRatesProjection = (): Projection => {
  let expectations: KeptExpectations | undefined;
  const days = new Map<string, DeviceDay>();

  const readDays = async (sql: Sql, keys: ReadonlyMap<string, Pick<DayPlace, 'deviceId' | 'day'>>) => {
    const wanted = [...keys].filter(([key]) => !days.has(key)).map(([, day]) => day);
    if (wanted.length === 0) return;
    const rows = await sql<DataRateRow>`
      select rates.device_id, rates.day::text, slots, arrived_slots, valid_slots, complete_slots
      from data_rates rates join unnest(
        ${wanted.map(({ deviceId }) => deviceId)}::text[], ${wanted.map(({ day }) => day)}::date[]
      ) as wanted(device_id, day) using (device_id, day)`;
    for (const row of rows) {
      days.set(dayKey(row.device_id, row.day), {
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
    handles: typesOf(on),
    minIntervalMs: 200,
    async load(sql) {
      days.clear();
      expectations = await loadExpectations(sql);
    },
    async project(batch, sql) {
      expectations ??= await loadExpectations(sql);
      if (days.size > MAX_IN_MEMORY) days.clear();
      const events = batch as unknown as readonly Handled[];
      const keys = new Map<string, Pick<DayPlace, 'deviceId' | 'day'>>();
      const places = new Map<Handled, DayPlace>();
      for (const event of events) {
        if (event.type === 'ReportedSlotsArchived') {
          for (const day of event.data.days) keys.set(dayKey(day.deviceId, day.day), day);
          continue;
        }
        const place = event.type === 'ReadingsRecorded' ? placeOf(event.data) : undefined;
        if (place === undefined) continue;
        keys.set(place.key, place);
        places.set(event, place);
      }
      await readDays(sql, keys);
      const changed = new Set<DeviceDay>();
      const work: Work = { places, expectations, days, changed };
      for (const event of events) handle(on, event, work);
      await upsert(sql, [...changed].map(toRow));
      await expectations.save(sql);
    },
  };
};
