import { accepted, type Decider } from '../../decider.ts';
import type { AlarmRule, AlarmRulePublished, AlarmRuleRetired } from '../events.ts';
import { sameContent } from './same-content.ts';

export type FamilyRuleCommand =
  /** Checked before; the version follows from those before. */
  | { readonly type: 'PublishRule'; readonly data: Omit<AlarmRule, 'ruleVersion'> }
  | { readonly type: 'RetireRule'; readonly ruleId: string; readonly reason: string };

/** The version that was published last, and whether it still holds; null where there was none. */
export type FamilyRuleState = { readonly rule: AlarmRule; readonly retired: boolean } | null;

/** Rules as a family file publishes them. Publishing again what holds already gives no version. */
export const familyRuleDecider: Decider<
  FamilyRuleState,
  FamilyRuleCommand,
  AlarmRulePublished | AlarmRuleRetired
> = {
  initialState: null,
  decide(command, state) {
    switch (command.type) {
      case 'PublishRule': {
        const { data } = command;
        const ruleVersion = state?.rule.ruleVersion ?? 0;
        if (state?.retired === false && sameContent(state.rule, { ...data, ruleVersion })) return accepted();
        return accepted({ type: 'AlarmRulePublished', data: { ...data, ruleVersion: ruleVersion + 1 } });
      }
      case 'RetireRule': {
        const { ruleId, reason } = command;
        if (state === null || state.retired) return accepted();
        return accepted({ type: 'AlarmRuleRetired', data: { ruleId, reason } });
      }
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'AlarmRulePublished':
        return state !== null && state.rule.ruleVersion > event.data.ruleVersion
          ? state
          : { rule: event.data, retired: false };
      case 'AlarmRuleRetired':
        return state && { ...state, retired: true };
      default:
        return event satisfies never;
    }
  },
};
