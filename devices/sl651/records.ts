import { z } from 'zod';
import type { ReadingValue } from '../../src/sensing/events.ts';
import type { WirePicture, WireReadings } from '../wire/record.ts';
import type { WireSettings } from '../wire/settings.ts';
import type { Period } from '../wire/standard.ts';
import table from './elements.json' with { type: 'json' };
import type { Element } from './elements.ts';
import type { Sl651Message } from './message.ts';

const rowSchema = z.object({
  id: z.string(),
  indicator: z.string().optional(),
  /** The value is of the period that ends at the time of observation. */
  periodMinutes: z.number().optional(),
});

const byId = new Map(
  z
    .object({ rows: z.array(rowSchema) })
    .parse(table)
    .rows.map((row) => [row.id, row]),
);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SLOT_MINUTES = 5;
const TEST_REPORT = '30';
const RELATIVE_LEVEL = 'relativeLevel1';

const after = (time: string, minutes: number): string =>
  new Date(Date.parse(time) + minutes * MINUTE_MS).toISOString();

/** Values of one moment and period, gathered while the elements are walked. */
interface Gathered {
  readonly observedAt: string;
  readonly periodMinutes: number | undefined;
  readonly values: Map<string, ReadingValue>;
}

/**
 * What the elements of a report say in our indicators: one record for each time of observation and period. SL 651 names a
 * period by its end. Missing values are left out; elements of makers keep their id behind `sl651:`.
 */
export const readingsOf = (
  message: Sl651Message,
  settings: WireSettings,
  fallbackTime: string,
): readonly (WireReadings | WirePicture)[] => {
  const gathered = new Map<string, Gathered>();
  const pictures: WirePicture[] = [];
  let observedAt = message.sentAt ?? fallbackTime;
  for (const element of message.elements ?? []) {
    if (element.kind === 'time') observedAt = element.observedAt ?? observedAt;
    else if (element.kind === 'picture') pictures.push({ kind: 'picture', observedAt, bytes: element.bytes });
    else gatherElement(element, observedAt, settings, gathered);
  }
  const test = message.functionCode === TEST_REPORT;
  return [
    ...[...gathered.values()].map(({ observedAt: at, periodMinutes, values }): WireReadings => {
      const period: Period | undefined =
        periodMinutes === undefined ? undefined : { start: after(at, -periodMinutes), end: at };
      return {
        kind: 'readings',
        observedAt: at,
        values: Object.fromEntries(values),
        ...(period === undefined ? {} : { period }),
        ...(test ? { test: true as const } : {}),
      };
    }),
    ...pictures,
  ];
};

const gatherElement = (
  element: Element,
  observedAt: string,
  settings: WireSettings,
  gathered: Map<string, Gathered>,
): void => {
  const put = (id: string, at: string, text: string | null): void => {
    if (text === null) return;
    const row = byId.get(id);
    const indicator = settings.indicators?.[id] ?? row?.indicator ?? `sl651:${id}`;
    gather(gathered, at, row?.periodMinutes, indicator, Number(text));
    if (indicator === RELATIVE_LEVEL && settings.levelBase !== undefined)
      gather(gathered, at, undefined, 'level', Number((settings.levelBase + Number(text)).toFixed(3)));
  };
  switch (element.kind) {
    case 'value':
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
      gather(gathered, observedAt, undefined, 'stationStatus', Number.parseInt(element.raw, 16));
      break;
    default:
  }
};

const gather = (
  gathered: Map<string, Gathered>,
  observedAt: string,
  periodMinutes: number | undefined,
  indicator: string,
  value: number,
): void => {
  const key = `${observedAt} ${periodMinutes ?? ''}`;
  const record = gathered.get(key) ?? { observedAt, periodMinutes, values: new Map() };
  record.values.set(indicator, value);
  gathered.set(key, record);
};

/** Some makers give the time of the report in place of that of the first slot. */
const firstSlot = (observedAt: string, settings: WireSettings): string => {
  if (settings.hourlyArrayFrom !== 'hourOfReport') return observedAt;
  const hour = Math.floor((Date.parse(observedAt) - 1) / HOUR_MS) * HOUR_MS;
  return new Date(hour + SLOT_MINUTES * MINUTE_MS).toISOString();
};
