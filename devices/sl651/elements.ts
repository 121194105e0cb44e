import elements from './elements.json' with { type: 'json' };
import { readBcd, readBcdTime } from './frame.ts';

/** One thing of a body, in its order. `raw` is upper-case hex. */
export type Element =
  | { readonly kind: 'time'; readonly observedAt: string | undefined; readonly raw: string }
  | { readonly kind: 'station'; readonly station: string; readonly stationClass: string | undefined }
  | {
      readonly kind: 'value';
      /** Two hex digits, or four for an element of a maker (`FFxx`). */
      readonly id: string;
      readonly raw: string;
      /** Decimal text with the decimals as sent; null if there is none. */
      readonly value: string | null;
      readonly quality?: Missing;
    }
  /** F4–FC: an hour in twelve slots of five minutes. */
  | {
      readonly kind: 'hour';
      readonly id: string;
      readonly raw: string;
      readonly values: readonly (string | null)[];
    }
  /** Values of one element at equal steps, the first at the time of observation. */
  | {
      readonly kind: 'uniform';
      readonly id: string;
      readonly stepMinutes: number;
      readonly values: readonly (string | null)[];
    }
  | { readonly kind: 'step'; readonly raw: string; readonly minutes: number }
  | { readonly kind: 'status'; readonly raw: string; readonly bitsSet: readonly number[] }
  | { readonly kind: 'text'; readonly text: Buffer }
  | { readonly kind: 'picture'; readonly bytes: Buffer }
  /** From here on the body cannot be read by the standard. */
  | { readonly kind: 'rest'; readonly raw: string };

export type Missing = 'missing-FF' | 'missing-AA' | 'not-BCD';

export const STANDARD_IDS: ReadonlySet<string> = new Set(elements.rows.map(({ id }) => id));

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

/** Data of an element as decimal text. All F is "missing", FF and digits is "negative": looked at in that order. */
export const readValue = (
  data: Uint8Array,
  decimals: number,
): { readonly value: string | null; readonly quality?: Missing } => {
  if (data.every((byte) => byte === 0xff)) return { value: null, quality: 'missing-FF' };
  if (data.every((byte) => byte === 0xaa)) return { value: null, quality: 'missing-AA' };
  const negative = data[0] === 0xff;
  const digits = readBcd(negative ? data.subarray(1) : data);
  if (digits === undefined) return { value: null, quality: 'not-BCD' };
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, '');
  const text = decimals === 0 ? whole : `${whole}.${padded.slice(-decimals)}`;
  return { value: negative ? `-${text}` : text };
};

interface Cursor {
  readonly body: Buffer;
  at: number;
  readonly elements: Element[];
  readonly anomalies: Set<string>;
  /** Functions below 40 have the class after the station's address. */
  readonly hasClass: boolean;
}

/** Walks the elements of a body behind serial and time (SL 651-2014 section 6.6, Annex C). Keeps what it read when the body ends early. */
export const readElements = (
  body: Buffer,
  hasClass: boolean,
): { readonly elements: readonly Element[]; readonly anomalies: readonly string[] } => {
  const cursor: Cursor = { body, at: 0, elements: [], anomalies: new Set(), hasClass };
  while (cursor.at < body.length && readElement(cursor));
  if (cursor.at < body.length) {
    cursor.elements.push({ kind: 'rest', raw: hex(body.subarray(cursor.at)) });
  }
  return { elements: cursor.elements, anomalies: [...cursor.anomalies].sort() };
};

/** Reads one element; false when the rest of the body follows no rule. */
const readElement = (cursor: Cursor): boolean => {
  const { body, at } = cursor;
  const id = body[at]!;
  const second = body[at + 1];
  if (second === undefined) return undecodable(cursor);
  if (id === second) {
    switch (id) {
      case 0xf0:
        return readTime(cursor);
      case 0xf1:
        return readStation(cursor);
      case 0xf2:
        cursor.elements.push({ kind: 'text', text: body.subarray(at + 2) });
        return finish(cursor);
      case 0xf3:
        cursor.elements.push({ kind: 'picture', bytes: body.subarray(at + 2) });
        return finish(cursor);
      default:
    }
  }
  if (id === 0xfd) return undecodable(cursor);
  const idBytes = id === 0xff ? 2 : 1;
  const definition = body[at + idBytes];
  if (definition === undefined) return undecodable(cursor);
  const name = hex(body.subarray(at, at + idBytes));
  const start = at + idBytes + 1;
  const end = start + (definition >> 3);
  if (end > body.length || definition >> 3 === 0) return undecodable(cursor);
  const previous = cursor.elements.at(-1);
  if (previous?.kind === 'step' && !(id >= 0xf4 && id <= 0xfc))
    return readUniform(cursor, name, start, definition, previous.minutes);
  cursor.at = end;
  cursor.elements.push(readOne(cursor, name, body.subarray(start, end), definition & 7));
  return true;
};

const finish = (cursor: Cursor): true => {
  cursor.at = cursor.body.length;
  return true;
};

const undecodable = (cursor: Cursor): false => {
  cursor.anomalies.add('rest-not-decodable');
  return false;
};

const readOne = (cursor: Cursor, id: string, data: Buffer, decimals: number): Element => {
  const raw = hex(data);
  if (id === '04') return readStep(cursor, data);
  if (id === '45') return { kind: 'status', raw, bitsSet: bitsOf(data) };
  if (id === 'F4')
    return { kind: 'hour', id, raw, values: [...data].map((b) => (b === 0xff ? null : (b / 10).toFixed(1))) };
  if (/^F[5-9A-C]$/.test(id)) {
    if (data.length % 2 === 1) cursor.anomalies.add(`as-sent:${id}=${raw}`);
    return { kind: 'hour', id, raw, values: levelsOf(data) };
  }
  const read = readValue(data, decimals);
  if (read.quality === 'missing-AA') cursor.anomalies.add('missing-AA');
  if (read.quality === 'not-BCD') cursor.anomalies.add(`not-BCD:${id}`);
  return { kind: 'value', id, raw, ...read };
};

/** Relative levels, 0.01 m each. */
const levelsOf = (data: Buffer): (string | null)[] =>
  Array.from({ length: data.length >> 1 }, (_, n) => data.readUInt16BE(n * 2)).map((level) =>
    level === 0xffff ? null : (level / 100).toFixed(2),
  );

const bitsOf = (data: Buffer): number[] => {
  const bits: number[] = [];
  const last = data.length - 1;
  for (let bit = 0; bit < data.length * 8; bit += 1) {
    if (((data[last - (bit >> 3)]! >> (bit & 7)) & 1) === 1) bits.push(bit);
  }
  return bits;
};

const readTime = (cursor: Cursor): boolean => {
  const { body, at } = cursor;
  if (at + 7 > body.length) return undecodable(cursor);
  const bytes = body.subarray(at + 2, at + 7);
  const observedAt = readBcdTime(bytes);
  if (observedAt === undefined) cursor.anomalies.add('observation-time-none');
  cursor.elements.push({ kind: 'time', observedAt, raw: hex(bytes) });
  cursor.at = at + 7;
  return true;
};

const readStation = (cursor: Cursor): boolean => {
  const { body, at, hasClass } = cursor;
  const end = at + (hasClass ? 8 : 7);
  if (end > body.length) return undecodable(cursor);
  const station = hex(body.subarray(at + 2, at + 7));
  if (/[A-F]/.test(station)) cursor.anomalies.add('station-address-HEX');
  cursor.elements.push({
    kind: 'station',
    station,
    stationClass: hasClass ? hex(body.subarray(at + 7, end)) : undefined,
  });
  cursor.at = end;
  return true;
};

/** 04 18 and days, hours, minutes in BCD; one maker writes the minutes in HEX. */
const readStep = (cursor: Cursor, data: Buffer): Element => {
  const parts = [...data].map((byte) => readBcd([byte] as unknown as Uint8Array));
  if (parts.includes(undefined)) cursor.anomalies.add('step-not-BCD');
  const [days, hours, minutes] = [...data].map((byte, n) => Number(parts[n] ?? byte));
  return {
    kind: 'step',
    raw: hex(data),
    minutes: (days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0),
  };
};

/** Behind a step: one element of the standard, its definition, and values to the end or to the next time or station. */
const readUniform = (
  cursor: Cursor,
  id: string,
  start: number,
  definition: number,
  stepMinutes: number,
): boolean => {
  const { body } = cursor;
  if (!STANDARD_IDS.has(id)) {
    cursor.anomalies.add('vendor-block');
    return false;
  }
  const width = definition >> 3;
  const values: (string | null)[] = [];
  let at = start;
  while (at + width <= body.length && !beginsNext(body, at)) {
    const data = body.subarray(at, at + width);
    const { value, quality } = readValue(data, definition & 7);
    if (quality === 'not-BCD') cursor.anomalies.add(`as-sent:${id}=${hex(data)}`);
    values.push(value);
    at += width;
  }
  cursor.elements.push({ kind: 'uniform', id, stepMinutes, values });
  cursor.at = at;
  return true;
};

/** F0F0 or F1F1: no value in BCD begins so. */
const beginsNext = (body: Buffer, at: number): boolean =>
  (body[at] === 0xf0 && body[at + 1] === 0xf0) || (body[at] === 0xf1 && body[at + 1] === 0xf1);
