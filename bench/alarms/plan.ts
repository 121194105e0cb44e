import type { AlarmCondition, AlarmRule, DeviceModelPublished } from '../../src/sensing/events.ts';

/**
 * Messages of the alarm benchmark, and the expected alarms. Everything follows from the number of the device and of its
 * message, so that the publishers, in a separate process, and the later comparison agree.
 */
export const INDICATORS = ['a', 'b', 'c', 'd', 'e'] as const;
type Indicator = (typeof INDICATORS)[number];

export const MODEL: DeviceModelPublished['data'] = {
  modelId: 'bench-station',
  modelVersion: 1,
  family: 'bench',
  name: 'bench',
  indicators: INDICATORS.map((code) => ({ code, name: code, unit: '', min: -1e6, max: 1e6 })),
  detections: [{ type: 'smokeFire', name: '烟火', matterCode: 'event-S1-05' }],
  source: 'bench',
};

const GRID_DEVICES = 40;
/** Devices of a grid that go beyond together; the rule asks for fewer. */
const GRID_BEYOND = 8;
const GRID_NEEDED = 5;

export const gridOf = (device: number): number => Math.floor(device / GRID_DEVICES);
export const deviceId = (device: number): string => `bench-${device}`;

const FAR = 100_000;
const at = (indicator: Indicator, raiseAt: number, clearAt = raiseAt): AlarmCondition => ({
  kind: 'threshold',
  indicator,
  direction: 'above',
  raiseAt,
  clearAt,
  forSeconds: 0,
});
const beyond = (indicator: Indicator, raiseAt: number) =>
  ({ indicator, direction: 'above', raiseAt, clearAt: raiseAt }) as const;

/** Rules triggered by the messages, by trigger. */
export const TIPPED = {
  threshold: 'bench-threshold',
  rateOfChange: 'bench-rate',
  composite: 'bench-composite',
  stuck: 'bench-stuck',
  spatial: 'bench-spatial',
  noData: 'bench-silent',
} as const;
export type Tipped = keyof typeof TIPPED;

/** How long a device has to be silent, seconds. */
export const SILENT_SECONDS = 30;

const TIPPED_CONDITIONS: Readonly<Record<Tipped, AlarmCondition>> = {
  threshold: at('a', 100, 90),
  rateOfChange: {
    kind: 'rateOfChange',
    indicator: 'b',
    direction: 'rise',
    windowSeconds: 30,
    raiseAt: 50,
    clearAt: 20,
  },
  composite: {
    kind: 'composite',
    mode: 'all',
    parts: [beyond('a', 150), beyond('c', 150)],
    withinSeconds: 30,
    forSeconds: 0,
  },
  stuck: { kind: 'stuck', indicator: 'd', forSeconds: 4.5, tolerance: 0 },
  spatial: {
    kind: 'spatial',
    indicator: 'e',
    scope: 'grid',
    direction: 'above',
    raiseAt: 100,
    clearAt: 100,
    minDevices: GRID_NEEDED,
    minShare: null,
    withinSeconds: 10,
  },
  noData: { kind: 'noData', indicator: null, afterSeconds: SILENT_SECONDS },
};

/** Active, but never triggered: they cost as much as rules that are evaluated all the time. */
const ARMED_CONDITIONS: readonly AlarmCondition[] = [
  at('a', FAR),
  at('b', FAR),
  at('c', FAR),
  at('d', FAR),
  at('e', FAR),
  { ...at('b', FAR), forSeconds: 60 } as AlarmCondition,
  { ...at('c', -FAR), direction: 'below' } as AlarmCondition,
  ...(['a', 'c', 'e'] as const).map(
    (indicator): AlarmCondition => ({
      kind: 'rateOfChange',
      indicator,
      direction: 'rise',
      windowSeconds: 600,
      raiseAt: FAR,
      clearAt: FAR,
    }),
  ),
  ...(['b', 'c'] as const).map(
    (indicator): AlarmCondition => ({ kind: 'stuck', indicator, forSeconds: 3600, tolerance: 0 }),
  ),
  { kind: 'noData', indicator: null, afterSeconds: 600 },
  { kind: 'noData', indicator: 'd', afterSeconds: 900 },
  ...(['any', 'all'] as const).map(
    (mode): AlarmCondition => ({
      kind: 'composite',
      mode,
      parts: [beyond('b', FAR), beyond('d', FAR)],
      withinSeconds: 60,
      forSeconds: 30,
    }),
  ),
  { ...TIPPED_CONDITIONS.spatial, scope: 'division', raiseAt: FAR, clearAt: FAR } as AlarmCondition,
  {
    kind: 'index',
    index: 'air',
    period: 'hour',
    level: { direction: 'above', raiseAt: 200, clearAt: 150 },
    grades: [],
  },
  { kind: 'detection', type: 'smokeFire', minConfidence: 0.8, minCount: 2, windowSeconds: 600 },
];

const rule = (ruleId: string, condition: AlarmCondition, change: Partial<AlarmRule> = {}): AlarmRule => ({
  ruleId,
  ruleVersion: 1,
  name: ruleId,
  modelId: MODEL.modelId,
  deviceIds: null,
  condition,
  severity: 'yellow',
  caseScope: 'none',
  matterCode: null,
  source: 'bench',
  ...change,
});

const EXTRAS: readonly Partial<AlarmRule>[] = [
  {},
  { schedule: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' }] },
  { flapping: { count: 5, windowSeconds: 600, calmSeconds: 300 } },
  { autoClearAfterSeconds: 3600, escalation: [{ afterSeconds: 1800, severity: 'red' }] },
];

/** 25 rules; each applies to every device. Threshold alarms open cases. */
export const RULES: readonly AlarmRule[] = [
  ...Object.entries(TIPPED_CONDITIONS).map(([kind, condition]) =>
    rule(
      TIPPED[kind as Tipped],
      condition,
      kind === 'threshold' ? { caseScope: 'device', matterCode: 'event-S1-01' } : {},
    ),
  ),
  ...ARMED_CONDITIONS.map((condition, n) => rule(`bench-armed-${n}`, condition, EXTRAS[n % EXTRAS.length])),
];

/** Messages between two happenings of a device, and how long one lasts. */
const PERIOD = 360;
const LASTS: Readonly<Record<Exclude<Tipped, 'noData'>, number>> = {
  threshold: 2,
  rateOfChange: 2,
  composite: 2,
  stuck: 8,
  spatial: 4,
};
const SCENARIOS = ['threshold', 'rateOfChange', 'composite', 'stuck'] as const;

const scenarioOf = (device: number): Exclude<Tipped, 'noData'> =>
  device % GRID_DEVICES < GRID_BEYOND ? 'spatial' : SCENARIOS[device % SCENARIOS.length]!;

const FIRST_PHASE = 9;
/** Message of the period with which it begins; the devices of a grid begin together. */
const phaseOf = (device: number): number =>
  FIRST_PHASE + ((scenarioOf(device) === 'spatial' ? gridOf(device) * 13 : device * 7) % (PERIOD - 40));

/** How many messages of its happening a device has sent with message `n`; 0: it is quiet. */
const within = (device: number, n: number, fromMessage: number): number => {
  if (n < fromMessage) return 0;
  const step = (n % PERIOD) - phaseOf(device) + 1;
  return step >= 1 && step <= LASTS[scenarioOf(device)] ? step : 0;
};

/** Values of message `n` (from 0) of a device. Happenings begin with message `fromMessage` of all. */
export const valuesOf = (device: number, n: number, fromMessage: number): Record<Indicator, number> => {
  const wobble = ((n * 7 + device) % 10) / 10;
  const values = { a: 10 + wobble, b: 10 + wobble, c: 10 + wobble, d: 10 + wobble, e: 10 + wobble };
  const step = within(device, n, fromMessage);
  if (step === 0) return values;
  switch (scenarioOf(device)) {
    case 'threshold':
      values.a = 110 + wobble;
      break;
    case 'rateOfChange':
      values.b = 80 + wobble;
      break;
    case 'composite':
      values.a = 160 + wobble;
      values.c = 160 + wobble;
      break;
    case 'stuck':
      values.d = 5;
      break;
    case 'spatial':
      values.e = 110 + wobble;
      break;
  }
  return values;
};

/** Alarms that have to be raised once each of the devices has sent this many messages. */
export const alarmsExpected = (
  sent: readonly number[],
  fromMessage: number,
): Record<Exclude<Tipped, 'noData'>, number> => {
  const expected = { threshold: 0, rateOfChange: 0, composite: 0, stuck: 0, spatial: 0 };
  const inGrid = new Map<string, number>();
  sent.forEach((count, device) => {
    const scenario = scenarioOf(device);
    for (let n = fromMessage; n < count; n += 1) {
      const step = within(device, n, fromMessage);
      if (scenario === 'spatial' && step === 1) {
        const happening = `${gridOf(device)} ${Math.floor(n / PERIOD)}`;
        inGrid.set(happening, (inGrid.get(happening) ?? 0) + 1);
      }
      // Five seconds after its first: the sixth of eight messages, one a second.
      if (scenario === 'stuck' && step === 6) expected.stuck += 1;
      if (step !== 1) continue;
      if (scenario === 'threshold' || scenario === 'composite') expected.threshold += 1;
      if (scenario === 'rateOfChange' || scenario === 'composite') expected[scenario] += 1;
    }
  });
  for (const devices of inGrid.values()) if (devices >= GRID_NEEDED) expected.spatial += 1;
  return expected;
};
