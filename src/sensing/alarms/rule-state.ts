import type { CompositeState } from './conditions/composite.ts';
import type { DetectionState } from './conditions/detection.ts';
import type { IndexState } from './conditions/index-level.ts';
import type { RateOfChangeState } from './conditions/rate-of-change.ts';
import type { StuckState } from './conditions/stuck.ts';
import type { ThresholdState } from './conditions/threshold.ts';
import type { AlarmCleared, AlarmEscalated, Severity } from './events.ts';

/** Of a rule of no data: what comes moves the device, not the rule. `notBefore`: it is silent until then. */
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

/** An alarm that is raised. All times in ms; those that `since` does not begin with are the server's. */
export interface RaisedAlarm {
  readonly alarmId: string;
  /** Device's time. */
  readonly since: number;
  readonly raisedAt: number;
  readonly severity: Severity;
  /** The last observation that confirmed it, kept where the rule clears by itself. */
  readonly confirmedAt: number;
  readonly acknowledged?: true;
  /** It came too often lately: it stays until its condition was away for the rule's calm. */
  readonly flapping?: true;
  readonly awaySince?: number;
  /** Raised in a storm: it is nobody's task by itself, so that it does not escalate with time. */
  readonly inStorm?: true;
}

/** Where a rule stands for one device (or group): small, JSON, and a function of the log alone. */
export interface RuleState {
  readonly condition?: ConditionState;
  readonly raised?: RaisedAlarm;
  /** Device times of the last alarms, kept where the rule damps flapping. */
  readonly raises?: readonly number[];
  /** Start of the last alarm: a further one starts later, or it would be the same. */
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
