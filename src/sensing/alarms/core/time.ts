import { type DetectionState, detectionExpiry, expireDetection } from '../conditions/detection.ts';
import { noDataDue, noDataSignal } from '../conditions/no-data.ts';
import { judge, nextExpiry } from '../conditions/spatial.ts';
import { clear, latch, latchDue, passTime } from '../latch.ts';
import type { ArmedRule } from '../rule-book.ts';
import { type NoDataState, QUIET, type RuleState } from '../rule-state.ts';
import { nextChange } from '../schedule.ts';
import { stormEnd } from '../storm.ts';
import { stormEmission } from './emissions.ts';
import { type EngineContext, surroundingsOf, takeSignal, takeStep, type Watching } from './engine-context.ts';
import type { CoreMemory } from './memory.ts';
import {
  type CountyUnit,
  type DeviceUnit,
  type GroupUnit,
  ruleIdOf,
  statesInOrder,
  type Unit,
} from './units.ts';

/** Said already, and cleared by itself: nothing more is said until something comes. In ms, far beyond any date of ours. */
const NOT_AGAIN = 8.64e15;

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);

/** What came last as far as a rule of no data may know: it, the device and the server were not there before. */
const lastOf = (memory: CoreMemory, unit: DeviceUnit, { rule, publishedAt }: ArmedRule): number => {
  const indicator = rule.condition.kind === 'noData' ? rule.condition.indicator : null;
  const came = indicator === null ? unit.seen : (unit.seenOf?.get(indicator) ?? 0);
  return Math.max(came, publishedAt, unit.registeredAt, memory.resumedAt());
};

const notBefore = (state: RuleState | undefined): number =>
  (state?.condition as NoDataState | undefined)?.notBefore ?? 0;

/** When time alone may change where a rule stands; ms of the server's time. */
export const dueOfRule = (
  memory: CoreMemory,
  unit: DeviceUnit | GroupUnit,
  armed: ArmedRule,
  key: string,
  now: number,
): number | undefined => {
  const { rule } = armed;
  const { condition } = rule;
  const state = unit.states.get(key);
  if (condition.kind === 'noData' && unit.kind === 'device' && state?.raised === undefined)
    return Math.max(noDataDue(condition, lastOf(memory, unit, armed)), notBefore(state));
  let due =
    condition.kind === 'detection'
      ? detectionExpiry(condition, state?.condition as DetectionState | undefined)
      : undefined;
  if (state?.raised === undefined) return due;
  if (condition.kind === 'spatial' && unit.kind === 'group') due = nextExpiry(condition, unit.devices);
  const device = unit.kind === 'device' ? unit.device : deviceOf(memory, unit);
  if (device === undefined) return due;
  const { silencedUntil } = surroundingsOf({ memory }, { unit, armed, device, key });
  return earlier(due, latchDue(rule, state.raised, now, { silencedUntil }));
};

/** A device that is beyond the level, or any that spoke: it gives a group's alarm its place. */
const deviceOf = (memory: CoreMemory, { devices }: GroupUnit): Watching['device'] | undefined => {
  let any: Watching['device'] | undefined;
  for (const [deviceId, { on }] of devices.members) {
    const device = memory.devices.get(deviceId)?.device;
    if (on && device !== undefined) return device;
    any ??= device;
  }
  return any;
};

export const dueOf = (memory: CoreMemory, unit: Unit, now: number): number | undefined => {
  if (unit.kind === 'county') {
    const policy = memory.policy();
    return policy === undefined ? undefined : stormEnd(policy.storm, unit.state);
  }
  // Retired, or of a rule that is no more: its place in the timers is all that is left.
  const known = unit.kind === 'device' ? memory.devices.get(unit.key) : memory.groups.get(unit.key);
  if (known !== unit) return undefined;
  let due: number | undefined;
  if (unit.kind === 'device')
    for (const armed of memory.book.rulesOf(unit.device.modelId, unit.key).noData)
      due = earlier(due, dueOfRule(memory, unit, armed, armed.rule.ruleId, now));
  for (const [key, { raised }] of unit.states) {
    const armed = memory.book.rule(ruleIdOf(key));
    if (armed !== undefined && (armed.rule.condition.kind !== 'noData' || raised !== undefined))
      due = earlier(due, dueOfRule(memory, unit, armed, key, now));
  }
  return due;
};

/** What time does to a unit that something is due for. */
export const passTimeOf = (context: EngineContext, unit: Unit, now: number, causationId: string): void => {
  if (unit.kind === 'county') endStorm(context, unit, now, causationId);
  else {
    for (const [key] of statesInOrder(unit.states)) {
      const armed = context.memory.book.rule(ruleIdOf(key));
      const device = unit.kind === 'device' ? unit.device : deviceOf(context.memory, unit);
      if (armed === undefined) continue;
      if (unit.kind === 'group') leaveGroup(context, unit, armed, device, now, causationId);
      if (device !== undefined) passRule(context, { unit, armed, device, key }, now, causationId);
    }
    if (unit.kind === 'device') overdue(context, unit, now, causationId);
  }
  context.timers.schedule(unit, dueOf(context.memory, unit, now));
};

const passRule = (context: EngineContext, watching: Watching, now: number, causationId: string): void => {
  const { unit, armed, key } = watching;
  const { rule } = armed;
  const before = unit.states.get(key);
  if (before === undefined) return;
  const { condition } = rule;
  if (condition.kind === 'detection') {
    const detected = before.condition as DetectionState | undefined;
    const expiry = detectionExpiry(condition, detected);
    if (expiry !== undefined && now >= expiry) {
      const state = { ...before, condition: expireDetection(detected!) };
      const step = state.raised ? clear(state, state.raised, now, null, 'expired') : { state };
      takeStep(context, watching, before, step, now, causationId);
      return;
    }
  }
  const step = passTime(rule, before, now, surroundingsOf(context, watching));
  const expired = step.outcome?.kind === 'clear' && step.outcome.cause === 'expired';
  const state =
    condition.kind === 'noData' && expired
      ? { ...step.state, condition: { notBefore: NOT_AGAIN } }
      : step.state;
  takeStep(context, watching, before, { ...step, state }, now, causationId);
};

/** Devices of which nothing came for too long. */
const overdue = (context: EngineContext, unit: DeviceUnit, now: number, causationId: string): void => {
  const { memory } = context;
  for (const armed of memory.book.rulesOf(unit.device.modelId, unit.key).noData) {
    const { rule } = armed;
    const before = unit.states.get(rule.ruleId);
    if (rule.condition.kind !== 'noData' || before?.raised !== undefined || now < notBefore(before)) continue;
    const signal = noDataSignal(rule.condition, lastOf(memory, unit, armed), now);
    if (!signal.holds) continue;
    const watching = { unit, armed, device: unit.device, key: rule.ruleId };
    const surroundings = surroundingsOf(context, watching);
    const step = latch(rule, before ?? QUIET, signal, { at: now, seen: now }, surroundings);
    if (step.outcome !== undefined) {
      takeStep(context, watching, before, step, now, causationId);
      continue;
    }
    const until = surroundings.silencedUntil(now) ?? nextChange(rule.schedule, now) ?? NOT_AGAIN;
    takeStep(
      context,
      watching,
      before,
      { state: { ...step.state, condition: { notBefore: until } } },
      now,
      causationId,
    );
  }
};

/** Who spoke too long ago counts no more in a group with an alarm. */
const leaveGroup = (
  context: EngineContext,
  unit: GroupUnit,
  armed: ArmedRule,
  device: Watching['device'] | undefined,
  now: number,
  causationId: string,
): void => {
  const { condition, ruleId } = armed.rule;
  const state = unit.states.get(ruleId);
  if (condition.kind !== 'spatial' || state?.raised === undefined) return;
  const signal = judge(condition, unit.devices, now);
  context.memory.touch(unit);
  if (signal.holds) return;
  const last = device ?? context.memory.devices.values().next().value?.device;
  if (last !== undefined)
    takeSignal(
      context,
      { unit, armed, device: last, key: ruleId },
      state,
      state,
      signal,
      { at: now, seen: now },
      causationId,
    );
};

const endStorm = (
  { memory, emissions }: EngineContext,
  county: CountyUnit,
  now: number,
  causationId: string,
): void => {
  const { storm } = county.state;
  const policy = memory.policy();
  if (storm === null || policy === undefined || now < stormEnd(policy.storm, county.state)!) return;
  const { stormId, raised } = storm;
  const at = new Date(now).toISOString();
  county.state = { raises: [], storm: null };
  memory.touch(county);
  emissions.push(
    stormEmission(
      { type: 'AlarmStormEnded', data: { stormId, divisionCode: county.key, raised, at } },
      causationId,
    ),
  );
};
