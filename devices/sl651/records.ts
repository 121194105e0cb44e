import { z } from 'zod';
import type { ReadingValue } from '../reading-value.ts';
import { asSent } from '../wire/as-sent.ts';
import type { Period } from '../wire/period.ts';
import { inOrderOfTime, valuesIn, type WirePicture, type WireReadings } from '../wire/record.ts';
import table from './elements.json' with { type: 'json' };
import type { Element } from './elements.ts';
import type { Sl651Message } from './message.ts';
import type { Sl651Settings } from './settings.ts';

const rowSchema = z.object({
  id: z.string(),
  indicator: z.string().optional(),
  unit: z.string().nullish(),
  /** The value is of the period that ends at the time of observation. */
  periodMinutes: z.number().optional(),
});

const byId = new Map(
  z
    .object({ rows: z.array(rowSchema) })
    .parse(table)
    .rows.map((row) => [row.id, row]),
);

/** Unit of an element's values; the arrays of an hour are read into whole units (`0.01 m` becomes m). */
const unitOf = (id: string): string | undefined =>
  id === DERIVED ? 'm' : byId.get(id)?.unit?.replace(/^[\d.]+ /, '');

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SLOT_MINUTES = 5;
const TEST_REPORT = '30';
const RELATIVE_LEVEL = 'relativeLevel1';
/** In place of an element's id: worked out from a relative level, which is kept itself. */
const DERIVED = '';

const after = (time: string, minutes: number): string =>
  new Date(Date.parse(time) + minutes * MINUTE_MS).toISOString();

/** Values of one moment and period, gathered while the elements are walked. */
interface Gathered {
  readonly observedAt: string;
  readonly periodMinutes: number | undefined;
  readonly values: Map<
    string,
    { readonly value: ReadingValue; readonly id: string; readonly unit: string | undefined }
  >;
}

interface Walk {
  readonly settings: Sl651Settings;
  readonly gathered: Map<string, Gathered>;
  readonly anomalies: string[];
}

export interface MessageRecords {
  /** In the order of their time. */
  readonly records: readonly (WireReadings | WirePicture)[];
  readonly anomalies: readonly string[];
  /** Stations after the first one: a relay sends their data in one body, and none of it belongs to this device. */
  readonly otherStations: readonly string[];
}

/**
 * The elements of a report in our indicators: one record for each time of observation and period. SL 651 names a
 * period by its end. Missing values are left out; manufacturers' elements keep their id after `sl651:`; invalid digits are kept
 * as sent.
 */
export const readingsOf = (
  message: Sl651Message,
  settings: Sl651Settings,
  fallbackTime: string,
): MessageRecords => {
  const walk: Walk = { settings, gathered: new Map(), anomalies: [] };
  const pictures: WirePicture[] = [];
  const others = new Set<string>();
  let own: string | undefined;
  let isOwn = true;
  let observedAt = message.sentAt ?? fallbackTime;
  for (const element of message.elements ?? []) {
    if (element.kind === 'station') {
      own ??= element.station;
      isOwn = element.station === own;
      if (!isOwn) others.add(element.station);
    } else if (element.kind === 'time') {
      if (element.observedAt === undefined) walk.anomalies.push(`as-sent:${asSent('F0F0', element.raw)}`);
      observedAt = element.observedAt ?? observedAt;
    } else if (!isOwn) continue;
    else if (element.kind === 'picture') pictures.push({ kind: 'picture', observedAt, bytes: element.bytes });
    else gatherElement(walk, element, observedAt);
  }
  const test = message.functionCode === TEST_REPORT;
  const readings = [...walk.gathered.values()].map(
    ({ observedAt: at, periodMinutes, values }): WireReadings => {
      const period: Period | undefined =
        periodMinutes === undefined ? undefined : { start: after(at, -periodMinutes), end: at };
      return {
        kind: 'readings',
        observedAt: at,
        ...valuesIn(values),
        ...(period === undefined ? {} : { period }),
        ...(message.sentAt === undefined ? {} : { sentAt: message.sentAt }),
        ...(test ? { test: true as const } : {}),
      };
    },
  );
  return {
    records: [...inOrderOfTime(readings), ...pictures],
    anomalies: walk.anomalies,
    otherStations: [...others],
  };
};

const gatherElement = (walk: Walk, element: Element, observedAt: string): void => {
  const { settings } = walk;
  const put = (id: string, at: string, text: string | null): void => {
    if (text === null) return;
    const row = byId.get(id);
    const indicator = settings.indicators?.[id] ?? row?.indicator ?? `sl651:${id}`;
    gather(walk, at, row?.periodMinutes, indicator, Number(text), id);
    if (indicator === RELATIVE_LEVEL && settings.levelBase !== undefined)
      gather(walk, at, undefined, 'level', Number((settings.levelBase + Number(text)).toFixed(3)), DERIVED);
  };
  switch (element.kind) {
    case 'value':
      if (element.quality === 'not-BCD') walk.anomalies.push(`as-sent:${asSent(element.id, element.raw)}`);
      put(element.id, observedAt, element.value);
      break;
    case 'hour': {
      const first = firstSlot(observedAt, settings);
      for (const [n, value] of element.values.entries())
        put(element.id, after(first, n * SLOT_MINUTES), value);
      break;
    }
    case 'uniform':
      for (const [n, value] of element.values.entries())
        put(element.id, after(observedAt, n * element.stepMinutes), value);
      break;
    case 'status':
      gather(walk, observedAt, undefined, 'stationStatus', Number.parseInt(element.raw, 16), '45');
      break;
    default:
  }
};

/**
 * One indicator twice for one time: for the same element the later value counts, a different element is stored under its id; a measured
 * level takes precedence over a derived one. The value that does not count is kept as sent.
 */
const gather = (
  walk: Walk,
  observedAt: string,
  periodMinutes: number | undefined,
  indicator: string,
  value: number,
  id: string,
): void => {
  const key = `${observedAt} ${periodMinutes ?? ''}`;
  const record = walk.gathered.get(key) ?? { observedAt, periodMinutes, values: new Map() };
  walk.gathered.set(key, record);
  const entry = { value, id, unit: unitOf(id) };
  const earlier = record.values.get(indicator);
  if (earlier === undefined || earlier.value === value || earlier.id === DERIVED) {
    record.values.set(indicator, entry);
  } else if (id === earlier.id) {
    walk.anomalies.push(`doubled:${asSent(id, String(earlier.value))}`);
    record.values.set(indicator, entry);
  } else if (id !== DERIVED) {
    walk.anomalies.push(`doubled:${asSent(id, String(value))}`);
    record.values.set(`sl651:${id}`, entry);
  }
};

/** Some manufacturers give the time of the report instead of that of the first slot. */
const firstSlot = (observedAt: string, settings: Sl651Settings): string => {
  if (settings.hourlyArrayFrom !== 'hourOfReport') return observedAt;
  const hour = Math.floor((Date.parse(observedAt) - 1) / HOUR_MS) * HOUR_MS;
  return new Date(hour + SLOT_MINUTES * MINUTE_MS).toISOString();
};
