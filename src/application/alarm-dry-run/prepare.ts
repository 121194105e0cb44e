import { fold } from '../../commands/decider.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { Sql } from '../../platform/sql.ts';
import type { AlarmRule } from '../../sensing/events.ts';
import { alarmRuleDecider, alarmRuleStream, type RuleProblem } from '../../sensing/index.ts';
import { checkAlarmRule } from '../check-alarm-rule.ts';

export type PreparedRule =
  | {
      readonly kind: 'ready';
      /** With the version under which it would be published. */
      readonly rule: AlarmRule;
      /** The version in force, if a comparison is requested. */
      readonly present: AlarmRule | null;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly RuleProblem[] }
  | { readonly kind: 'nothingInForce'; readonly ruleId: string };

/** A draft without an id is treated as a new rule. */
const NAMELESS = 'draft';

/** Checks a draft as for publication. */
export const prepareDryRun = async (
  { store, sql }: { readonly store: EventStore; readonly sql: Sql },
  draft: Readonly<Record<string, unknown>>,
  compare: boolean,
): Promise<PreparedRule> => {
  const ruleId = typeof draft.ruleId === 'string' ? draft.ruleId : NAMELESS;
  const state = fold(alarmRuleDecider, (await store.readStream(alarmRuleStream(ruleId))) as never);
  const checked = await checkAlarmRule(sql, { ...draft, ruleId, ruleVersion: state.ruleVersion + 1 });
  const { rule, problems } = checked;
  if (rule === undefined || problems.length > 0) return { kind: 'invalid', problems };
  if (!compare) return { kind: 'ready', rule, present: null };
  if (state.rule === null || state.retired) return { kind: 'nothingInForce', ruleId };
  return { kind: 'ready', rule, present: state.rule };
};

/** The part of a span up to now, ISO 8601 UTC; undefined if nothing remains. */
export const spanUntilNow = (
  from: string,
  to: string,
  nowMs: number,
): { readonly from: string; readonly to: string } | undefined => {
  const [begin, end] = [Date.parse(from), Math.min(Date.parse(to), nowMs)];
  return begin < end ? { from: new Date(begin).toISOString(), to: new Date(end).toISOString() } : undefined;
};
