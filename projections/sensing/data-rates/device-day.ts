import { SHANGHAI_OFFSET_MS } from '../../../src/platform/clock.ts';
import type { ReadingsRecorded } from '../../../src/sensing/events.ts';
import { hasDoubt } from '../../../src/sensing/index.ts';
import {
  createSlotSet,
  DAY_SECONDS,
  type SlotSet,
  slotAt,
  slotsPerDay,
} from '../../../src/sensing/quality/slots.ts';
import type { Expectation } from './expectations.ts';

/** Which slots of a device's day had a record. */
export interface DeviceDay {
  readonly deviceId: string;
  readonly day: string;
  readonly slots: number;
  readonly arrived: SlotSet;
  readonly valid: SlotSet;
  readonly complete: SlotSet;
}

/** Where a record belongs. */
export interface DayPlace {
  readonly key: string;
  readonly deviceId: string;
  readonly day: string;
  readonly secondsOfDay: number;
}

type Readings = ReadingsRecorded['data'];

export const dayKey = (deviceId: string, day: string): string => `${deviceId} ${day}`;

/** Undefined for a record whose clock cannot be right: nothing was expected on the day that it names. */
export const placeOf = ({ deviceId, observedAt, quality }: Readings): DayPlace | undefined => {
  if (quality?.['*']?.some((flag) => flag === 'clockInFuture' || flag === 'clockBefore2000'))
    return undefined;
  const localMs = Date.parse(observedAt) + SHANGHAI_OFFSET_MS;
  const day = new Date(localMs).toISOString().slice(0, 10);
  return {
    key: dayKey(deviceId, day),
    deviceId,
    day,
    secondsOfDay: Math.floor(localMs / 1000) % DAY_SECONDS,
  };
};

export const emptyDay = (deviceId: string, day: string, slots: number): DeviceDay => ({
  deviceId,
  day,
  slots,
  arrived: createSlotSet(slots),
  valid: createSlotSet(slots),
  complete: createSlotSet(slots),
});

export const expectedDay = ({ deviceId, day }: DayPlace, { intervalSeconds }: Expectation): DeviceDay =>
  emptyDay(deviceId, day, slotsPerDay(intervalSeconds));

/** True when a slot is counted that was not before. */
export const countRecord = (
  into: DeviceDay,
  { values, quality }: Readings,
  { secondsOfDay }: DayPlace,
  { intervalSeconds, indicators }: Expectation,
): boolean => {
  const slot = slotAt(secondsOfDay, intervalSeconds);
  const isNew = into.arrived.add(slot);
  if (hasDoubt(quality)) return isNew;
  const isNewlyValid = into.valid.add(slot);
  const isComplete = indicators.length > 0 && indicators.every((code) => values[code] !== undefined);
  return (isComplete && into.complete.add(slot)) || isNewlyValid || isNew;
};
