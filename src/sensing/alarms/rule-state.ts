import type { CompositeState } from './conditions/composite.ts';
import type { DetectionState } from './conditions/detection.ts';
import type { IndexState } from './conditions/index-level.ts';
import type { RateOfChangeState } from './conditions/rate-of-change.ts';
import type { StuckState } from './conditions/stuck.ts';
import type { ThresholdState } from './conditions/threshold.ts';
import type { AlarmCleared, AlarmEscalated, Severity } from './events.ts';

/** State of a no-data rule: incoming data change the state of the device, not of the rule. `notBefore`: it raises nothing until then. */
export interface NoDataState {
  readonly notBefore: number;
}

export type ConditionState =
  | ThresholdState
  | RateOfChangeState
  | StuckState
  | CompositeState
  | IndexState
  | DetectionState
  | NoDataState;

/** A raised alarm. All times in ms; those without `since` in their name are the server's. */
export interface RaisedAlarm {
  readonly alarmId: string;
  /** Device's time. */
  readonly since: number;
  readonly raisedAt: number;
  readonly severity: Severity;
  /** The last observation that confirmed it, kept if the rule clears automatically. */
  readonly confirmedAt: number;
  readonly acknowledged?: true;
  /** It was raised too often recently: it remains until its condition has been absent for the rule's calm period. */
  readonly flapping?: true;
  readonly awaySince?: number;
  /** Raised in a storm: it is not a separate task for anybody, so it does not escalate with time. */
  readonly inStorm?: true;
}

/** State of a rule for one device (or group): small, JSON, and a function of the log alone. */
export interface RuleState {
  readonly condition?: ConditionState;
  readonly raised?: RaisedAlarm;
  /** Device times of the last alarms, kept if the rule damps flapping. */
  readonly raises?: readonly number[];
  /** Start of the last alarm: a further one must start later, otherwise it would have the same id. */
  readonly lastSince?: number;
}

export const QUIET: RuleState = {};

export type RuleOutcome =
  | {
      readonly kind: 'raise';
      readonly since: number;
      readonly at: number;
      readonly value: number;
      readonly threshold: number;
      readonly severity: Severity;
      readonly grade?: string;
      readonly indicator?: string;
    }
  | {
      readonly kind: 'clear';
      readonly alarm: RaisedAlarm;
      readonly at: number;
      readonly value: number | null;
      readonly cause: AlarmCleared['data']['cause'];
    }
  | {
      readonly kind: 'escalate';
      readonly alarm: RaisedAlarm;
      readonly at: number;
      readonly value: number | null;
      readonly severity: Severity;
      readonly cause: Exclude<AlarmEscalated['data']['cause'], 'person'>;
    };

export interface RuleStep {
  /** The same object when nothing changed. */
  readonly state: RuleState;
  readonly outcome?: RuleOutcome;
}
