import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type { AlarmRule, AlarmRulePublished, AlarmRuleRetired } from '../events.ts';

export interface AlarmRuleState {
  /** Last published content; null: never published. */
  readonly rule: AlarmRule | null;
  /** Highest version ever published. */
  readonly ruleVersion: number;
  readonly retired: boolean;
}

export type AlarmRuleCommand =
  | { readonly type: 'PublishAlarmRule'; readonly data: Omit<AlarmRule, 'ruleVersion'> }
  | { readonly type: 'RetireAlarmRule'; readonly ruleId: string; readonly reason: string };

const MAX_REASON_LENGTH = 500;

/** The same whatever the order in which its members were written. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]): [string, unknown] => [key, canonical(member)]),
  );
};
const isSame = (a: Omit<AlarmRule, 'ruleVersion'>, b: Omit<AlarmRule, 'ruleVersion'>): boolean =>
  JSON.stringify(canonical({ ...a, ruleVersion: 0 })) === JSON.stringify(canonical({ ...b, ruleVersion: 0 }));

/**
 * A rule is published as a whole, each time as the next version; unchanged content creates none. A retired rule becomes active again
 * when it is published again. The content has been checked before (schema and references).
 */
export const alarmRuleDecider: Decider<
  AlarmRuleState,
  AlarmRuleCommand,
  AlarmRulePublished | AlarmRuleRetired
> = {
  initialState: { rule: null, ruleVersion: 0, retired: false },
  decide(command, state) {
    switch (command.type) {
      case 'PublishAlarmRule': {
        if (state.rule !== null && !state.retired && isSame(state.rule, command.data)) return accepted();
        const data: AlarmRule = { ...command.data, ruleVersion: state.ruleVersion + 1 };
        return accepted({ type: 'AlarmRulePublished', data });
      }
      case 'RetireAlarmRule': {
        const { ruleId, reason } = command;
        if (state.rule === null) return refused('alarmRuleUnknown', '告警规则不存在');
        if (state.retired) return refused('alarmRuleRetired', '告警规则已停用');
        if (reason.trim() === '') return refused('reasonMissing', '请填写停用原因');
        if (reason.length > MAX_REASON_LENGTH)
          return refused('textTooLong', `原因不超过 ${MAX_REASON_LENGTH} 字`);
        return accepted({ type: 'AlarmRuleRetired', data: { ruleId, reason } });
      }
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'AlarmRulePublished':
        return {
          rule: event.data,
          ruleVersion: Math.max(state.ruleVersion, event.data.ruleVersion),
          retired: false,
        };
      case 'AlarmRuleRetired':
        return { ...state, retired: true };
      default:
        return event satisfies never;
    }
  },
};
