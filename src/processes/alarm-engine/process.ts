import { schemaVersionOf } from '../../event-catalogue.ts';
import type { AppendRequest, DomainEvent, EventStore, NewEvent } from '../../event-store/event-store.ts';
import { derivedId } from '../../platform/ids.ts';
import type { Projection } from '../../projection.ts';
import type { Recorded } from '../../projection-engine/row-projection.ts';
import type {
  AlarmCleared,
  AlarmRaised,
  AlarmRule,
  AlarmRulePublished,
  AlarmRuleRetired,
  DetectionRecorded,
  DeviceModelPublished,
  DeviceRegistered,
  DeviceRetired,
  ReadingsRecorded,
} from '../../sensing/events.ts';
import {
  alarmIdOf,
  alarmStream,
  caseKeyOf,
  evaluateRule,
  expireDetection,
  type RuleOutcome,
  subjectOf,
  suppressesAlarm,
} from '../../sensing/index.ts';
import { ALARM_ENGINE } from '../names.ts';
import { type AlarmMemory, loadAlarmMemory } from './memory.ts';

type Handled =
  | ReadingsRecorded
  | DetectionRecorded
  | DeviceRegistered
  | DeviceRetired
  | DeviceModelPublished
  | AlarmRulePublished
  | AlarmRuleRetired;

const ACTOR = 'process:alarm-engine';

/**
 * Evaluates the alarm rules over what devices say. Its memory is written with its checkpoint, and the alarms it raises
 * have ids that follow from rule, device and start: after a crash the same events lead to the same appends, which the
 * store then knows already.
 */
export const createAlarmEngine = (store: EventStore): Projection => {
  let memory: AlarmMemory | undefined;

  return {
    name: ALARM_ENGINE,
    tables: ['alarm_engine_memory'],
    handles: new Set<Handled['type']>([
      'ReadingsRecorded',
      'DetectionRecorded',
      'DeviceRegistered',
      'DeviceRetired',
      'DeviceModelPublished',
      'AlarmRulePublished',
      'AlarmRuleRetired',
    ]),
    minIntervalMs: 100,
    async load(sql) {
      memory = await loadAlarmMemory(sql);
    },
    async project(batch, sql) {
      memory ??= await loadAlarmMemory(sql);
      const requests: AppendRequest[] = [];
      for (const event of batch as unknown as readonly Recorded<Handled>[]) step(memory, event, requests);
      if (requests.length > 0) await store.appendMany(requests);
      await memory.save(sql);
    },
  };
};

const step = (memory: AlarmMemory, event: Recorded<Handled>, requests: AppendRequest[]): void => {
  switch (event.type) {
    case 'ReadingsRecorded':
      observeReadings(memory, event, requests);
      break;
    case 'DetectionRecorded':
      observeDetection(memory, event, requests);
      break;
    case 'DeviceRegistered':
      memory.rememberDevice(event.data);
      break;
    case 'DeviceRetired':
      endAll(
        memory,
        (_ruleId, deviceId) => deviceId === event.data.deviceId,
        event,
        'deviceRetired',
        requests,
      );
      memory.forgetDevice(event.data.deviceId);
      break;
    case 'DeviceModelPublished':
      memory.rememberModel(event.data);
      break;
    case 'AlarmRulePublished':
      // A new version starts afresh: what the old one had raised ends with it.
      endAll(memory, (ruleId) => ruleId === event.data.ruleId, event, 'ruleRetired', requests);
      memory.rememberRule(event.data);
      break;
    case 'AlarmRuleRetired':
      endAll(memory, (ruleId) => ruleId === event.data.ruleId, event, 'ruleRetired', requests);
      memory.forgetRule(event.data.ruleId);
      break;
    default:
      event satisfies never;
  }
};

const observeReadings = (
  memory: AlarmMemory,
  event: Recorded<ReadingsRecorded>,
  requests: AppendRequest[],
): void => {
  const { deviceId, observedAt, values, quality, resent } = event.data;
  // History that a device sends again after an outage alarms nobody now.
  if (resent === true || suppressesAlarm(quality?.['*'])) return;
  const { byIndicator } = memory.book.rulesOf(deviceId);
  if (byIndicator.size === 0) return;
  for (const indicator of Object.keys(values)) {
    const rules = byIndicator.get(indicator);
    if (rules === undefined || suppressesAlarm(quality?.[indicator])) continue;
    const sent = values[indicator]!;
    const value = typeof sent === 'number' ? sent : sent.value;
    for (const rule of rules) evaluate(memory, rule, deviceId, { observedAt, value }, event, requests);
  }
};

const observeDetection = (
  memory: AlarmMemory,
  event: Recorded<DetectionRecorded>,
  requests: AppendRequest[],
): void => {
  const { deviceId, observedAt, type, confidence, quality } = event.data;
  if (quality !== undefined) return;
  const { byDetection } = memory.book.rulesOf(deviceId);
  for (const rules of byDetection.values()) {
    for (const rule of rules) {
      // Whatever the camera reports now tells how long it has not seen the other things.
      const state = memory.state(rule.ruleId, deviceId);
      const expired = expireDetection(rule.condition, state, observedAt);
      if (expired.outcome !== undefined) {
        memory.setState(rule.ruleId, deviceId, expired.state);
        requests.push(outcomeRequest(memory, rule, deviceId, expired.outcome, event));
      }
    }
  }
  for (const rule of byDetection.get(type) ?? []) {
    evaluate(memory, rule, deviceId, { observedAt, value: confidence }, event, requests);
  }
};

const evaluate = (
  memory: AlarmMemory,
  rule: AlarmRule,
  deviceId: string,
  observation: { observedAt: string; value: number },
  event: Recorded<Handled>,
  requests: AppendRequest[],
): void => {
  const before = memory.state(rule.ruleId, deviceId);
  const { state, outcome } = evaluateRule(rule.condition, before, observation);
  if (state !== before) memory.setState(rule.ruleId, deviceId, state);
  if (outcome !== undefined) requests.push(outcomeRequest(memory, rule, deviceId, outcome, event));
};

const outcomeRequest = (
  memory: AlarmMemory,
  rule: AlarmRule,
  deviceId: string,
  outcome: RuleOutcome,
  cause: Recorded<Handled>,
): AppendRequest => {
  const alarmId = alarmIdOf(rule, deviceId, outcome.since);
  if (outcome.kind === 'clear') {
    const { value, observedAt } = outcome;
    return clearRequest(
      { alarmId, value, observedAt, cause: value === null ? 'expired' : 'recovered' },
      cause.id,
    );
  }
  const device = memory.book.device(deviceId)!;
  const { condition } = rule;
  const data: AlarmRaised['data'] = {
    alarmId,
    ruleId: rule.ruleId,
    ruleVersion: rule.ruleVersion,
    ruleName: rule.name,
    deviceId,
    deviceName: device.name,
    subject: subjectOf(rule),
    severity: rule.severity,
    value: outcome.value,
    threshold:
      condition.kind === 'threshold'
        ? condition.raiseAt
        : condition.kind === 'detection'
          ? condition.minConfidence
          : 0,
    unit: memory.unitOf(device.modelId, subjectOf(rule)),
    since: outcome.since,
    observedAt: outcome.observedAt,
    divisionCode: device.divisionCode,
    gridCode: device.gridCode,
    location: device.location,
    caseKey: caseKeyOf(rule, device),
    matterCode: rule.matterCode,
  };
  return request(alarmId, { type: 'AlarmRaised', data }, 'raised', cause.id);
};

const clearRequest = (data: AlarmCleared['data'], causeId: string): AppendRequest =>
  request(data.alarmId, { type: 'AlarmCleared', data }, 'cleared', causeId);

/** One event per alarm and turn: its id says so, and its content follows from the log. */
const request = (alarmId: string, event: DomainEvent, turn: string, causationId: string): AppendRequest => {
  const id = derivedId('alarm', alarmId, turn);
  const fresh: NewEvent = {
    id,
    ...event,
    schemaVersion: schemaVersionOf(event.type),
    meta: { actor: ACTOR, causationId },
    contentDigest: id,
  };
  return { stream: alarmStream(alarmId), expected: 'any', events: [fresh] };
};

/** Ends every raised alarm that matches, and forgets where its rule stood. */
const endAll = (
  memory: AlarmMemory,
  matches: (ruleId: string, deviceId: string) => boolean,
  event: Recorded<Handled>,
  cause: AlarmCleared['data']['cause'],
  requests: AppendRequest[],
): void => {
  for (const [ruleId, deviceId, state] of memory.activeStates()) {
    if (state.phase !== 'raised' || !matches(ruleId, deviceId)) continue;
    const rule = memory.book.rule(ruleId);
    if (rule === undefined) continue;
    const alarmId = alarmIdOf(rule, deviceId, state.since);
    requests.push(clearRequest({ alarmId, value: null, observedAt: event.recordedAt, cause }, event.id));
    memory.setState(ruleId, deviceId, { phase: 'quiet' });
  }
};
