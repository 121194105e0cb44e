/**
 * Reporting slots of a device and day: which of the expected report times had a record. One bit per slot, so that late,
 * repeated and out-of-order records give the same result; as hex text in a row.
 */
export const DAY_SECONDS = 86_400;
/** A device that reports more often is counted by the minute, so that the size of a day's row is bounded. */
const LEAST_SLOT_SECONDS = 60;

export const slotSecondsOf = (reportIntervalSeconds: number): number =>
  Math.min(DAY_SECONDS, Math.max(LEAST_SLOT_SECONDS, reportIntervalSeconds));

export const slotsPerDay = (reportIntervalSeconds: number): number =>
  Math.floor(DAY_SECONDS / slotSecondsOf(reportIntervalSeconds));

/** Slot of a time, given in seconds from the start of the day. An incomplete slot at the end of a day belongs to the last one. */
export const slotAt = (secondsOfDay: number, reportIntervalSeconds: number): number =>
  Math.min(
    slotsPerDay(reportIntervalSeconds) - 1,
    Math.floor(secondsOfDay / slotSecondsOf(reportIntervalSeconds)),
  );

/** Bits of a day; changed in place. */
export interface SlotSet {
  /** True if the slot was not yet set. A slot beyond the end of the day is ignored. */
  add(slot: number): boolean;
  /** Adds all slots of another set of the day, from its text; true if one of them was not yet set. */
  addHex(hex: string): boolean;
  readonly count: number;
  toHex(): string;
}

const BITS = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4] as const;

/** From the text of a row, or empty. */
export const createSlotSet = (slots: number, hex = ''): SlotSet => {
  const bytes = Buffer.alloc(Math.ceil(slots / 8));
  let count = 0;
  const addByte = (at: number, bits: number): boolean => {
    const before = bytes[at];
    if (before === undefined) return false;
    const added = bits & ~before;
    bytes[at] = before | bits;
    count += BITS[added >> 4]! + BITS[added & 15]!;
    return added !== 0;
  };
  const addHex = (text: string): boolean => {
    let isAdded = false;
    for (const [at, bits] of Buffer.from(text, 'hex').entries()) isAdded = addByte(at, bits) || isAdded;
    return isAdded;
  };
  addHex(hex);
  return {
    add: (slot) => addByte(slot >> 3, 1 << (slot & 7)),
    addHex,
    get count() {
      return count;
    },
    toHex: () => bytes.toString('hex'),
  };
};
