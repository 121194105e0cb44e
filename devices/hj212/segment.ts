import { asSent } from '../wire/as-sent.ts';
import { readCompactTime } from '../wire/beijing-time.ts';
import { toLabel } from '../wire/label.ts';

/** HJ 212-2017 table 2, HJ 212-2025 table 3: bit 0 answer requested, bit 1 packet is one of several, bits 2–7 version. */
export interface Flag {
  readonly value: number;
  readonly ackRequired: boolean;
  readonly split: boolean;
  /** 0: HJ/T 212-2005, 1: 2017, 2: 2025. Only a hint: field devices have sent 2017 content under 2 since 2020. */
  readonly version: number;
}

export const readFlag = (value: number): Flag => ({
  value,
  ackRequired: (value & 1) === 1,
  split: (value & 2) === 2,
  version: value >> 2,
});

/** A data segment as sent, as texts. Trimmed; deviations from the standard that can still be read are anomalies. */
export interface Segment {
  readonly header: Readonly<Record<string, string>>;
  readonly flag?: Flag;
  /** Time of the device's clock when it made the packet, ISO 8601 UTC. */
  readonly qnTime?: string;
  /** Items without a known suffix: DataTime, RtdInterval, ExeRtn, states (FANSTATUS), and manufacturers' suffixes as `code-suffix`. */
  readonly cp: Readonly<Record<string, string>>;
  /** ISO 8601 UTC. */
  readonly dataTime?: string;
  /** Items `code-suffix`, by code and then by suffix. */
  readonly factors: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly anomalies: readonly string[];
}

const HEADER_KEYS = ['QN', 'ST', 'CN', 'PW', 'MN', 'Flag', 'PNUM', 'PNO', 'RF'];
const CANONICAL = new Map(HEADER_KEYS.map((key) => [key.toLowerCase(), key]));

/** HJ 212-2017 table 8, plus ZsCou, which occurs in the field. */
const SUFFIXES = new Map(
  'Rtd Min Avg Max Cou ZsRtd ZsMin ZsAvg ZsMax ZsCou Flag EFlag SampleTime Data DayData NightData RS RT SN Info'
    .split(' ')
    .map((suffix) => [suffix.toLowerCase(), suffix]),
);
const DATA_TIME = 'DataTime';

/** HJ 212-2017 table 5; A0–Z9 are for extension. */
const SYSTEM_CODE = /^(2[1-7]|3[1-9]|41|5[12]|91|[A-Z][0-9])$/;
const MN_LENGTH = 24;
const PW_LENGTH = 6;
const MAX_SEGMENT_BYTES = 1024;
const DATA_AREA = /CP=\s*&&/i;

/** Where the data area begins and ends, between `CP=&&` and the last `&&`; undefined when there is none. */
export const findDataArea = (text: string): { readonly start: number; readonly end: number } | undefined => {
  const opening = DATA_AREA.exec(text);
  if (opening === null) return undefined;
  const start = opening.index + opening[0].length;
  const end = text.lastIndexOf('&&');
  return end < start ? undefined : { start, end };
};

/** Reads a data segment (HJ 212-2017 section 6.3.2) as leniently as the field needs; undefined when it has no data area. */
export const readSegment = (text: string, byteLength = Buffer.byteLength(text)): Segment | undefined => {
  const area = findDataArea(text);
  if (area === undefined) return undefined;
  const anomalies = new Set<string>();
  if (byteLength > MAX_SEGMENT_BYTES) anomalies.add('segment-over-1024');
  if (text.includes('\ufffd')) anomalies.add('text-not-UTF-8');
  const header = readHeader(text.slice(0, DATA_AREA.exec(text)!.index), anomalies);
  const items = readItems(text.slice(area.start, area.end), anomalies);
  const flag = /^\d{1,3}$/.test(header.Flag ?? '') ? readFlag(Number(header.Flag) & 0xff) : undefined;
  if (flag === undefined) anomalies.add(header.Flag === undefined ? 'missing-Flag' : 'Flag-not-a-number');
  if (flag?.split === true && header.PNUM === undefined) anomalies.add('split-without-PNUM');
  const qnTime = readCompactTime(header.QN ?? '');
  if (header.QN === undefined) anomalies.add('missing-QN');
  else if (qnTime === undefined) anomalies.add('QN-not-a-time');
  const dataTime = readCompactTime(items.cp.DataTime ?? '');
  if (items.cp.DataTime !== undefined) {
    if (dataTime === undefined) anomalies.add('DataTime-not-a-time');
    else if (items.cp.DataTime.length !== 14) anomalies.add('DataTime-not-14-digits');
  }
  return {
    header,
    ...(flag === undefined ? {} : { flag }),
    ...(qnTime === undefined ? {} : { qnTime }),
    ...items,
    ...(dataTime === undefined ? {} : { dataTime }),
    anomalies: [...anomalies].sort(),
  };
};

const readHeader = (text: string, anomalies: Set<string>): Record<string, string> => {
  const header = new Map<string, string>();
  for (const part of text.split(';')) {
    const cleaned = part.replace(/^[\s,]+/, '');
    if (cleaned !== part)
      anomalies.add(part.trimStart().startsWith(',') ? 'stray-comma' : 'space-around-key');
    const equals = cleaned.indexOf('=');
    if (equals < 0) {
      if (cleaned !== '') anomalies.add('header-without-value');
      continue;
    }
    const sent = cleaned.slice(0, equals).trim();
    const key = CANONICAL.get(sent.toLowerCase());
    if (key === undefined) {
      anomalies.add(`unknown-header:${toLabel(sent)}`);
      continue;
    }
    if (key !== sent) anomalies.add('header-case');
    if (header.has(key)) anomalies.add(`doubled-header:${key}`);
    header.set(key, cleaned.slice(equals + 1).trim());
  }
  judgeHeader(header, anomalies);
  return Object.fromEntries(header);
};

const judgeHeader = (header: ReadonlyMap<string, string>, anomalies: Set<string>): void => {
  const st = header.get('ST');
  if (st === undefined) anomalies.add('missing-ST');
  else if (!SYSTEM_CODE.test(st)) anomalies.add('ST-not-in-2017-table');
  const pw = header.get('PW');
  if (pw === undefined) anomalies.add('missing-PW');
  else if (pw === '') anomalies.add('PW-empty');
  else if (pw.length !== PW_LENGTH) anomalies.add('PW-not-6-chars');
  if (header.get('MN')?.length !== MN_LENGTH) anomalies.add('MN-not-24-chars');
  const keys = [...header.keys()];
  if (keys.includes('PNO') && keys.indexOf('PNO') < keys.indexOf('PNUM')) anomalies.add('PNO-before-PNUM');
};

const readItems = (area: string, anomalies: Set<string>): Pick<Segment, 'cp' | 'factors'> => {
  const cp = new Map<string, string>();
  const factors = new Map<string, Map<string, string>>();
  const parts = area === '' ? [] : area.split(';');
  for (const [n, part] of parts.entries()) {
    if (part.trim() === '') {
      anomalies.add(n === parts.length - 1 ? 'semicolon-at-end' : 'empty-item');
      continue;
    }
    for (const subItem of subItemsOf(part)) readSubItem(subItem, cp, factors, anomalies);
  }
  return {
    cp: Object.fromEntries(cp),
    factors: Object.fromEntries([...factors].map(([code, values]) => [code, Object.fromEntries(values)])),
  };
};

/**
 * Sub-items are separated by commas. A piece without `=` after another one is not an item: it belongs to the value before it, which a
 * logger with another locale wrote with a decimal comma (`12,5`). Read separately, 12 would be taken for the value.
 */
const subItemsOf = (part: string): string[] => {
  const subItems: string[] = [];
  for (const piece of part.split(',')) {
    const last = subItems.length - 1;
    if (last < 0 || piece.includes('=') || piece.trim() === '') subItems.push(piece);
    else subItems[last] += `,${piece}`;
  }
  return subItems;
};

const readSubItem = (
  subItem: string,
  cp: Map<string, string>,
  factors: Map<string, Map<string, string>>,
  anomalies: Set<string>,
): void => {
  if (subItem.trim() === '') {
    anomalies.add('empty-sub-item');
    return;
  }
  const equals = subItem.indexOf('=');
  if (equals < 0) {
    anomalies.add(`item-without-value:${asSent('', subItem.trim())}`);
    return;
  }
  const sent = subItem.slice(0, equals);
  const key = sent.trim();
  const value = subItem.slice(equals + 1).trim();
  if (key !== sent) anomalies.add('space-around-key');
  if (value.length !== subItem.length - equals - 1) anomalies.add('space-around-value');
  const put = (into: Map<string, string>, name: string, sentAs: string): void => {
    const earlier = into.get(name);
    if (earlier !== undefined) anomalies.add(`doubled:${asSent(sentAs, earlier)}`);
    into.set(name, value);
  };
  const dash = key.lastIndexOf('-');
  if (dash <= 0) {
    const isDataTime = key.toLowerCase() === DATA_TIME.toLowerCase();
    if (isDataTime && key !== DATA_TIME) anomalies.add('item-case');
    put(cp, isDataTime ? DATA_TIME : key, key);
    return;
  }
  const suffix = SUFFIXES.get(key.slice(dash + 1).toLowerCase());
  if (suffix === undefined) {
    anomalies.add(`unknown-suffix:${toLabel(key)}`);
    put(cp, key, key);
    return;
  }
  if (suffix !== key.slice(dash + 1)) anomalies.add('suffix-case');
  const code = key.slice(0, dash);
  const values = factors.get(code) ?? new Map<string, string>();
  put(values, suffix, key);
  factors.set(code, values);
};
