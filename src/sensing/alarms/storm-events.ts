import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Severity } from './severity.ts';

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

/** Stream `alarm-policy`. */
export type AlarmPolicyPublished = DomainEvent<
  'AlarmPolicyPublished',
  {
    readonly policyVersion: number;
    readonly storm: {
      /** This many alarms raised in one county within the window begin a storm; it ends when none has been raised for `calmSeconds`. */
      readonly count: number;
      readonly windowSeconds: number;
      readonly calmSeconds: number;
      /** Alarms of this severity or higher notify people even in a storm, and open separate cases. */
      readonly exemptFrom: Severity;
    };
    readonly source: string;
  }
>;

export type AlarmStormEvent = AlarmStormBegan | AlarmStormEnded;
export type AlarmPolicy = AlarmPolicyPublished['data'];
