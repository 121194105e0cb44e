import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type { DispatchRulesPublished } from './events.ts';
import { dispatchRuleSetSchema } from './rule-schema.ts';

export type DispatchRuleSet = DispatchRulesPublished['data'];

export interface DispatchRulesCommand {
  readonly type: 'PublishDispatchRules';
  readonly data: Omit<DispatchRuleSet, 'ruleSetVersion'>;
}

export const DISPATCH_RULES_STREAM = 'dispatch-rules';

const content = (data: DispatchRuleSet): string => JSON.stringify({ ...data, ruleSetVersion: 0 });

/** The set is published as a whole; publishing content that is already in force creates no new version. */
export const dispatchRulesDecider: Decider<
  DispatchRuleSet | null,
  DispatchRulesCommand,
  DispatchRulesPublished
> = {
  initialState: null,
  decide: ({ data }, state) => {
    const parsed = dispatchRuleSetSchema.safeParse({
      ...data,
      ruleSetVersion: (state?.ruleSetVersion ?? 0) + 1,
    });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return refused('dispatchRulesInvalid', '派遣规则有误', {
        path: issue?.path.join('.'),
        problem: issue?.message,
      });
    }
    return state !== null && content(state) === content(parsed.data)
      ? accepted()
      : accepted({ type: 'DispatchRulesPublished', data: parsed.data });
  },
  evolve: (state, { data }) =>
    state !== null && state.ruleSetVersion > data.ruleSetVersion ? state : dispatchRuleSetSchema.parse(data),
};
