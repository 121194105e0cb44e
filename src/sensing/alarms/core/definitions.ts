import type { DeviceRegistered } from '../../events.ts';
import { forget } from '../conditions/spatial.ts';
import type { AlarmCleared, AlarmPolicy, AlarmRule, Severity } from '../events.ts';
import { clear } from '../latch.ts';
import type { RaisedAlarm } from '../rule-state.ts';
import { isMoreSerious } from '../severity.ts';
import type { Silence } from '../silences.ts';
import { clearedEmission } from './emissions.ts';
import type { EngineContext } from './engine-context.ts';
import type { CoreMemory } from './memory.ts';
import { dueOf } from './time.ts';
import { ruleIdOf, statesInOrder } from './units.ts';

const DAY_MS = 86_400_000;

export const defineDevice = (context: EngineContext, device: DeviceRegistered['data'], now: number): void => {
  const unit = context.memory.setDevice(device, now);
  context.timers.schedule(unit, dueOf(context.memory, unit, now));
};

/**
 * Another name or place: what is raised from now on has it, what has been raised keeps what it was raised with. Where a spatial rule
 * counts a device follows its place.
 */
export const changeDevice = (
  { memory }: EngineContext,
  changed: { readonly deviceId: string } & Partial<DeviceRegistered['data']>,
): void => {
  const unit = memory.devices.get(changed.deviceId);
  if (unit === undefined) return;
  if (changed.location !== undefined) forgetInGroups(memory, changed.deviceId);
  memory.setDevice({ ...unit.device, ...changed }, unit.registeredAt);
};

const forgetInGroups = (memory: CoreMemory, deviceId: string): void => {
  for (const group of memory.groups.values()) {
    if (!group.devices.members.has(deviceId)) continue;
    forget(group.devices, deviceId);
    memory.touch(group);
  }
};

export const retireDevice = (
  context: EngineContext,
  deviceId: string,
  now: number,
  causationId: string,
): void => {
  const { memory, active } = context;
  const unit = memory.devices.get(deviceId);
  if (unit === undefined) return;
  for (const [, state] of statesInOrder(unit.states))
    if (state.raised !== undefined) end(context, state.raised, now, 'deviceRetired', causationId);
  forgetInGroups(memory, deviceId);
  for (const [alarmId, { unit: of }] of active) if (of === unit) active.delete(alarmId);
  memory.removeDevice(deviceId);
};

/** A new version starts afresh: what the old one had raised ends with it. */
export const publishRule = (
  context: EngineContext,
  rule: AlarmRule,
  now: number,
  causationId: string,
): void => {
  const { memory, timers } = context;
  endRule(context, rule.ruleId, now, causationId);
  memory.setRule(rule, now);
  if (rule.condition.kind !== 'noData') return;
  for (const unit of memory.devices.values())
    if (unit.device.modelId === rule.modelId) timers.schedule(unit, dueOf(memory, unit, now));
};

export const retireRule = (
  context: EngineContext,
  ruleId: string,
  now: number,
  causationId: string,
): void => {
  endRule(context, ruleId, now, causationId);
  context.memory.removeRule(ruleId);
};

const endRule = (context: EngineContext, ruleId: string, now: number, causationId: string): void => {
  const { memory, active } = context;
  const before = memory.book.rule(ruleId);
  if (before === undefined) return;
  for (const [, { unit, key }] of [...active].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const raised = unit.states.get(key)?.raised;
    if (ruleIdOf(key) === ruleId && raised !== undefined)
      end(context, raised, now, 'ruleRetired', causationId);
  }
  for (const unit of memory.devices.values()) {
    if (unit.device.modelId !== before.rule.modelId) continue;
    for (const key of unit.states.keys()) {
      if (ruleIdOf(key) !== ruleId) continue;
      unit.states.delete(key);
      memory.touch(unit);
    }
  }
  for (const [key, unit] of memory.groups) if (unit.ruleId === ruleId) memory.removeGroup(key);
};

const end = (
  { active, emissions }: EngineContext,
  alarm: RaisedAlarm,
  at: number,
  cause: AlarmCleared['data']['cause'],
  causationId: string,
): void => {
  const { outcome } = clear({ raised: alarm }, alarm, at, null, cause);
  active.delete(alarm.alarmId);
  if (outcome?.kind === 'clear') emissions.push(clearedEmission(alarm.alarmId, outcome, causationId));
};

/** What ended more than a day ago is forgotten: nothing that counts for alarms is observed as late as that. */
export const defineSilence = (
  context: EngineContext,
  silenceId: string,
  silence: Silence,
  now: number,
): void => {
  const { memory } = context;
  for (const [id, { to }] of memory.silences) if (to < now - DAY_MS) memory.removeSilence(id);
  memory.setSilence(silenceId, silence);
};

export const endSilence = (context: EngineContext, silenceId: string, at: number, now: number): void => {
  const { memory, timers, active } = context;
  const silence = memory.silences.get(silenceId);
  if (silence === undefined) return;
  memory.setSilence(silenceId, { ...silence, to: Math.min(silence.to, at) });
  // Whoever waited for its end waits no longer.
  for (const unit of memory.devices.values()) {
    for (const { rule } of memory.book.rulesOf(unit.device.modelId, unit.key).noData) {
      const state = unit.states.get(rule.ruleId);
      if (state?.condition === undefined || !('notBefore' in state.condition)) continue;
      if (state.condition.notBefore !== silence.to) continue;
      const { condition: _, ...rest } = state;
      unit.states.set(rule.ruleId, rest);
      memory.touch(unit);
      timers.schedule(unit, dueOf(memory, unit, now));
    }
  }
  for (const { unit } of active.values()) timers.schedule(unit, dueOf(memory, unit, now));
};

export const setPolicy = ({ memory, timers }: EngineContext, policy: AlarmPolicy, now: number): void => {
  memory.setPolicy(policy);
  for (const county of memory.counties.values()) timers.schedule(county, dueOf(memory, county, now));
};

/** What a person did to a raised alarm. */
export const changeAlarm = (
  { memory, active }: EngineContext,
  alarmId: string,
  change: { readonly acknowledged: true } | { readonly severity: Severity },
): void => {
  const found = active.get(alarmId);
  const state = found?.unit.states.get(found.key);
  if (found === undefined || state?.raised === undefined) return;
  if ('severity' in change && !isMoreSerious(change.severity, state.raised.severity)) return;
  found.unit.states.set(found.key, { ...state, raised: { ...state.raised, ...change } });
  memory.touch(found.unit);
};
