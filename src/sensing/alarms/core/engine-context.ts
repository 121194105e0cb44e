import { derivedId } from '../../../platform/ids.ts';
import type { DeviceRegistered } from '../../events.ts';
import type { Spot } from '../../spot.ts';
import { alarmIdOf } from '../alarm-id.ts';
import type { Moment, Signal } from '../conditions/signal.ts';
import { devicesBeyond } from '../conditions/spatial.ts';
import { latch, type Surroundings } from '../latch.ts';
import type { ArmedRule } from '../rule-book.ts';
import type { RuleOutcome, RuleState, RuleStep } from '../rule-state.ts';
import { isMoreSerious } from '../severity.ts';
import { silencedUntil } from '../silences.ts';
import { countRaise, stormEnd } from '../storm.ts';
import {
  clearedEmission,
  type Emission,
  escalatedEmission,
  type InStorm,
  raisedAlarm,
  raisedEmission,
  stormEmission,
} from './emissions.ts';
import type { CoreMemory } from './memory.ts';
import type { Timers } from './timers.ts';
import { setState } from './tracks.ts';
import { type DeviceUnit, type GroupUnit, trackPart, type Unit } from './units.ts';

/** What the parts of the engine share. */
export interface EngineContext {
  readonly memory: CoreMemory;
  readonly timers: Timers<Unit>;
  /** Raised alarms and the states that they are raised in. */
  readonly active: Map<string, { readonly unit: DeviceUnit | GroupUnit; readonly key: string }>;
  readonly emissions: Emission[];
  /** When time alone may change where a rule stands, ms; undefined: never. */
  readonly dueOfRule: (
    unit: DeviceUnit | GroupUnit,
    armed: ArmedRule,
    key: string,
    now: number,
  ) => number | undefined;
}

/** The rule for what it watches: a device, or a group in which a device made the number full. */
export interface Watching {
  readonly unit: DeviceUnit | GroupUnit;
  readonly armed: ArmedRule;
  readonly device: DeviceRegistered['data'];
  /** Of the state: the rule, and the track where the rule keeps tracks apart. */
  readonly key: string;
  readonly spot?: Spot;
}

/** What an alarm is about: a device or a part of it, or a grid or division. */
const aboutOf = ({ unit, key }: Pick<Watching, 'unit' | 'key'>): string =>
  unit.kind === 'group' ? unit.group : unit.key + trackPart(key);

export const surroundingsOf = (
  { memory }: Pick<EngineContext, 'memory'>,
  { unit, armed, device, key }: Watching,
): Surroundings => {
  const { rule } = armed;
  return {
    // Of a group the devices that are silent do not count, and the others are not silent.
    silencedUntil: (at) =>
      unit.kind === 'group'
        ? undefined
        : silencedUntil(memory.silences.values(), { device, ruleId: rule.ruleId }, at),
    alarmIdOf: (since) => alarmIdOf(rule, aboutOf({ unit, key }), new Date(since).toISOString()),
  };
};

/** Keeps the state, and looks at it again when time may change it. */
export const keepState = (
  context: EngineContext,
  { unit, armed, key }: Watching,
  state: RuleState,
  now: number,
): void => {
  setState(unit, key, state);
  context.memory.touch(unit);
  context.timers.schedule(unit, context.dueOfRule(unit, armed, key, now));
};

/** What follows from a signal about a condition whose state was kept in `state` already; `before` is what the unit has. */
export const takeSignal = (
  context: EngineContext,
  watching: Watching,
  before: RuleState | undefined,
  state: RuleState,
  signal: Signal | undefined,
  moment: Moment,
  causationId: string,
): void => {
  // By far the most: nothing is raised, and nothing holds.
  if (signal === undefined || (!signal.holds && state.raised === undefined)) {
    if (state !== before) keepState(context, watching, state, moment.seen);
    return;
  }
  const step = latch(watching.armed.rule, state, signal, moment, surroundingsOf(context, watching));
  takeStep(context, watching, before, step, moment.seen, causationId);
};

/** Says what a step leads to, and keeps its state. */
export const takeStep = (
  context: EngineContext,
  watching: Watching,
  before: RuleState | undefined,
  step: RuleStep,
  now: number,
  causationId: string,
): void => {
  const { outcome } = step;
  let { state } = step;
  if (outcome?.kind === 'raise') state = raise(context, watching, state, outcome, causationId);
  else if (outcome?.kind === 'clear') {
    const { alarmId } = outcome.alarm;
    context.active.delete(alarmId);
    context.emissions.push(clearedEmission(alarmId, outcome, causationId));
  } else if (outcome?.kind === 'escalate') context.emissions.push(escalatedEmission(outcome, causationId));
  if (state !== before) keepState(context, watching, state, now);
};

const raise = (
  context: EngineContext,
  { unit, armed, device, key, spot }: Watching,
  state: RuleState,
  outcome: Extract<RuleOutcome, { kind: 'raise' }>,
  causationId: string,
): RuleState => {
  const raised = state.raised!;
  const storm = countInStorm(context, device, raised.alarmId, raised.severity, raised.raisedAt, causationId);
  const { condition } = armed.rule;
  const data = raisedAlarm({
    armed,
    about: aboutOf({ unit, key }),
    device,
    outcome,
    spot,
    unit:
      condition.kind === 'noData' || condition.kind === 'stuck'
        ? 's'
        : context.memory.unitOf(device.modelId, outcome.indicator ?? armed.subject),
    deviceIds: unit.kind === 'group' ? devicesBeyond(unit.devices).sort() : undefined,
    storm,
  });
  context.active.set(data.alarmId, { unit, key });
  context.emissions.push(raisedEmission(data, causationId));
  return data.stormId === undefined ? state : { ...state, raised: { ...raised, inStorm: true } };
};

/** Counties have six digits; a device that stands for a whole city has its own. */
const COUNTY_DIGITS = 6;

const countInStorm = (
  { memory, timers, emissions }: EngineContext,
  device: DeviceRegistered['data'],
  alarmId: string,
  severity: Parameters<typeof isMoreSerious>[0],
  at: number,
  causationId: string,
): InStorm | undefined => {
  const policy = memory.policy();
  if (policy === undefined) return undefined;
  const county = memory.county(device.divisionCode.slice(0, COUNTY_DIGITS));
  const { state, began } = countRaise(
    policy.storm,
    county.state,
    at,
    derivedId('storm', county.key, alarmId),
  );
  county.state = state;
  memory.touch(county);
  const { storm } = state;
  if (storm === null) return undefined;
  if (began) {
    const data = {
      stormId: storm.stormId,
      divisionCode: county.key,
      raised: storm.raised,
      policyVersion: policy.policyVersion,
      at: new Date(at).toISOString(),
    };
    emissions.push(stormEmission({ type: 'AlarmStormBegan', data }, causationId));
  }
  timers.schedule(county, stormEnd(policy.storm, state));
  return { stormId: storm.stormId, exempt: !isMoreSerious(policy.storm.exemptFrom, severity) };
};
