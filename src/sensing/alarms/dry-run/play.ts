import type { Position, RecordedEvent } from '../../../event-store/event-store.ts';
import type {
  DetectionRecorded,
  DeviceModelPublished,
  DeviceRegistered,
  IndexComputed,
  QualityFlag,
  ReadingsRecorded,
} from '../../events.ts';
import { effectOfAll } from '../../quality/alarm-effects.ts';
import { type AlarmInput, createAlarmEngineCore, type RecordedInput } from '../core/engine.ts';
import type { AlarmRule } from '../events.ts';
import { isSafetyCritical } from '../rule-book.ts';
import { watchedIndicators } from '../rule-references.ts';
import { createAlarmTally, type DryRunAlarm } from './tally.ts';

export type PlayedRecord =
  | RecordedEvent<ReadingsRecorded>
  | RecordedEvent<DetectionRecorded>
  | RecordedEvent<IndexComputed>;

/** The live engine also checks its timers every second. */
const TICK_MS = 1000;

/** An event that the engine needs, synthesised from the read models. */
export const syntheticEvent = (event: AlarmInput, recordedAt: string): RecordedInput =>
  ({
    position: '' as Position,
    stream: 'dry-run',
    version: 1,
    id: `${event.type} ${recordedAt}`,
    ...event,
    schemaVersion: 1,
    meta: { actor: 'process:dry-run' },
    recordedAt,
  }) as RecordedInput;

export interface PlayedDevice {
  readonly device: DeviceRegistered['data'];
  readonly registeredAt: string;
}

export interface RulePlay {
  /** Applies the next event in log order; time advances to when it was recorded. */
  apply(event: RecordedInput): void;
  /** Advances time without an event, ms. */
  advanceTo(until: number): void;
  alarms(end: string): readonly DryRunAlarm[];
}

/**
 * Replays recorded events against one rule, in the same engine that raises alarms, as if the rule had been published at `from`.
 * There are no storms and no acknowledgements: a rule that escalates while unacknowledged is reported with the severity before that.
 */
export const createRulePlay = (options: {
  readonly rule: AlarmRule;
  readonly model: DeviceModelPublished['data'];
  readonly devices: readonly PlayedDevice[];
  /** ISO 8601 UTC. */
  readonly from: string;
}): RulePlay => {
  const { rule, model, devices, from } = options;
  const core = createAlarmEngineCore();
  const tally = createAlarmTally(rule);
  let now = Date.parse(from);

  const give = (event: RecordedInput): void => {
    core.apply(event);
    for (const { event: emitted } of core.takeEmissions())
      if (
        emitted.type !== 'AlarmStormBegan' &&
        emitted.type !== 'AlarmStormEnded' &&
        emitted.type !== 'AlarmAcknowledged'
      )
        tally.take(emitted);
  };
  give(syntheticEvent({ type: 'DeviceModelPublished', data: model }, from));
  for (const { device, registeredAt } of devices)
    give(syntheticEvent({ type: 'DeviceRegistered', data: device }, registeredAt));
  give(syntheticEvent({ type: 'AlarmRulePublished', data: rule }, from));

  const advanceTo = (until: number): void => {
    for (let tick = now + TICK_MS; tick <= until; tick += TICK_MS) {
      now = tick;
      if (!core.isDue(tick)) continue;
      const at = new Date(tick).toISOString();
      give(syntheticEvent({ type: 'AlarmTimePassed', data: { at } }, at));
    }
  };

  return {
    apply(event) {
      advanceTo(Date.parse(event.recordedAt));
      give(event);
      for (const [deviceId, value] of valuesOf(rule, event)) tally.see(deviceId, value);
    },
    advanceTo,
    alarms: (end) => tally.alarms(end),
  };
};

/** Whether the rule considers data with these flags. */
const isSeen = (rule: AlarmRule, flags: readonly QualityFlag[] | undefined): boolean =>
  effectOfAll(flags, rule.condition.kind, isSafetyCritical(rule)) !== 'suppressed';

/** Values of the rule's subject that count, for the peak of an alarm. */
const valuesOf = (rule: AlarmRule, event: RecordedInput): readonly (readonly [string, number])[] => {
  const { condition } = rule;
  if (event.type === 'ReadingsRecorded' && 'indicator' in condition && condition.indicator !== null) {
    const { deviceId, values, quality, resent } = event.data;
    const sent = values[condition.indicator];
    if (sent === undefined || resent === true) return [];
    if (!isSeen(rule, quality?.['*']) || !isSeen(rule, quality?.[condition.indicator])) return [];
    return [[deviceId, typeof sent === 'number' ? sent : sent.value]];
  }
  if (event.type === 'DetectionRecorded' && condition.kind === 'detection') {
    const { deviceId, type, confidence, quality } = event.data;
    return type === condition.type && isSeen(rule, quality?.['*']) ? [[deviceId, confidence]] : [];
  }
  if (event.type === 'IndexComputed' && condition.kind === 'index') {
    const { deviceId, kind, period, value } = event.data;
    return kind === condition.index && period === condition.period && value !== null
      ? [[deviceId, value]]
      : [];
  }
  return [];
};

/** Why the rule ignores a record: late or resent, or doubtful; null: it counts. */
export const skipReason = (rule: AlarmRule, record: PlayedRecord): 'late' | 'doubtful' | null => {
  if (record.type === 'IndexComputed') return null;
  const { quality, resent } = record.data as ReadingsRecorded['data'];
  if (resent === true) return 'late';
  if (quality === undefined) return null;
  const flags = ['*', ...watchedIndicators(rule)].flatMap((indicator) => quality[indicator] ?? []);
  if (isSeen(rule, flags)) return null;
  return flags.includes('historical') ? 'late' : 'doubtful';
};
