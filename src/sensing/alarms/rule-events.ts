import type { DomainEvent } from '../../event-store/event-store.ts';
import type { AlarmCondition } from './condition.ts';
import type { Severity } from './severity.ts';

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
