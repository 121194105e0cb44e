/** `2026-03-01T00:00:00.000Z`: the form that most devices send and that needs no conversion. */
const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?$/;

/** Years 0001–9999: what ISO 8601 writes with four digits. */
const EARLIEST_MS = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads a device's time: ISO 8601 with a zone; without one it is Beijing time; or a number of milliseconds since 1970.
 * Returns ISO 8601 UTC with milliseconds; undefined if it is not a time.
 */
export const readObservedAt = (value: unknown): string | undefined => {
  if (typeof value === 'string') {
    // Date.parse takes 30 February for 2 March: an invalid date is only found by formatting the result again.
    if (CANONICAL.test(value)) return toIso(Date.parse(value)) === value ? value : undefined;
    const parts = ISO.exec(value);
    if (parts === null || !isDate(parts[1]!)) return undefined;
    const zone = parts[3] === undefined ? '+08:00' : parts[3].replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
    return toIso(Date.parse(`${parts[1]}T${parts[2]}${zone}`));
  }
  return typeof value === 'number' ? toIso(value) : undefined;
};

const isDate = (date: string): boolean =>
  toIso(Date.parse(`${date}T00:00:00.000Z`))?.startsWith(date) ?? false;

const toIso = (epochMs: number): string | undefined =>
  epochMs >= EARLIEST_MS && epochMs <= LATEST_MS ? new Date(epochMs).toISOString() : undefined;
