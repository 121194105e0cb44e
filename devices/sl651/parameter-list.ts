import { CONFIGURATION_DEFINITIONS, PARAMETER_DEFINITIONS } from './definition.ts';
import { readValue } from './elements.ts';

/** One parameter as a station reports it. */
export interface Parameter {
  /** Two hex digits. */
  readonly id: string;
  /** Upper-case hex. */
  readonly raw: string;
  /** Decimal text; absent if the parameter is not a number. */
  readonly value?: string;
}

/** Flags of alarms and states: here the whole definition byte is the count of bytes (SL 651-2014 table D.1). */
const WHOLE_COUNT = '0E';
/** Passwords are for nobody to read. */
const PASSWORD = '03';

/** Parameters with a number of decimal digits; all of table D.4 are. */
const isNumber = (id: string): boolean => id === '0C' || PARAMETER_DEFINITIONS.has(id);
const isKnown = (id: string): boolean => CONFIGURATION_DEFINITIONS.has(id) || PARAMETER_DEFINITIONS.has(id);

/** Reads the answer of functions 40–43: id, definition byte, data. What follows no rule goes under the id `rest`. */
export const readParameters = (hex: string): readonly Parameter[] => {
  const bytes = Buffer.from(hex, 'hex');
  const read: Parameter[] = [];
  let at = 0;
  while (at + 1 < bytes.length) {
    const id = bytes.toString('hex', at, at + 1).toUpperCase();
    const definition = bytes[at + 1]!;
    const end = at + 2 + (id === WHOLE_COUNT ? definition : definition >> 3);
    if (!isKnown(id) || end > bytes.length) break;
    const data = bytes.subarray(at + 2, end);
    const { value } = isNumber(id) ? readValue(data, definition & 7) : { value: null };
    if (id !== PASSWORD)
      read.push({ id, raw: data.toString('hex').toUpperCase(), ...(value === null ? {} : { value }) });
    at = end;
  }
  if (at < bytes.length) read.push({ id: 'rest', raw: bytes.toString('hex', at).toUpperCase() });
  return read;
};
