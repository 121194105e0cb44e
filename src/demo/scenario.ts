import { DEMO_DEVICES } from './devices.ts';

const MESSAGES = 60;
/** Number of messages after which a continuous demo repeats its excursions. */
const CONTINUOUS_PERIOD = 240;

/** Deliberate faults by device: excursions raise alarms that clear again, the rest tests the edge. */
const EXCURSIONS: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  'air-yingze': [{ from: 8, to: 30, indicator: 'pm25', value: 182 }],
  'air-xiaodian': [{ from: 12, to: 34, indicator: 'pm10', value: 310 }],
  'water-fen-south': [{ from: 10, to: 32, indicator: 'ammoniaNitrogen', value: 2.8 }],
  'noise-liuxiang': [{ from: 6, to: 28, indicator: 'leq', value: 78 }],
  'river-fen-middle': [{ from: 9, to: 33, indicator: 'level', value: 3.6 }],
};

const MISBEHAVIOUR: Readonly<Record<string, Record<string, number>>> = {
  'air-wanbailin': { duplicateEvery: 7 },
  'air-jiancaoping': { malformedEvery: 9, duplicateEvery: 11 },
  'air-jinyuan': { outOfRangeEvery: 8, unknownIndicatorEvery: 10 },
  'air-xinghualing': { futureClockEvery: 9, oldClockEvery: 13 },
  'water-fen-north': { withIdEvery: 2, idReuseEvery: 12 },
  'river-fen-upper': { batchEvery: 10 },
};

/** Models with an index, a class or a grade that needs whole hours. */
const INDEXED = new Set(['air-station', 'water-quality-station', 'noise-meter', 'river-gauge']);
/** A whole hour, however much of the current one has passed. */
const PAST = { seconds: 7200, everySeconds: 6 };

/** Live, a person can follow them: the first ones send every ten seconds, the others once a minute. */
const CONTINUOUS_MS = { followed: 10_000, others: 60_000 };
const FOLLOWED: ReadonlySet<string> = new Set([...Object.keys(EXCURSIONS), ...Object.keys(MISBEHAVIOUR)]);

/**
 * The devices of one run: `once` ends after a fixed number of messages each, `continuous` does not end. `withPast`: they begin with the
 * readings of the last hours, which a city with a history does not need.
 */
export const scenarioOf = (
  mode: 'once' | 'continuous',
  secrets: Readonly<Record<string, string>>,
  { withPast }: { readonly withPast: boolean },
) =>
  DEMO_DEVICES.map(({ deviceId, modelId }) => ({
    deviceId,
    secret: secrets[deviceId]!,
    modelId,
    intervalMs: intervalOf(mode, deviceId),
    ...(mode === 'once' ? { messages: MESSAGES } : { excursionPeriod: CONTINUOUS_PERIOD }),
    ...(withPast && INDEXED.has(modelId) ? { past: PAST } : {}),
    excursions: EXCURSIONS[deviceId] ?? [],
    misbehave: MISBEHAVIOUR[deviceId] ?? {},
  }));

const intervalOf = (mode: 'once' | 'continuous', deviceId: string): number => {
  if (mode === 'once') return 500;
  return FOLLOWED.has(deviceId) ? CONTINUOUS_MS.followed : CONTINUOUS_MS.others;
};
