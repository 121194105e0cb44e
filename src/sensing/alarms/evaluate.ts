import type { AlarmRule } from '../events.ts';

/** Where a rule stands for one device: small, JSON, and a function of the observations alone. */
export type RuleState =
  | { readonly phase: 'quiet'; readonly lastAt?: string; readonly hits?: readonly string[] }
  /** The condition holds since `since`, for less than the rule's duration. */
  | { readonly phase: 'pending'; readonly since: string; readonly lastAt: string }
  | { readonly phase: 'raised'; readonly since: string; readonly lastAt: string };

/** One trustworthy value, or one trustworthy detection with its confidence as the value. Time of the device, ISO UTC. */
export interface Observation {
  readonly observedAt: string;
  readonly value: number;
}

export type RuleOutcome =
  | { readonly kind: 'raise'; readonly since: string; readonly observedAt: string; readonly value: number }
  | {
      readonly kind: 'clear';
      readonly since: string;
      readonly observedAt: string;
      readonly value: number | null;
    };

export interface Evaluation {
  /** The same object when nothing changed. */
  readonly state: RuleState;
  readonly outcome?: RuleOutcome;
}

type Threshold = Extract<AlarmRule['condition'], { kind: 'threshold' }>;
type Detection = Extract<AlarmRule['condition'], { kind: 'detection' }>;

export const QUIET: RuleState = { phase: 'quiet' };

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/**
 * One step of a rule. An observation that is older than the last one that moved the rule says nothing about now and is
 * passed over.
 */
export const evaluateRule = (
  condition: AlarmRule['condition'],
  state: RuleState,
  observation: Observation,
): Evaluation => {
  if (state.lastAt !== undefined && observation.observedAt < state.lastAt) return { state };
  if (condition.kind === 'threshold') return evaluateThreshold(condition, state, observation);
  return condition.kind === 'detection' ? evaluateDetection(condition, state, observation) : { state };
};

const evaluateThreshold = (condition: Threshold, state: RuleState, observation: Observation): Evaluation => {
  const { direction, raiseAt, clearAt, forSeconds } = condition;
  const { value, observedAt } = observation;
  const beyond = direction === 'above' ? value >= raiseAt : value <= raiseAt;
  if (state.phase === 'raised') {
    const back =
      direction === 'above' ? value < raiseAt && value <= clearAt : value > raiseAt && value >= clearAt;
    // Where both levels are the same, a value on the line still counts as beyond it.
    if (!back) return { state };
    return {
      state: { phase: 'quiet', lastAt: observedAt },
      outcome: { kind: 'clear', since: state.since, observedAt, value },
    };
  }
  if (!beyond) return { state: state.phase === 'quiet' ? state : { phase: 'quiet', lastAt: observedAt } };
  const since = state.phase === 'pending' ? state.since : observedAt;
  if (secondsBetween(since, observedAt) < forSeconds) {
    return { state: state.phase === 'pending' ? state : { phase: 'pending', since, lastAt: observedAt } };
  }
  return {
    state: { phase: 'raised', since, lastAt: observedAt },
    outcome: { kind: 'raise', since, observedAt, value },
  };
};

const evaluateDetection = (condition: Detection, state: RuleState, observation: Observation): Evaluation => {
  const { observedAt, value } = observation;
  if (value < condition.minConfidence) return { state };
  if (state.phase === 'raised') return { state: { ...state, lastAt: observedAt } };
  const earlier = state.phase === 'quiet' ? (state.hits ?? []) : [];
  const hits = [
    ...earlier.filter((hit) => secondsBetween(hit, observedAt) < condition.windowSeconds),
    observedAt,
  ];
  if (hits.length < condition.minCount) return { state: { phase: 'quiet', lastAt: observedAt, hits } };
  return {
    state: { phase: 'raised', since: hits[0]!, lastAt: observedAt },
    outcome: { kind: 'raise', since: hits[0]!, observedAt, value },
  };
};

/** A raised detection alarm clears when nothing was detected for the rule's window. `now` is ISO UTC. */
export const expireDetection = (
  condition: AlarmRule['condition'],
  state: RuleState,
  now: string,
): Evaluation => {
  if (condition.kind !== 'detection' || state.phase !== 'raised') return { state };
  if (secondsBetween(state.lastAt, now) < condition.windowSeconds) return { state };
  return {
    state: { phase: 'quiet', lastAt: state.lastAt },
    outcome: { kind: 'clear', since: state.since, observedAt: now, value: null },
  };
};
