import type { DomainEvent, RecordedEvent } from '../../../event-store/event-store.ts';
import type {
  DetectionRecorded,
  DeviceDepartmentChanged,
  DeviceModelPublished,
  DeviceMoved,
  DeviceRegistered,
  DeviceRenamed,
  DeviceRetired,
  IndexComputed,
  ReadingsRecorded,
} from '../../events.ts';
import type {
  AlarmAcknowledged,
  AlarmEscalated,
  AlarmPolicyPublished,
  AlarmRulePublished,
  AlarmRuleRetired,
  AlarmSilenceEvent,
  AlarmTimePassed,
} from '../events.ts';
import { silenceOf } from '../silences.ts';
import {
  changeAlarm,
  changeDevice,
  defineDevice,
  defineSilence,
  endSilence,
  publishRule,
  retireDevice,
  retireRule,
  setPolicy,
} from './definitions.ts';
import type { Emission } from './emissions.ts';
import type { EngineContext } from './engine-context.ts';
import { loadMemory, type MemoryChanges, type MemoryRow } from './memory.ts';
import { observeDetections, observeIndices, observeReadings } from './observe.ts';
import { dueOf, dueOfRule, passTimeOf } from './time.ts';
import { createTimers } from './timers.ts';
import { inOrder, type Unit } from './units.ts';

/** Everything that the engine goes by. */
export type AlarmInput =
  | ReadingsRecorded
  | DetectionRecorded
  | IndexComputed
  | DeviceRegistered
  | DeviceRenamed
  | DeviceMoved
  | DeviceDepartmentChanged
  | DeviceRetired
  | DeviceModelPublished
  | AlarmRulePublished
  | AlarmRuleRetired
  | AlarmSilenceEvent
  | AlarmPolicyPublished
  | AlarmAcknowledged
  | AlarmEscalated
  | AlarmTimePassed;

type Recorded<E extends DomainEvent> = E extends DomainEvent ? RecordedEvent<E> : never;
export type RecordedInput = Recorded<AlarmInput>;

export const ALARM_INPUTS: ReadonlySet<string> = new Set<AlarmInput['type']>([
  'ReadingsRecorded',
  'DetectionRecorded',
  'IndexComputed',
  'DeviceRegistered',
  'DeviceRenamed',
  'DeviceMoved',
  'DeviceDepartmentChanged',
  'DeviceRetired',
  'DeviceModelPublished',
  'AlarmRulePublished',
  'AlarmRuleRetired',
  'AlarmSilenceDefined',
  'AlarmSilenceEnded',
  'AlarmPolicyPublished',
  'AlarmAcknowledged',
  'AlarmEscalated',
  'AlarmTimePassed',
]);

/**
 * The alarm engine without I/O: given the events of the log in their order, says which alarms follow. The same events give the
 * same alarms, in whatever batches they come and from whatever memory they are gone on with.
 */
export interface AlarmEngineCore {
  apply(event: RecordedInput): void;
  /** What followed since the last time. */
  takeEmissions(): Emission[];
  /** Whether time alone would do something at `now` (ms): then an `AlarmTimePassed` belongs into the log. */
  isDue(now: number): boolean;
  /** What is to be kept of the memory that changed since the last time. */
  takeChanges(): MemoryChanges;
}

export const createAlarmEngineCore = (rows: Iterable<MemoryRow> = []): AlarmEngineCore => {
  const memory = loadMemory(rows);
  const timers = createTimers<Unit>((unit, now) => dueOf(memory, unit, now));
  const context: EngineContext = {
    memory,
    timers,
    active: new Map(),
    emissions: [],
    dueOfRule: (unit, armed, key, now) => dueOfRule(memory, unit, armed, key, now),
  };
  for (const unit of [...memory.devices.values(), ...memory.groups.values()]) {
    for (const [key, { raised }] of unit.states)
      if (raised !== undefined) context.active.set(raised.alarmId, { unit, key });
    timers.schedule(unit, dueOf(memory, unit, 0));
  }
  for (const county of memory.counties.values()) timers.schedule(county, dueOf(memory, county, 0));

  /** Many events are recorded at one time. */
  let last = { text: '', ms: 0 };
  const recordedAt = (text: string): number => {
    if (text !== last.text) last = { text, ms: Date.parse(text) };
    return last.ms;
  };

  return {
    apply(event) {
      const seen = recordedAt(event.recordedAt);
      switch (event.type) {
        case 'ReadingsRecorded':
          return observeReadings(context, event, seen);
        case 'DetectionRecorded':
          return observeDetections(context, event, seen);
        case 'IndexComputed':
          return observeIndices(context, event, seen);
        case 'DeviceRegistered':
          return defineDevice(context, event.data, seen);
        case 'DeviceRenamed':
        case 'DeviceMoved':
        case 'DeviceDepartmentChanged':
          return changeDevice(context, event.data);
        case 'DeviceRetired':
          return retireDevice(context, event.data.deviceId, seen, event.id);
        case 'DeviceModelPublished':
          return memory.setModel(event.data);
        case 'AlarmRulePublished':
          return publishRule(context, event.data, seen, event.id);
        case 'AlarmRuleRetired':
          return retireRule(context, event.data.ruleId, seen, event.id);
        case 'AlarmSilenceDefined':
          return defineSilence(context, event.data.silenceId, silenceOf(event.data), seen);
        case 'AlarmSilenceEnded':
          return endSilence(context, event.data.silenceId, Date.parse(event.data.at), seen);
        case 'AlarmPolicyPublished':
          return setPolicy(context, event.data, seen);
        case 'AlarmAcknowledged':
          return changeAlarm(context, event.data.alarmId, { acknowledged: true });
        case 'AlarmEscalated':
          return changeAlarm(context, event.data.alarmId, { severity: event.data.severity });
        case 'AlarmTimePassed': {
          const now = Date.parse(event.data.at);
          if (event.data.resumed === true) memory.setResumedAt(now);
          for (const unit of inOrder(timers.takeDue(now))) passTimeOf(context, unit, now, event.id);
          return;
        }
        default:
          event satisfies never;
      }
    },
    takeEmissions: () => context.emissions.splice(0),
    isDue: (now) => timers.isDue(now),
    takeChanges: () => memory.takeChanges(),
  };
};
