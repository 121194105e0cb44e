import type { ReadingValue } from '../../src/sensing/events.ts';
import { toLabel } from '../wire/label.ts';
import type { WireReadings } from '../wire/record.ts';
import type { WireSettings } from '../wire/settings.ts';
import type { Period } from '../wire/standard.ts';
import { convertDecimal, readDecimal } from '../wire/units.ts';
import { meaningOf } from './factors.ts';
import type { Hj212Packet } from './packet.ts';

type Resolution = NonNullable<WireSettings['primary']>;

const DEFAULT_MINUTE_INTERVAL = 10;
const MINUTE_MS = 60_000;

/** HJ 212-2017 table 6: the commands that carry measured values, and the length of what they are of in minutes. */
const RESOLUTIONS: Readonly<Record<string, Resolution>> = {
  '2011': 'realtime',
  '2021': 'realtime',
  '2031': 'day',
  '2041': 'day',
  '2051': 'minute',
  '2061': 'hour',
};

/** What a suffix is called behind an indicator: `pm25.hourAvg`. Series of different resolution are never mixed. */
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

/** Amounts are in the emission unit of the factor: the factor's own unit says nothing about them. */
const isAmount = (suffix: string): boolean => suffix === 'Cou' || suffix === 'ZsCou';

/** Longest device flag that is kept. */
const MAX_FLAG_LENGTH = 16;
const NORMAL_FLAG = 'N';

export const isDataPacket = (packet: Pick<Hj212Packet, 'cn'>): boolean =>
  RESOLUTIONS[packet.cn] !== undefined;

/**
 * The values of a data packet in our indicators; undefined when it holds none. `fallbackTime` stands in for a DataTime that is
 * missing or no time. HJ 212 names a period by its start.
 */
export const readingsOf = (
  packet: Hj212Packet,
  settings: WireSettings,
  fallbackTime: string,
): { readonly readings: WireReadings | undefined; readonly anomalies: readonly string[] } => {
  const resolution = RESOLUTIONS[packet.cn];
  if (resolution === undefined) return { readings: undefined, anomalies: [] };
  const anomalies: string[] = [];
  if (packet.dataTime === undefined) anomalies.push('DataTime-replaced');
  const observedAt = packet.dataTime ?? packet.qnTime ?? fallbackTime;
  const values = new Map<string, ReadingValue>();
  for (const [code, parts] of Object.entries(packet.factors)) {
    readFactor(packet, code, parts, resolution, settings, values, anomalies);
  }
  if (values.size === 0) return { readings: undefined, anomalies };
  const period = periodOf(resolution, observedAt, settings);
  return {
    readings: {
      kind: 'readings',
      observedAt,
      values: Object.fromEntries(values),
      ...(period === undefined ? {} : { period }),
      ...(packet.resent ? { resent: true as const } : {}),
    },
    anomalies,
  };
};

const readFactor = (
  packet: Hj212Packet,
  code: string,
  parts: Readonly<Record<string, string>>,
  resolution: Resolution,
  settings: WireSettings,
  values: Map<string, ReadingValue>,
  anomalies: string[],
): void => {
  const { indicator, sentIn, unit } = meaningOf(code, packet.st, settings);
  const flag = parts.Flag === undefined ? undefined : toLabel(parts.Flag).slice(0, MAX_FLAG_LENGTH);
  for (const [suffix, text] of Object.entries(parts)) {
    const name = nameOf(suffix, resolution, settings);
    if (name === undefined) continue;
    const converted =
      isAmount(suffix) || sentIn === undefined || unit === undefined
        ? readDecimal(text)
        : convertDecimal(text, sentIn, unit);
    if (converted === undefined) {
      anomalies.push(`no-value:${toLabel(`${code}-${suffix}`)}`);
      continue;
    }
    values.set(
      `${indicator}${name}`,
      flag === undefined || flag === NORMAL_FLAG ? converted : { value: converted, flag },
    );
  }
};

/** What stands behind the indicator; undefined for suffixes that are no values. */
const nameOf = (suffix: string, resolution: Resolution, settings: WireSettings): string | undefined => {
  const plain = PLAIN[suffix];
  if (plain !== undefined) return plain;
  const statistic = STATISTICS[suffix];
  if (statistic === undefined) return undefined;
  const isPrimary = suffix === 'Avg' && resolution === settings.primary;
  return isPrimary ? '' : `.${resolution}${statistic}`;
};

const periodOf = (resolution: Resolution, start: string, settings: WireSettings): Period | undefined => {
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
 * The packets of one record that was cut between items (HJ 212-2017 Annex C, tables C.49 and C.50): those of one MN, CN and
 * DataTime, factor by factor. Each has a QN and an answer of its own, so nothing waits for the others; a factor that comes
 * again replaces itself.
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
