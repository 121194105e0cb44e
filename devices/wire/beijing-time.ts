/** Hours by which Beijing time is ahead of UTC, all year round. */
const BEIJING_OFFSET_MS = 8 * 3_600_000;

/**
 * Beijing time from its parts (month and day from 1) as ISO 8601 UTC with milliseconds; undefined if there is no such time.
 * Date.UTC takes 30 February for 2 March: an invalid time is only found by reading the result back.
 */
export const beijingTime = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second = 0,
  millisecond = 0,
): string | undefined => {
  if (!(hour < 24 && minute < 60 && second < 60) || year < 1) return undefined;
  const local = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const read = new Date(local);
  if (read.getUTCFullYear() !== year || read.getUTCMonth() !== month - 1 || read.getUTCDate() !== day)
    return undefined;
  return new Date(local - BEIJING_OFFSET_MS).toISOString();
};

const COMPACT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/;

/** yyyyMMddHHmmss or yyyyMMddHHmmsszzz in Beijing time as ISO 8601 UTC. */
export const readCompactTime = (text: string): string | undefined => {
  const parts = COMPACT.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second, millisecond] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return beijingTime(year!, month!, day!, hour!, minute!, second!, millisecond!);
};

/** The digits of a moment in Beijing time, yyyyMMddHHmmsszzz; cut off what is not needed. */
export const compactTime = (epochMs: number): string =>
  new Date(epochMs + BEIJING_OFFSET_MS).toISOString().replace(/\D/g, '');
