import type { ReadingValue } from '../reading-value.ts';
import {
  type DecodedRecords,
  type DecodeFailure,
  decodeRecords,
  isObject,
  noMark,
  noSourceId,
  noTime,
  type ReadRecord,
  readMark,
  readSourceId,
} from './decoded.ts';
import { readObservedAt } from './observed-at.ts';
import { faultOf } from './repeated-keys.ts';

export interface TelemetryRecord {
  readonly sourceId?: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly observedAt: string;
  readonly values: Readonly<Record<string, ReadingValue>>;
  /** The device says that it kept the record and sends it late. */
  readonly historical?: true;
}

export const MAX_INDICATORS = 200;
export const MAX_FLAG_LENGTH = 16;
export const MAX_UNIT_LENGTH = 16;
export const INDICATOR = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/**
 * Decodes `yw/v1/{deviceId}/telemetry`: `{"id"?, "observedAt", "historical"?, "values": {indicator: number | {"value", "flag"?, "unit"?}}}`
 * or an array of these. Every message of every device passes here, so the checks are written out instead of interpreted.
 */
export const decodeTelemetry = (payload: Buffer): DecodedRecords<TelemetryRecord> | DecodeFailure =>
  decodeRecords(payload, decodeRecord);

const decodeRecord = (value: unknown): ReadRecord<TelemetryRecord> => {
  if (!isObject(value)) return 'a record is an object';
  const observedAt = readObservedAt(value.observedAt);
  if (observedAt === undefined) return noTime(value.observedAt);
  const sourceId = readSourceId(value.id);
  if (sourceId === null) return noSourceId(value.id);
  const { values } = value;
  if (!isObject(values)) return faultOf('values', values, 'values is missing or no object');
  const codes = Object.keys(values);
  if (codes.length === 0) return 'values is empty';
  if (codes.length > MAX_INDICATORS) return `more than ${MAX_INDICATORS} indicators`;
  const historical = readMark(value.historical);
  let problems: string[] | undefined = historical === null ? [noMark(value.historical)] : undefined;
  let wrong: Set<string> | undefined;
  for (const indicator of codes) {
    const problem = checkValue(indicator, values[indicator]);
    if (problem === undefined) continue;
    problems ??= [];
    wrong ??= new Set();
    problems.push(problem);
    wrong.add(indicator);
  }
  const recordOf = (readings: TelemetryRecord['values']): TelemetryRecord => {
    const record = { observedAt, values: readings };
    if (sourceId === undefined && historical !== true) return record;
    return {
      ...(sourceId === undefined ? {} : { sourceId }),
      ...record,
      ...(historical === true && { historical }),
    };
  };
  if (problems === undefined) return recordOf(values as TelemetryRecord['values']);
  const good = codes.filter((code) => wrong?.has(code) !== true);
  if (good.length === 0) return problems.join('; ');
  const readings = Object.fromEntries(good.map((code) => [code, values[code] as ReadingValue]));
  return { record: recordOf(readings), problems };
};

/** What is wrong; a value with a flag is left with `value`, `flag` and `unit` alone. */
const checkValue = (indicator: string, sent: unknown): string | undefined => {
  if (!INDICATOR.test(indicator)) return `${indicator.slice(0, 80)} is not an indicator code`;
  if (typeof sent === 'number')
    return Number.isFinite(sent) ? undefined : `${indicator} is not a finite number`;
  if (!isObject(sent)) return faultOf(indicator, sent, `${indicator} is neither a number nor an object`);
  if (typeof sent.value !== 'number' || !Number.isFinite(sent.value))
    return faultOf(`${indicator}.value`, sent.value, `${indicator}.value is not a finite number`);
  if (sent.flag !== undefined && (typeof sent.flag !== 'string' || sent.flag.length > MAX_FLAG_LENGTH)) {
    const fault = `${indicator}.flag is not a text of at most ${MAX_FLAG_LENGTH} characters`;
    return faultOf(`${indicator}.flag`, sent.flag, fault);
  }
  if (sent.unit !== undefined && (typeof sent.unit !== 'string' || sent.unit.length > MAX_UNIT_LENGTH)) {
    const fault = `${indicator}.unit is not a text of at most ${MAX_UNIT_LENGTH} characters`;
    return faultOf(`${indicator}.unit`, sent.unit, fault);
  }
  for (const key of Object.keys(sent)) {
    if (key !== 'value' && key !== 'flag' && key !== 'unit')
      return `${indicator}.${key.slice(0, 80)} is not known`;
  }
  return undefined;
};
