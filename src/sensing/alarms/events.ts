import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Point } from '../../geography/events.ts';
import type { Severity } from './severity.ts';

export type * from './condition.ts';
export type * from './rule-events.ts';
export { SEVERITIES, type Severity } from './severity.ts';
export type * from './silence-events.ts';
export type * from './storm-events.ts';

/** Stream `alarm-{id}`; the id is derived from rule, subject and start. */
export type AlarmRaised = DomainEvent<
  'AlarmRaised',
  {
    readonly alarmId: string;
    readonly ruleId: string;
    readonly ruleVersion: number;
    readonly ruleName: string;
    /** For a spatial rule: the device that completed the number. */
    readonly deviceId: string;
    readonly deviceName: string;
    /** Indicator code, index or detection type of the rule. */
    readonly subject: string;
    readonly severity: Severity;
    readonly value: number;
    readonly threshold: number;
    readonly unit: string;
    /** For an index rule: the grade as named in the standard. `value` is 0 if the index is not a number. */
    readonly grade?: string;
    /** For a detection: the track that raised it, and its location as described by the reporting system. */
    readonly track?: string;
    readonly place?: string;
    /** When the condition began to hold, and when the rule's duration was reached (device time). */
    readonly since: string;
    readonly observedAt: string;
    readonly divisionCode: string;
    readonly gridCode: string | null;
    readonly location: Point;
    /** One open case per key; null: the rule opens no case. In a storm the key is that of the storm: one case for all. */
    readonly caseKey: string | null;
    /** Matter code of the shipped sensing standard under which the case is filed. */
    readonly matterCode: string | null;
    /** For a spatial rule: every device that is beyond the level. */
    readonly deviceIds?: readonly string[];
    /** Raised within a storm: it causes no notification by itself. */
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

/** Stream `alarm-clock`: written only when something is due, so that the effects of time on alarms are in the log. */
export type AlarmTimePassed = DomainEvent<
  'AlarmTimePassed',
  {
    readonly at: string;
    /** The server was down until now: missing data say nothing about the devices. */
    readonly resumed?: true;
  }
>;

export type AlarmEvent = AlarmRaised | AlarmEscalated | AlarmAcknowledged | AlarmCleared;
