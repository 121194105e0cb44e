import type { Moment, Signal } from './conditions/signal.ts';
import type { AlarmRule } from './events.ts';
import type { RaisedAlarm, RuleState, RuleStep } from './rule-state.ts';
import { isOpen, nextChange } from './schedule.ts';
import { isMoreSerious, moreSerious } from './severity.ts';

/** Data that the latch requests only when needed. */
export interface Surroundings {
  /** Until when the rule is silenced for an observation, ms; undefined: it is not. */
  readonly silencedUntil: (at: number) => number | undefined;
  readonly alarmIdOf: (since: number) => string;
}

/** Turns the signals of a condition into alarms: raised once, confirmed, escalated, cleared. */
export const latch = (
  rule: AlarmRule,
  state: RuleState,
  signal: Signal,
  moment: Moment,
  surroundings: Surroundings,
): RuleStep => {
  if (state.raised === undefined)
    return signal.holds ? raise(rule, state, signal, moment, surroundings) : { state };
  const { raised } = state;
  const { at, seen } = moment;
  if (!isOpen(rule.schedule, at)) return clear(state, raised, at, signal.value, 'outOfSchedule');
  return signal.holds
    ? confirm(rule, state, raised, signal, moment, surroundings)
    : leave(rule, state, raised, signal.value, at, seen);
};

const raise = (
  rule: AlarmRule,
  state: RuleState,
  signal: Extract<Signal, { holds: true }>,
  { at, seen }: Moment,
  { silencedUntil, alarmIdOf }: Surroundings,
): RuleStep => {
  if (!isOpen(rule.schedule, at) || silencedUntil(at) !== undefined) return { state };
  // The condition may have held throughout the last alarm and the time after it: the new alarm starts now. If the clock was set
  // back meanwhile, now may be before the last one.
  const last = state.lastSince ?? Number.NEGATIVE_INFINITY;
  const since = [signal.since, at, seen].find((time) => time > last) ?? last + 1;
  const severity = moreSerious(rule.severity, signal.severity ?? rule.severity);
  const { flapping } = rule;
  const raises =
    flapping === undefined
      ? undefined
      : [...(state.raises ?? []).filter((time) => at - time < flapping.windowSeconds * 1000), at].slice(
          -flapping.count,
        );
  const raised: RaisedAlarm = {
    alarmId: alarmIdOf(since),
    since,
    raisedAt: seen,
    severity,
    confirmedAt: seen,
    ...(raises !== undefined && raises.length >= flapping!.count && { flapping: true }),
  };
  const { value, threshold, grade, indicator } = signal;
  return {
    state: { ...state, raised, lastSince: since, ...(raises && { raises }) },
    outcome: {
      kind: 'raise',
      since,
      at,
      value,
      threshold,
      severity,
      ...(grade !== undefined && { grade }),
      ...(indicator !== undefined && { indicator }),
    },
  };
};

const confirm = (
  rule: AlarmRule,
  state: RuleState,
  before: RaisedAlarm,
  signal: Extract<Signal, { holds: true }>,
  { at, seen }: Moment,
  { silencedUntil }: Surroundings,
): RuleStep => {
  let raised = before;
  if (raised.awaySince !== undefined) {
    const { awaySince: _, ...back } = raised;
    raised = back;
  }
  if (rule.autoClearAfterSeconds !== undefined) raised = { ...raised, confirmedAt: seen };
  const { severity } = signal;
  if (severity === undefined || !isMoreSerious(severity, raised.severity) || silencedUntil(at) !== undefined)
    return raised === before ? { state } : { state: { ...state, raised } };
  return {
    state: { ...state, raised: { ...raised, severity } },
    outcome: { kind: 'escalate', alarm: raised, at, value: signal.value, severity, cause: 'level' },
  };
};

const leave = (
  rule: AlarmRule,
  state: RuleState,
  raised: RaisedAlarm,
  value: number | null,
  at: number,
  seen: number,
): RuleStep => {
  if (raised.flapping === undefined) return clear(state, raised, at, value, 'recovered');
  if (raised.awaySince === undefined) return { state: { ...state, raised: { ...raised, awaySince: seen } } };
  return seen >= calmAt(rule, raised)! ? clear(state, raised, at, value, 'recovered') : { state };
};

export const clear = (
  state: RuleState,
  alarm: RaisedAlarm,
  at: number,
  value: number | null,
  cause: Extract<NonNullable<RuleStep['outcome']>, { kind: 'clear' }>['cause'],
): RuleStep => {
  const { raised: _, ...rest } = state;
  return { state: rest, outcome: { kind: 'clear', alarm, at, value, cause } };
};

const calmAt = ({ flapping }: AlarmRule, { awaySince }: RaisedAlarm): number | undefined =>
  awaySince === undefined || flapping === undefined ? undefined : awaySince + flapping.calmSeconds * 1000;

const expiryAt = ({ autoClearAfterSeconds }: AlarmRule, { confirmedAt }: RaisedAlarm): number | undefined =>
  autoClearAfterSeconds === undefined ? undefined : confirmedAt + autoClearAfterSeconds * 1000;

const nextStep = ({ escalation }: AlarmRule, { severity, acknowledged, inStorm }: RaisedAlarm) =>
  acknowledged || inStorm ? undefined : escalation?.find((step) => isMoreSerious(step.severity, severity));

/** When time alone may change something about a raised alarm, ms of the server's time; undefined: never. */
export const latchDue = (
  rule: AlarmRule,
  raised: RaisedAlarm,
  now: number,
  { silencedUntil }: Pick<Surroundings, 'silencedUntil'>,
): number | undefined => {
  const step = nextStep(rule, raised);
  const escalateAt = step === undefined ? undefined : raised.raisedAt + step.afterSeconds * 1000;
  const times = [
    calmAt(rule, raised),
    expiryAt(rule, raised),
    isOpen(rule.schedule, now) ? nextChange(rule.schedule, now) : now,
    // During a silence nobody is notified: the step waits for its end.
    escalateAt === undefined ? undefined : (silencedUntil(Math.max(now, escalateAt)) ?? escalateAt),
  ].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
};

/** The effect of time on a raised alarm. */
export const passTime = (
  rule: AlarmRule,
  state: RuleState,
  now: number,
  { silencedUntil }: Pick<Surroundings, 'silencedUntil'>,
): RuleStep => {
  const { raised } = state;
  if (raised === undefined) return { state };
  if (!isOpen(rule.schedule, now)) return clear(state, raised, now, null, 'outOfSchedule');
  if (now >= (calmAt(rule, raised) ?? Number.POSITIVE_INFINITY))
    return clear(state, raised, now, null, 'recovered');
  if (now >= (expiryAt(rule, raised) ?? Number.POSITIVE_INFINITY))
    return clear(state, raised, now, null, 'expired');
  const due = rule.escalation?.filter((step) => now >= raised.raisedAt + step.afterSeconds * 1000).at(-1);
  if (due === undefined || nextStep(rule, raised) === undefined || silencedUntil(now) !== undefined)
    return { state };
  if (!isMoreSerious(due.severity, raised.severity)) return { state };
  return {
    state: { ...state, raised: { ...raised, severity: due.severity } },
    outcome: {
      kind: 'escalate',
      alarm: raised,
      at: now,
      value: null,
      severity: due.severity,
      cause: 'unacknowledged',
    },
  };
};
