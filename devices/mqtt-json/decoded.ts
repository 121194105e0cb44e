export type DecodeFailure = {
  readonly ok: false;
  readonly reason: 'malformedJson' | 'schemaViolation';
  readonly detail: string;
};

export const violation = (detail: string): DecodeFailure => ({
  ok: false,
  reason: 'schemaViolation',
  detail,
});

/** Parses JSON; a syntax error becomes an answer. */
export const parseJson = (
  payload: Buffer,
): { readonly ok: true; readonly value: unknown } | DecodeFailure => {
  try {
    return { ok: true, value: JSON.parse(payload.toString('utf8')) };
  } catch (error) {
    return {
      ok: false,
      reason: 'malformedJson',
      detail: error instanceof Error ? error.message : 'not JSON',
    };
  }
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Most records in one message (store-and-forward after an outage). */
export const MAX_RECORDS = 1000;
export const MAX_ID_LENGTH = 128;

/** One record or an array of them; `decode` answers with a record or with what is wrong in it. */
export const decodeRecords = <Record>(
  payload: Buffer,
  decode: (value: unknown) => Record | string,
): { readonly ok: true; readonly records: readonly Record[] } | DecodeFailure => {
  const parsed = parseJson(payload);
  if (!parsed.ok) return parsed;
  if (!Array.isArray(parsed.value)) {
    const record = decode(parsed.value);
    return typeof record === 'string' ? violation(record) : { ok: true, records: [record] };
  }
  if (parsed.value.length === 0) return violation('the array is empty');
  if (parsed.value.length > MAX_RECORDS) return violation(`more than ${MAX_RECORDS} records`);
  const records: Record[] = [];
  for (const [index, value] of parsed.value.entries()) {
    const record = decode(value);
    if (typeof record === 'string') return violation(`record ${index}: ${record}`);
    records.push(record);
  }
  return { ok: true, records };
};

/** The device's own id of a record: text or integer; undefined when absent, null when it is neither. */
export const readSourceId = (value: unknown): string | undefined | null => {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return null;
};
