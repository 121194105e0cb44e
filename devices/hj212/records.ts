import type { ReadingValue } from '../reading-value.ts';
import { asSent, MAX_AS_SENT } from '../wire/as-sent.ts';
import { readCompactTime } from '../wire/beijing-time.ts';
import { toLabel } from '../wire/label.ts';
import type { Period } from '../wire/period.ts';
import { inOrderOfTime, valuesIn, type WireReadings } from '../wire/record.ts';
import { convertDecimal, isRounded, readDecimal } from '../wire/units.ts';
import { meaningOf } from './factors.ts';
import type { Hj212Packet } from './packet.ts';
import type { Hj212Settings } from './settings.ts';

type Resolution = NonNullable<Hj212Settings['primary']>;

const DEFAULT_MINUTE_INTERVAL = 10;
const MINUTE_MS = 60_000;

/** HJ 212-2017 table 6: the commands that carry measured values, and the length of their period in minutes. */
const RESOLUTIONS: Readonly<Record<string, Resolution>> = {
  '2011': 'realtime',
  '2021': 'realtime',
  '2031': 'day',
  '2041': 'day',
  '2051': 'minute',
  '2061': 'hour',
};

/** The name of a suffix after an indicator: `pm25.hourAvg`. Series of different resolutions are never mixed. */
const STATISTICS: Readonly<Record<string, string>> = {
  Min: 'Min',
  Avg: 'Avg',
  Max: 'Max',
  Cou: 'Total',
  ZsMin: 'ZsMin',
  ZsAvg: 'ZsAvg',
  ZsMax: 'ZsMax',
  ZsCou: 'ZsTotal',
  Data: 'Level',
  DayData: 'DayLevel',
  NightData: 'NightLevel',
};

/** Suffixes without a resolution. HJ 212-2017 table 8: state and running hours of equipment. */
const PLAIN: Readonly<Record<string, string>> = { Rtd: '', ZsRtd: '.zs', RS: '.state', RT: '.runningHours' };

/** Amounts are in the emission unit of the factor, not in the factor's unit. */
const isAmount = (suffix: string): boolean => suffix === 'Cou' || suffix === 'ZsCou';

/** Longest device flag that is kept. */
const MAX_FLAG_LENGTH = 16;
const NORMAL_FLAG = 'N';

export const isDataPacket = (packet: Pick<Hj212Packet, 'cn'>): boolean =>
  RESOLUTIONS[packet.cn] !== undefined;

/** Items of the conversation (HJ 212-2017 table 8), which are not states of the device. */
const CONTROL_ITEMS = new Set(
  'BeginTime EndTime PolId RtdInterval MinInterval RestartTime SystemTime OverTime ReCount QnRtn ExeRtn VaseNo InfoId CstartTime Ctime Stime'
    .toLowerCase()
    .split(' '),
);
const SECRETS = new Set(['pw', 'newpw']);

interface Put {
  readonly value: ReadingValue;
  readonly unit: string | undefined;
  readonly sent: string;
}

/** The content of a packet: the values by their time, where each came from, and the items that gave no value. */
interface Reader {
  readonly packet: Hj212Packet;
  readonly settings: Hj212Settings;
  readonly resolution: Resolution;
  readonly observedAt: string;
  readonly groups: Map<string, Map<string, Put>>;
  readonly anomalies: string[];
}

export interface PacketReadings {
  /** In the order of their time: values with a SampleTime have that time. */
  readonly readings: readonly WireReadings[];
  readonly anomalies: readonly string[];
  /** Content that neither values nor anomalies preserve completely. */
  readonly unread?: string;
}

/**
 * The values of a data packet in our indicators. `fallbackTime` replaces a DataTime that is missing or invalid. HJ 212 names a
 * period by its start. Values that are not numbers are kept as sent among the anomalies: nothing is dropped.
 */
export const readingsOf = (
  packet: Hj212Packet,
  settings: Hj212Settings,
  fallbackTime: string,
): PacketReadings => {
  const resolution = RESOLUTIONS[packet.cn];
  if (resolution === undefined) return { readings: [], anomalies: [] };
  const observedAt = packet.dataTime ?? packet.qnTime ?? fallbackTime;
  const reader: Reader = { packet, settings, resolution, observedAt, groups: new Map(), anomalies: [] };
  if (packet.dataTime === undefined) reader.anomalies.push('DataTime-replaced');
  for (const [code, parts] of Object.entries(packet.factors)) readFactor(reader, code, parts);
  for (const [key, text] of Object.entries(packet.cp)) readItem(reader, key, text);
  const texts = [...Object.values(packet.cp), ...Object.values(packet.factors).flatMap(Object.values)];
  const isCut = texts.some((text) => text.length > MAX_AS_SENT);
  return {
    readings: inOrderOfTime([...reader.groups].map(([at, values]) => recordOf(reader, at, values))),
    anomalies: reader.anomalies,
    ...(isCut ? { unread: `a text of more than ${MAX_AS_SENT} characters` } : {}),
  };
};

const recordOf = (
  { packet, settings, resolution }: Reader,
  observedAt: string,
  values: ReadonlyMap<string, Put>,
): WireReadings => {
  const period = periodOf(resolution, observedAt, settings);
  return {
    kind: 'readings',
    observedAt,
    ...valuesIn(values),
    ...(period === undefined ? {} : { period }),
    ...(packet.qnTime === undefined ? {} : { sentAt: packet.qnTime }),
    ...(packet.resent ? { resent: true as const } : {}),
  };
};

/** Of two values for one name and time the later counts, and the earlier is kept as sent. */
const put = (reader: Reader, at: string, name: string, one: Put): void => {
  const values = reader.groups.get(at) ?? new Map<string, Put>();
  const earlier = values.get(name);
  if (earlier !== undefined) reader.anomalies.push(`doubled:${earlier.sent}`);
  values.set(name, one);
  reader.groups.set(at, values);
};

const keep = (reader: Reader, name: string, text: string): void => {
  reader.anomalies.push(`as-sent:${asSent(name, text)}`);
};

const readFactor = (reader: Reader, code: string, parts: Readonly<Record<string, string>>): void => {
  const { packet, resolution, settings, anomalies } = reader;
  const { indicator, sentIn, unit } = meaningOf(code, packet.st, settings);
  const flag = flagOf(reader, code, parts.Flag);
  const at = sampledAt(reader, code, parts.SampleTime) ?? reader.observedAt;
  let hasValue = false;
  for (const [suffix, text] of Object.entries(parts)) {
    const item = `${code}-${suffix}`;
    const name = nameOf(suffix, resolution, settings);
    if (name === undefined) {
      // The meaning of a manufacturer's flag is unknown: it is kept, and makes nothing doubtful.
      if (!READ_ELSEWHERE.has(suffix) && text !== '' && text !== NORMAL_FLAG) keep(reader, item, text);
      continue;
    }
    const converted =
      isAmount(suffix) || sentIn === undefined || unit === undefined
        ? readDecimal(text)
        : convertDecimal(text, sentIn, unit);
    if (converted === undefined) {
      anomalies.push(`no-value:${asSent(item, text)}`);
      continue;
    }
    if (isRounded(text)) anomalies.push(`rounded:${asSent(item, text)}`);
    hasValue = true;
    const value = flag === undefined ? converted : { value: converted, flag };
    // Running hours, states and amounts are not in the factor's unit.
    const own = isAmount(suffix) || suffix === 'RS' || suffix === 'RT' ? undefined : (unit ?? sentIn);
    put(reader, at, `${indicator}${name}`, { value, unit: own, sent: asSent(item, text) });
  }
  if (!hasValue && flag !== undefined) keep(reader, `${code}-Flag`, parts.Flag!);
};

/** Suffixes that qualify a factor's values. */
const READ_ELSEWHERE = new Set(['Flag', 'SampleTime']);

/** The device's flag for a factor; undefined if it means normal. */
const flagOf = (reader: Reader, code: string, sent: string | undefined): string | undefined => {
  if (sent === undefined) return undefined;
  const flag = toLabel(sent).slice(0, MAX_FLAG_LENGTH);
  if (flag !== sent) keep(reader, `${code}-Flag`, sent);
  return flag === NORMAL_FLAG ? undefined : flag;
};

/** When a slow analyser took its sample. For a period it adds nothing to the period itself: kept as sent. */
const sampledAt = (reader: Reader, code: string, sent: string | undefined): string | undefined => {
  if (sent === undefined) return undefined;
  const at = reader.resolution === 'realtime' ? readCompactTime(sent) : undefined;
  if (at === undefined) keep(reader, `${code}-SampleTime`, sent);
  return at;
};

/** An item without a factor or with an unknown suffix: a state of the device, a manufacturer's number. */
const readItem = (reader: Reader, key: string, text: string): void => {
  if (key === 'DataTime') {
    if (reader.packet.dataTime === undefined) keep(reader, key, text);
    return;
  }
  const lower = key.toLowerCase();
  if (SECRETS.has(lower)) return;
  const value = CONTROL_ITEMS.has(lower) ? undefined : readDecimal(text);
  if (value === undefined) keep(reader, key, text);
  else {
    const name = reader.settings.indicators?.[key] ?? `hj212:${toLabel(key)}`;
    if (isRounded(text)) reader.anomalies.push(`rounded:${asSent(key, text)}`);
    put(reader, reader.observedAt, name, { value, unit: undefined, sent: asSent(key, text) });
  }
};

/** The suffix after the indicator; undefined for suffixes that are not values. */
const nameOf = (suffix: string, resolution: Resolution, settings: Hj212Settings): string | undefined => {
  const plain = PLAIN[suffix];
  if (plain !== undefined) return plain;
  const statistic = STATISTICS[suffix];
  if (statistic === undefined) return undefined;
  const isPrimary = suffix === 'Avg' && resolution === settings.primary;
  return isPrimary ? '' : `.${resolution}${statistic}`;
};

const periodOf = (resolution: Resolution, start: string, settings: Hj212Settings): Period | undefined => {
  const minutes = {
    realtime: 0,
    minute: settings.minuteInterval ?? DEFAULT_MINUTE_INTERVAL,
    hour: 60,
    day: 24 * 60,
  }[resolution];
  return minutes === 0
    ? undefined
    : { start, end: new Date(Date.parse(start) + minutes * MINUTE_MS).toISOString() };
};

/**
 * The packets of one record that was split between items (HJ 212-2017 Annex C, tables C.49 and C.50): those of one MN, CN and
 * DataTime, factor by factor. Each has its own QN and answer, so none waits for the others; a repeated factor
 * replaces itself.
 */
export const mergeSplit = (packets: readonly Hj212Packet[]): readonly Hj212Packet[] => {
  const merged = new Map<string, Hj212Packet>();
  for (const packet of packets) {
    const key = [packet.mn, packet.cn, packet.dataTime ?? packet.cp.DataTime ?? packet.qn].join('\u0000');
    const earlier = merged.get(key);
    merged.set(
      key,
      earlier === undefined ? packet : { ...packet, factors: { ...earlier.factors, ...packet.factors } },
    );
  }
  return [...merged.values()];
};
