import type { DomainEvent } from '../../event-store/event-store.ts';
import type { AlarmCondition } from './condition.ts';
import type { Severity } from './severity.ts';

/** Hours of the day in which a rule is active, Asia/Shanghai; if `to` is not after `from`, the window extends into the next day. */
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
  /** Applies to every device of the model, or to the listed devices of it. */
  readonly modelId: string;
  readonly deviceIds: readonly string[] | null;
  readonly condition: AlarmCondition;
  readonly severity: Severity;
  /**
   * It protects people against fire, flood, gas or the like: no doubt about a record suppresses it. Absent: true for a red rule, false
   * for others.
   */
  readonly safetyCritical?: boolean;
  /** `none` opens no case. `device` = one open case per device and rule; `grid` = one per grid and rule. */
  readonly caseScope: 'none' | 'device' | 'grid';
  readonly matterCode: string | null;
  readonly source: string;
  /** Absent: always. Outside its windows a rule raises no alarms, and its raised alarms are cleared. */
  readonly schedule?: readonly ScheduleWindow[];
  /**
   * An alarm raised this often within the window remains raised until its condition has been absent for `calmSeconds`, by the
   * server's time.
   */
  readonly flapping?: {
    readonly count: number;
    readonly windowSeconds: number;
    readonly calmSeconds: number;
  };
  /** Cleared if nothing has confirmed it for this long, by the server's time. */
  readonly autoClearAfterSeconds?: number;
  /** Escalated if nobody has acknowledged it for this long after it was raised, by the server's time. */
  readonly escalation?: readonly { readonly afterSeconds: number; readonly severity: Severity }[];
}

/** Stream `rule-{id}`. */
export type AlarmRulePublished = DomainEvent<'AlarmRulePublished', AlarmRule>;
export type AlarmRuleRetired = DomainEvent<
  'AlarmRuleRetired',
  { readonly ruleId: string; readonly reason: string }
>;
