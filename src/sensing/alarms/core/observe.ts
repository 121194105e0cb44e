import type { ReadingValue } from '../../../../devices/reading-value.ts';
import type { RecordedEvent } from '../../../event-store/event-store.ts';
import type { DetectionRecorded, IndexComputed, Quality, ReadingsRecorded } from '../../events.ts';
import { type AlarmEffect, effectOfAll, stricter } from '../../quality/alarm-effects.ts';
import { spotOf } from '../../spot.ts';
import { groupOf } from '../alarm-id.ts';
import { observeRecord, type ValueFor } from '../condition-step.ts';
import { type DetectionState, observeDetection } from '../conditions/detection.ts';
import { type IndexState, observeIndex } from '../conditions/index-level.ts';
import type { ConditionStep, Moment } from '../conditions/signal.ts';
import { observeSpatial } from '../conditions/spatial.ts';
import type { ArmedRule, DeviceRules } from '../rule-book.ts';
import { type ConditionState, QUIET, type RuleState } from '../rule-state.ts';
import { silencedUntil } from '../silences.ts';
import { type EngineContext, takeSignal, type Watching } from './engine-context.ts';
import { keyOfTrack, stateOf } from './tracks.ts';
import type { DeviceUnit } from './units.ts';

const numberOf = (sent: ReadingValue): number => (typeof sent === 'number' ? sent : sent.value);

const NO_VALUE: ValueFor = () => undefined;

/** What a rule makes of a value of a record, and of a whole record (`*`). */
const effectOn = (quality: Quality | undefined, indicator: string, armed: ArmedRule): AlarmEffect => {
  if (quality === undefined) return 'counts';
  const { kind } = armed.rule.condition;
  const ofRecord = effectOfAll(quality['*'], kind, armed.isSafetyCritical);
  return indicator === '*'
    ? ofRecord
    : stricter(ofRecord, effectOfAll(quality[indicator], kind, armed.isSafetyCritical));
};

/**
 * When an observation counts for a rule: by the device's time, or by the receipt's where that is not believed. A detection is no part
 * of a series, and nothing is too old for a rule that is safety-critical: both take what arrives for no older than what they know, so
 * that a clock which was put back hides no fire.
 */
const momentOf = (
  moment: Moment,
  effect: AlarmEffect,
  unit: DeviceUnit,
  armed: ArmedRule,
  key = armed.rule.ruleId,
): Moment => {
  const at = effect === 'atReceipt' ? moment.seen : moment.at;
  if (!armed.isSafetyCritical && armed.rule.condition.kind !== 'detection')
    return at === moment.at ? moment : { ...moment, at };
  const known = unit.states.get(key)?.condition;
  const last = known !== undefined && 'lastAt' in known ? known.lastAt : at;
  return last <= at && at === moment.at ? moment : { ...moment, at: Math.max(at, last) };
};

/**
 * A record of values. What a rule makes of doubtful, late and test ones stands in `alarm-effects.ts`; what was sent again raises nothing;
 * that it came is worth knowing all the same.
 */
export const observeReadings = (
  context: EngineContext,
  event: RecordedEvent<ReadingsRecorded>,
  seen: number,
): void => {
  const { deviceId, observedAt, values, quality, resent } = event.data;
  const unit = context.memory.devices.get(deviceId);
  if (unit === undefined) return;
  const rules = context.memory.book.rulesOf(unit.device.modelId, deviceId);
  if (rules.noData.length > 0)
    arrive(context, unit, rules, (indicator) => indicator in values, seen, event.id);
  const { byIndicator, composite } = rules;
  if (byIndicator.size === 0 && composite.length === 0) return;
  if (resent === true) return;
  const moment = { at: Date.parse(observedAt), seen };
  for (const indicator in values) {
    const armedRules = byIndicator.get(indicator);
    if (armedRules === undefined) continue;
    const value = numberOf(values[indicator]!);
    for (const armed of armedRules) {
      const effect = effectOn(quality, indicator, armed);
      if (effect === 'suppressed') continue;
      const { condition } = armed.rule;
      if (condition.kind === 'spatial') {
        observeInGroup(context, unit, armed, moment, value, event.id);
        continue;
      }
      const when = momentOf(moment, effect, unit, armed);
      observe(context, watchingDevice(unit, armed), when, event.id, (state) =>
        observeRecord(condition, state, when, value, NO_VALUE),
      );
    }
  }
  for (const armed of composite) {
    const { condition } = armed.rule;
    if (condition.kind !== 'composite') continue;
    const effectFor = (indicator: string): AlarmEffect =>
      values[indicator] === undefined ? 'suppressed' : effectOn(quality, indicator, armed);
    const effects = condition.parts
      .map(({ indicator }) => effectFor(indicator))
      .filter((effect) => effect !== 'suppressed');
    if (effects.length === 0) continue;
    const when = momentOf(moment, effects.reduce<AlarmEffect>(stricter, 'counts'), unit, armed);
    const valueFor: ValueFor = (indicator) =>
      effectFor(indicator) === 'suppressed' ? undefined : numberOf(values[indicator]!);
    observe(context, watchingDevice(unit, armed), when, event.id, (state) =>
      observeRecord(condition, state, when, 0, valueFor),
    );
  }
};

export const observeDetections = (
  context: EngineContext,
  event: RecordedEvent<DetectionRecorded>,
  seen: number,
): void => {
  const { deviceId, observedAt, type, confidence, quality, track } = event.data;
  const unit = context.memory.devices.get(deviceId);
  if (unit === undefined) return;
  const rules = context.memory.book.rulesOf(unit.device.modelId, deviceId);
  if (rules.noData.length > 0) arrive(context, unit, rules, () => false, seen, event.id);
  const moment = { at: Date.parse(observedAt), seen };
  for (const armed of rules.byDetection.get(type) ?? []) {
    const { condition } = armed.rule;
    if (condition.kind !== 'detection') continue;
    const effect = effectOn(quality, '*', armed);
    if (effect === 'suppressed') continue;
    const key = condition.eachTrack === true ? keyOfTrack(unit, armed, track, seen) : armed.rule.ruleId;
    const when = momentOf(moment, effect, unit, armed, key);
    observe(
      context,
      { unit, armed, device: unit.device, key, spot: spotOf(event.data) },
      when,
      event.id,
      (state) => observeDetection(condition, state as DetectionState | undefined, when, confidence),
    );
  }
};

export const observeIndices = (
  context: EngineContext,
  event: RecordedEvent<IndexComputed>,
  seen: number,
): void => {
  const { deviceId, kind, period, to } = event.data;
  const unit = context.memory.devices.get(deviceId);
  if (unit === undefined) return;
  const rules = context.memory.book.rulesOf(unit.device.modelId, deviceId);
  const moment = { at: Date.parse(to), seen };
  for (const armed of rules.byIndex.get(`${kind}.${period}`) ?? []) {
    const { condition } = armed.rule;
    if (condition.kind !== 'index') continue;
    observe(context, watchingDevice(unit, armed), moment, event.id, (state) =>
      observeIndex(condition, state as IndexState | undefined, event.data, seen),
    );
  }
};

const withCondition = (state: RuleState, condition: ConditionState | undefined): RuleState => {
  if (condition !== undefined) return { ...state, condition };
  const { condition: _, ...rest } = state;
  return rest;
};

const watchingDevice = (unit: DeviceUnit, armed: ArmedRule) => ({
  unit,
  armed,
  device: unit.device,
  key: armed.rule.ruleId,
});

const observe = (
  context: EngineContext,
  watching: Watching & { readonly unit: DeviceUnit },
  moment: Moment,
  causationId: string,
  step: (state: ConditionState | undefined) => ConditionStep<ConditionState | undefined>,
): void => {
  const before = stateOf(watching.unit, watching.key);
  const { state: condition, signal } = step(before.condition);
  const state = condition === before.condition ? before : withCondition(before, condition);
  takeSignal(context, watching, before, state, signal, moment, causationId);
};

/** By the server's time: the clocks of the group's devices differ. */
const observeInGroup = (
  context: EngineContext,
  { device }: DeviceUnit,
  armed: ArmedRule,
  { seen }: Moment,
  value: number,
  causationId: string,
): void => {
  const { rule } = armed;
  const code = groupOf(rule, device);
  if (rule.condition.kind !== 'spatial' || code === null) return;
  const { memory } = context;
  const unit = memory.group(rule.ruleId, code);
  const { deviceId } = device;
  const signal = observeSpatial(
    rule.condition,
    unit.devices,
    seen,
    deviceId,
    value,
    () => silencedUntil(memory.silences.values(), { device, ruleId: rule.ruleId }, seen) === undefined,
  );
  memory.touch(unit);
  const state = unit.states.get(rule.ruleId) ?? QUIET;
  const watching = { unit, armed, device, key: rule.ruleId };
  takeSignal(context, watching, state, state, signal, { at: seen, seen }, causationId);
};

/** Something came: whatever it is, the device speaks. */
const arrive = (
  context: EngineContext,
  unit: DeviceUnit,
  { noData }: DeviceRules,
  has: (indicator: string) => boolean,
  seen: number,
  causationId: string,
): void => {
  unit.seen = seen;
  context.memory.touch(unit);
  for (const armed of noData) {
    const { condition } = armed.rule;
    if (condition.kind !== 'noData') continue;
    if (condition.indicator !== null) {
      if (!has(condition.indicator)) continue;
      unit.seenOf ??= new Map();
      unit.seenOf.set(condition.indicator, seen);
    }
    const before = unit.states.get(armed.rule.ruleId);
    if (before === undefined || (before.raised === undefined && before.condition === undefined)) continue;
    const state = withCondition(before, undefined);
    const signal = { holds: false, value: null } as const;
    takeSignal(context, watchingDevice(unit, armed), before, state, signal, { at: seen, seen }, causationId);
  }
};
