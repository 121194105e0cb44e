import { faultOf, withContradictions } from './repeated-keys.ts';

export type DecodeFailure = {
  readonly ok: false;
  readonly reason: 'malformedJson' | 'schemaViolation';
  readonly detail: string;
};

/** The readable part of a message, in the order of its time, and the errors: one bad value does not lose a good one. */
export interface DecodedRecords<Record> {
  readonly ok: true;
  readonly records: readonly Record[];
  /** What is wrong, one entry for each refused record or value; the whole message is then kept as a dead letter. */
  readonly rejected: readonly string[];
}

/** A record, or what is wrong with it; or a record without its wrong values, and what is wrong with those. */
export type ReadRecord<Record> =
  | Record
  | string
  | { readonly record: Record; readonly problems: readonly string[] };

export const violation = (detail: string): DecodeFailure => ({
  ok: false,
  reason: 'schemaViolation',
  detail,
});

const malformed = (detail: string): DecodeFailure => ({ ok: false, reason: 'malformedJson', detail });

/** Skips a byte order mark. */
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses JSON; a syntax error is returned as a result, and a key that occurs twice with different values becomes a `CONTRADICTION`.
 * Bytes that are not UTF-8 are refused (RFC 8259 section 8.1): if they were read as UTF-8 all the same, their meaning would be lost.
 */
export const parseJson = (
  payload: Buffer,
): { readonly ok: true; readonly value: unknown } | DecodeFailure => {
  let text: string;
  try {
    text = decoder.decode(payload);
  } catch {
    return malformed('the bytes are no UTF-8');
  }
  try {
    return { ok: true, value: withContradictions(text, JSON.parse(text)) };
  } catch (error) {
    return malformed(error instanceof Error ? error.message : 'not JSON');
  }
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Most records in one message (store-and-forward after an outage). */
export const MAX_RECORDS = 1000;
export const MAX_ID_LENGTH = 128;

/** One record or an array of them; a failure when nothing of it can be read. */
export const decodeRecords = <Record extends { readonly observedAt: string }>(
  payload: Buffer,
  decode: (value: unknown) => ReadRecord<Record>,
): DecodedRecords<Record> | DecodeFailure => {
  const parsed = parseJson(payload);
  if (!parsed.ok) return parsed;
  const isArray = Array.isArray(parsed.value);
  const values: readonly unknown[] = isArray ? (parsed.value as unknown[]) : [parsed.value];
  if (values.length === 0) return violation('the array is empty');
  if (values.length > MAX_RECORDS) return violation(`more than ${MAX_RECORDS} records`);
  const records: Record[] = [];
  const rejected: string[] = [];
  for (const [index, value] of values.entries()) {
    const read = decode(value);
    const where = isArray ? `record ${index}: ` : '';
    if (typeof read === 'string') rejected.push(`${where}${read}`);
    else if ('problems' in read) {
      records.push(read.record);
      for (const problem of read.problems) rejected.push(`${where}${problem}`);
    } else records.push(read);
  }
  return records.length === 0
    ? violation(summaryOf(rejected))
    : { ok: true, records: inOrderOfTime(records), rejected };
};

/** A device that sends what it kept during an outage may send the newest first: records are assessed in the order of their time. */
const inOrderOfTime = <Record extends { readonly observedAt: string }>(records: Record[]): Record[] =>
  records.sort((one, other) =>
    one.observedAt < other.observedAt ? -1 : one.observedAt > other.observedAt ? 1 : 0,
  );

const MAX_SHOWN = 5;

/** The first problems, and how many there are. */
export const summaryOf = (problems: readonly string[]): string => {
  const shown = problems.slice(0, MAX_SHOWN).join('; ');
  return problems.length > MAX_SHOWN ? `${problems.length} records or values: ${shown} …` : shown;
};

export const noMark = (value: unknown): string =>
  faultOf('historical', value, 'historical is neither true nor false');
export const noTime = (value: unknown): string =>
  faultOf('observedAt', value, 'observedAt is missing or no time');
export const noSourceId = (value: unknown): string =>
  faultOf('id', value, 'id is neither text of 1 to 128 characters nor an integer');

/** The mark of a record that was kept and is sent late; null when it is neither true nor false. */
export const readMark = (value: unknown): true | undefined | null =>
  value === true ? true : value === undefined || value === false ? undefined : null;

/** The device's own id of a record: text or integer; undefined when absent, null when it is neither. */
export const readSourceId = (value: unknown): string | undefined | null => {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return null;
};
