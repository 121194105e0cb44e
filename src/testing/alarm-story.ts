import type { Position } from '../event-store/event-store.ts';
import type {
  AlarmCondition,
  AlarmRule,
  DetectionRecorded,
  DeviceRegistered,
  IndexComputed,
  ReadingsRecorded,
  SilenceScope,
} from '../sensing/events.ts';
import {
  type AlarmEngineCore,
  createAlarmEngineCore,
  type Emission,
  type MemoryRow,
  type RecordedInput,
} from '../sensing/index.ts';

/** A Sunday, 16:00 in Shanghai. */
export const STORY_START = Date.parse('2026-03-01T08:00:00.000Z');
export const storyTime = (second: number): string => new Date(STORY_START + second * 1000).toISOString();

type Said = RecordedInput extends infer R
  ? R extends RecordedInput
    ? Pick<R, 'type' | 'data'>
    : never
  : never;

let written = 0;
/** An event of the log at a second of the story. */
export const storyEvent = (second: number, said: Said): RecordedInput => {
  written += 1;
  return {
    ...said,
    position: String(written) as Position,
    stream: 'story',
    version: written,
    id: `event-${written}`,
    schemaVersion: 1,
    meta: { actor: 'system' },
    recordedAt: storyTime(second),
  } as RecordedInput;
};

export const storyDevice = (
  deviceId: string,
  change: Partial<DeviceRegistered['data']> = {},
): DeviceRegistered['data'] => ({
  deviceId,
  name: deviceId,
  modelId: 'station',
  location: { lon: 112.58, lat: 37.86 },
  divisionCode: '140106',
  gridCode: '140106G0001',
  departmentId: null,
  secretHash: '',
  reportIntervalSeconds: 1,
  synthetic: true,
  ...change,
});

export const storyRule = (condition: AlarmRule['condition'], change: Partial<AlarmRule> = {}): AlarmRule => ({
  ruleId: 'rule-1',
  ruleVersion: 1,
  name: 'rule',
  modelId: 'station',
  deviceIds: null,
  condition,
  severity: 'yellow',
  caseScope: 'device',
  matterCode: 'event-S4-01',
  source: 'test',
  ...change,
});

export const reading = (
  second: number,
  deviceId: string,
  values: ReadingsRecorded['data']['values'],
  change: Partial<ReadingsRecorded['data']> = {},
): RecordedInput =>
  storyEvent(second, {
    type: 'ReadingsRecorded',
    data: { deviceId, observedAt: storyTime(second), values, ...change },
  });
export const detection = (
  second: number,
  deviceId: string,
  confidence: number,
  change: Partial<DetectionRecorded['data']> = {},
): RecordedInput =>
  storyEvent(second, {
    type: 'DetectionRecorded',
    data: { deviceId, observedAt: storyTime(second), type: 'smokeFire', confidence, ...change },
  });
export const time = (second: number, change: { resumed?: true } = {}): RecordedInput =>
  storyEvent(second, { type: 'AlarmTimePassed', data: { at: storyTime(second), ...change } });
export const published = (rule: AlarmRule, second = 0): RecordedInput =>
  storyEvent(second, { type: 'AlarmRulePublished', data: rule });
export const registered = (device: DeviceRegistered['data'], second = 0): RecordedInput =>
  storyEvent(second, { type: 'DeviceRegistered', data: device });
export const silenced = (from: number, to: number, scope: SilenceScope, silenceId = 's1'): RecordedInput =>
  storyEvent(from, {
    type: 'AlarmSilenceDefined',
    data: {
      silenceId,
      scope,
      divisionCode: '14',
      from: storyTime(from),
      to: storyTime(to),
      reason: 'test',
      by: 'u1',
      at: storyTime(from),
    },
  });
export const index = (
  second: number,
  deviceId: string,
  data: Partial<IndexComputed['data']>,
): RecordedInput =>
  storyEvent(second, {
    type: 'IndexComputed',
    data: {
      deviceId,
      kind: 'air',
      period: 'hour',
      from: storyTime(second - 3600),
      to: storyTime(second),
      revision: 1,
      standard: 'HJ 633-2026',
      tableId: 'air',
      tableVersion: 1,
      value: null,
      grade: null,
      detail: {},
      ...data,
    },
  });

/** What the engine is kept in, as the table keeps it. */
export const createStoredMemory = () => {
  const rows = new Map<string, MemoryRow>();
  return {
    save(core: AlarmEngineCore): void {
      const changes = JSON.parse(JSON.stringify(core.takeChanges())) as ReturnType<
        AlarmEngineCore['takeChanges']
      >;
      for (const row of changes.rows) rows.set(`${row.kind} ${row.key}`, row);
      for (const { kind, key } of changes.removed) rows.delete(`${kind} ${key}`);
    },
    rows: (): MemoryRow[] => [...rows.values()].sort((a, b) => (a.kind + a.key < b.kind + b.key ? -1 : 1)),
  };
};

export const play = (events: readonly RecordedInput[], core = createAlarmEngineCore()): Emission[] =>
  events.flatMap((event) => {
    core.apply(event);
    return core.takeEmissions();
  });

/** Type, the second of the story and the most telling value: the shortest form in which a test can be read. */
export const briefly = (emissions: readonly Emission[]): (readonly [string, number, unknown?])[] =>
  emissions.map(({ event }) => {
    const second = (at: string) => (Date.parse(at) - STORY_START) / 1000;
    switch (event.type) {
      case 'AlarmRaised':
        return ['raised', second(event.data.observedAt), event.data.severity];
      case 'AlarmCleared':
        return ['cleared', second(event.data.observedAt), event.data.cause];
      case 'AlarmEscalated':
        return ['escalated', second(event.data.at), `${event.data.severity} ${event.data.cause}`];
      case 'AlarmStormBegan':
      case 'AlarmStormEnded':
        return [event.type, second(event.data.at), event.data.raised];
      default:
        return [event.type, 0];
    }
  });

/** One rule `rule-1`, its devices, and what happens. */
export const alarmsOf = (
  condition: AlarmCondition,
  events: readonly RecordedInput[],
  change: Partial<AlarmRule> = {},
  devices: readonly string[] = ['a'],
) =>
  briefly(
    play([
      ...devices.map((deviceId) => registered(storyDevice(deviceId))),
      published(storyRule(condition, change)),
      ...events,
    ]),
  );

/** Readings of device `a`. */
export const levels = (...pairs: readonly (readonly [second: number, level: number])[]) =>
  pairs.map(([second, level]) => reading(second, 'a', { level }));
