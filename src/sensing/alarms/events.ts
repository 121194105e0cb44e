import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Point } from '../../geography/events.ts';
import type { IndexKind } from '../indices/kinds.ts';

/** Least to most serious: the four colours of the national warning signals. */
export const SEVERITIES = ['blue', 'yellow', 'orange', 'red'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Raised at or beyond `raiseAt`, cleared at or back behind `clearAt` (hysteresis), both in the unit of what is watched. */
export interface Levels {
  readonly direction: 'above' | 'below';
  readonly raiseAt: number;
  readonly clearAt: number;
}

/** All durations in seconds of the device's own time, unless a member says otherwise. */
export type AlarmCondition =
  | ThresholdCondition
  | RateOfChangeCondition
  | NoDataCondition
  | StuckCondition
  | CompositeCondition
  | SpatialCondition
  | IndexCondition
  | DetectionCondition;

export type ThresholdCondition = Levels & {
  readonly kind: 'threshold';
  readonly indicator: string;
  /** The condition must hold this long before the alarm is raised. */
  readonly forSeconds: number;
  /** Farther levels that make a raised alarm more serious; each farther out and more serious than the one before. */
  readonly levels?: readonly { readonly severity: Severity; readonly raiseAt: number }[];
};
/** Change of the value against the oldest value of the window, in the indicator's unit. */
export interface RateOfChangeCondition {
  readonly kind: 'rateOfChange';
  readonly indicator: string;
  readonly direction: 'rise' | 'fall';
  readonly windowSeconds: number;
  readonly raiseAt: number;
  readonly clearAt: number;
}
/** Nothing came for so long, by the server's time. `indicator` null: nothing at all of the device. Cleared by what comes next. */
export interface NoDataCondition {
  readonly kind: 'noData';
  readonly indicator: string | null;
  readonly afterSeconds: number;
}
/** The value has not moved by more than `tolerance` for so long. */
export interface StuckCondition {
  readonly kind: 'stuck';
  readonly indicator: string;
  readonly forSeconds: number;
  readonly tolerance: number;
  /** Values that may stay (no rain, no wind). */
  readonly except?: readonly number[];
}
/** Several indicators of one device; a value counts for `withinSeconds` after it was observed. */
export interface CompositeCondition {
  readonly kind: 'composite';
  readonly mode: 'all' | 'any';
  readonly parts: readonly (Levels & { readonly indicator: string })[];
  readonly withinSeconds: number;
  readonly forSeconds: number;
}
/**
 * n of the m devices of one grid or division that spoke within `withinSeconds` are beyond the level at the same time, by the
 * server's time: the clocks of devices differ.
 */
export type SpatialCondition = Levels & {
  readonly kind: 'spatial';
  readonly indicator: string;
  readonly scope: 'grid' | 'division';
  readonly minDevices: number;
  /** Least share of the devices that spoke, 0–1; null: the number alone decides. */
  readonly minShare: number | null;
  readonly withinSeconds: number;
};
/** An index of a station that the index engine computed: by its value, by its grade in the standard's own words, or by either. */
export interface IndexCondition {
  readonly kind: 'index';
  readonly index: IndexKind;
  readonly period: 'hour' | 'day' | 'night';
  readonly level: Levels | null;
  readonly grades: readonly string[];
}
export interface DetectionCondition {
  readonly kind: 'detection';
  readonly type: string;
  readonly minConfidence: number;
  /** This many detections within the window raise the alarm; none for the window clears it. */
  readonly minCount: number;
  readonly windowSeconds: number;
  /**
   * Each track (a part behind a fire transmitter) is watched for itself and has an alarm of its own. Absent: the device is one, as a
   * camera is, whose tracks are things that move.
   */
  readonly eachTrack?: boolean;
}

/** Hours of the day in which a rule holds, Asia/Shanghai; `to` not after `from` reaches into the next day. */
export interface ScheduleWindow {
  /** ISO days of the week on which the window begins, 1 = Monday. */
  readonly days: readonly number[];
  /** `HH:mm`. */
  readonly from: string;
  readonly to: string;
}

export interface AlarmRule {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly name: string;
  /** Holds for every device of the model, or for the listed devices of it. */
  readonly modelId: string;
  readonly deviceIds: readonly string[] | null;
  readonly condition: AlarmCondition;
  readonly severity: Severity;
  /**
   * It stands between people and fire, flood, gas or the like: no doubt about a record silences it. Absent: a red rule does, another
   * does not.
   */
  readonly safetyCritical?: boolean;
  /** `none` opens no case. `device` = one open case per device and rule; `grid` = one per grid and rule. */
  readonly caseScope: 'none' | 'device' | 'grid';
  readonly matterCode: string | null;
  readonly source: string;
  /** Absent: at any time. Outside of its windows a rule raises nothing, and what it had raised is cleared. */
  readonly schedule?: readonly ScheduleWindow[];
  /**
   * An alarm raised so often within the window stays raised until its condition was away for `calmSeconds`, by the server's
   * time.
   */
  readonly flapping?: {
    readonly count: number;
    readonly windowSeconds: number;
    readonly calmSeconds: number;
  };
  /** Cleared when nothing has confirmed it for so long, by the server's time. */
  readonly autoClearAfterSeconds?: number;
  /** More serious when nobody acknowledged it for so long after it was raised, by the server's time. */
  readonly escalation?: readonly { readonly afterSeconds: number; readonly severity: Severity }[];
}

/** Stream `rule-{id}`. */
export type AlarmRulePublished = DomainEvent<'AlarmRulePublished', AlarmRule>;
export type AlarmRuleRetired = DomainEvent<
  'AlarmRuleRetired',
  { readonly ruleId: string; readonly reason: string }
>;

/** Stream `alarm-{id}`; id derived from rule, subject and start. */
export type AlarmRaised = DomainEvent<
  'AlarmRaised',
  {
    readonly alarmId: string;
    readonly ruleId: string;
    readonly ruleVersion: number;
    readonly ruleName: string;
    /** Of a spatial rule: the device that made the number full. */
    readonly deviceId: string;
    readonly deviceName: string;
    /** Indicator code, index or detection type that the rule watches. */
    readonly subject: string;
    readonly severity: Severity;
    readonly value: number;
    readonly threshold: number;
    readonly unit: string;
    /** Of an index rule: the grade in the standard's words. `value` is 0 where the index is no number. */
    readonly grade?: string;
    /** Of a detection: the track that raised it, and where that is in the words of who reported it. */
    readonly track?: string;
    readonly place?: string;
    /** When the condition began to hold, and when the rule's duration was reached (device time). */
    readonly since: string;
    readonly observedAt: string;
    readonly divisionCode: string;
    readonly gridCode: string | null;
    readonly location: Point;
    /** One open case per key; null: the rule opens no case. In a storm the key is the storm's: one case for all. */
    readonly caseKey: string | null;
    /** Matter code of the shipped sensing standard that the case is filed under. */
    readonly matterCode: string | null;
    /** Of a spatial rule: every device that is beyond the level. */
    readonly deviceIds?: readonly string[];
    /** Raised within a storm: it tells nobody by itself. */
    readonly stormId?: string;
  }
>;
export type AlarmEscalated = DomainEvent<
  'AlarmEscalated',
  {
    readonly alarmId: string;
    readonly from: Severity;
    readonly severity: Severity;
    readonly cause: 'level' | 'unacknowledged' | 'person';
    readonly by: string | null;
    readonly opinion: string | null;
    readonly value: number | null;
    readonly at: string;
  }
>;
export type AlarmAcknowledged = DomainEvent<
  'AlarmAcknowledged',
  { readonly alarmId: string; readonly by: string; readonly opinion: string; readonly at: string }
>;
export type AlarmCleared = DomainEvent<
  'AlarmCleared',
  {
    readonly alarmId: string;
    readonly value: number | null;
    readonly observedAt: string;
    readonly cause: 'recovered' | 'ruleRetired' | 'deviceRetired' | 'expired' | 'outOfSchedule';
  }
>;

/** Stream `storm-{id}`: more alarms in one division than people can look at. */
export type AlarmStormBegan = DomainEvent<
  'AlarmStormBegan',
  {
    readonly stormId: string;
    readonly divisionCode: string;
    /** Alarms raised within the window, and the policy's version. */
    readonly raised: number;
    readonly policyVersion: number;
    readonly at: string;
  }
>;
export type AlarmStormEnded = DomainEvent<
  'AlarmStormEnded',
  {
    readonly stormId: string;
    readonly divisionCode: string;
    readonly raised: number;
    readonly at: string;
  }
>;

/** What a silence holds for: devices for which every member that is given is true. At least one is given. */
export interface SilenceScope {
  readonly deviceId?: string;
  readonly modelId?: string;
  readonly ruleId?: string;
  readonly gridCode?: string;
  readonly divisionCode?: string;
}
/**
 * Stream `silence-{id}`: maintenance. From `from` to `to` (observation time; either end ISO UTC) no alarm is raised for what it
 * covers; what still holds afterwards is raised by the first observation after it.
 */
export type AlarmSilenceDefined = DomainEvent<
  'AlarmSilenceDefined',
  {
    readonly silenceId: string;
    readonly scope: SilenceScope;
    /** Of the division whose people may see and end it. */
    readonly divisionCode: string;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
  }
>;
export type AlarmSilenceEnded = DomainEvent<
  'AlarmSilenceEnded',
  { readonly silenceId: string; readonly by: string; readonly at: string }
>;

/** Stream `alarm-policy`. */
export type AlarmPolicyPublished = DomainEvent<
  'AlarmPolicyPublished',
  {
    readonly policyVersion: number;
    readonly storm: {
      /** So many alarms raised in one county within the window begin a storm; it ends when none was raised for `calmSeconds`. */
      readonly count: number;
      readonly windowSeconds: number;
      readonly calmSeconds: number;
      /** Alarms this serious or more tell people even in a storm, and open cases of their own. */
      readonly exemptFrom: Severity;
    };
    readonly source: string;
  }
>;

/** Stream `alarm-clock`: written only when something is due by then, so that what time does to alarms is in the log. */
export type AlarmTimePassed = DomainEvent<
  'AlarmTimePassed',
  {
    readonly at: string;
    /** The server was down until now: that nothing came says nothing of the devices. */
    readonly resumed?: true;
  }
>;

export type AlarmEvent = AlarmRaised | AlarmEscalated | AlarmAcknowledged | AlarmCleared;
export type AlarmSilenceEvent = AlarmSilenceDefined | AlarmSilenceEnded;
export type AlarmStormEvent = AlarmStormBegan | AlarmStormEnded;
export type AlarmPolicy = AlarmPolicyPublished['data'];
