import type { CarryForward } from '../../../src/event-store/carry-forward.ts';
import type {
  DeviceModelPublished,
  DeviceRegistered,
  ReadingsRecorded,
  ReportedSlotsArchived,
} from '../../../src/sensing/events.ts';
import { countRecord, type DeviceDay, expectedDay, placeOf } from './device-day.ts';
import { createExpectations } from './expectations.ts';

type Archived = ReportedSlotsArchived['data']['days'][number];

/** Days in one event: of devices that report every minute some 1 KB each. */
const DAYS_PER_EVENT = 500;

/** Adds the slots of an archived range; true when some were not there. A row that has seen the range itself has all of them. */
export const addArchived = (into: DeviceDay, archived: Archived): boolean => {
  const { arrived, valid = arrived, complete = valid } = archived;
  const added = [into.arrived.addHex(arrived), into.valid.addHex(valid), into.complete.addHex(complete)];
  return added.includes(true);
};

/**
 * The slots that the records of a range filled. Each range has a separate set: counting a slot again changes nothing, so a reader that
 * has seen the records loses nothing, and nothing grows from range to range.
 */
export const createSlotsCarryForward = (): CarryForward => {
  const expectations = createExpectations();
  const days = new Map<string, DeviceDay>();
  return {
    type: 'ReportedSlotsArchived',
    from: new Set(['ReadingsRecorded']),
    by: new Set(['DeviceRegistered', 'DeviceModelPublished']),
    begin() {},
    add(event) {
      if (event.type === 'DeviceRegistered')
        return expectations.rememberDevice(event.data as DeviceRegistered['data']);
      if (event.type === 'DeviceModelPublished')
        return expectations.rememberModel(event.data as DeviceModelPublished['data']);
      const record = event.data as ReadingsRecorded['data'];
      const expected = expectations.of(record.deviceId);
      const place = expected === undefined ? undefined : placeOf(record);
      if (expected === undefined || place === undefined) return;
      const into = days.get(place.key) ?? expectedDay(place, expected);
      days.set(place.key, into);
      countRecord(into, record, place, expected);
    },
    end() {
      // In the order of names and days, so that the same events always give the same.
      const archived = [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => toArchived(day));
      return Array.from({ length: Math.ceil(archived.length / DAYS_PER_EVENT) }, (_, n) => ({
        days: archived.slice(n * DAYS_PER_EVENT, (n + 1) * DAYS_PER_EVENT),
      }));
    },
  };
};

const toArchived = ({ deviceId, day, slots, ...sets }: DeviceDay): Archived => {
  const [arrived, valid, complete] = [sets.arrived.toHex(), sets.valid.toHex(), sets.complete.toHex()];
  return {
    deviceId,
    day,
    slots,
    arrived,
    ...(valid === arrived ? {} : { valid }),
    ...(complete === valid ? {} : { complete }),
  };
};
