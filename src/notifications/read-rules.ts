import type { NotificationRule, NotificationRulesPublished } from './events.ts';
import { isRecord } from './is-record.ts';
import { quietHoursOfRole, ruleSchema, templateSchema } from './rules.ts';

type Rules = NotificationRulesPublished['data'];

export interface ReadRules {
  readonly rules: Rules;
  /** What of them is left out: ids of rules, or `rule 3` where it has none. */
  readonly faulty: readonly string[];
}

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Rules as the log has them. They were checked when they were published, but by whichever program that was: one that cannot be
 * followed is left out, and the others apply.
 */
export const readRules = (published: unknown): ReadRules => {
  const said = isRecord(published) ? published : {};
  const templates = Object.fromEntries(
    Object.entries(isRecord(said.templates) ? said.templates : {}).flatMap(([name, value]) => {
      const { success, data } = templateSchema.safeParse(value);
      return success ? [[name, data] as const] : [];
    }),
  );
  const rules = new Map<string, NotificationRule>();
  const faulty: string[] = [];
  for (const [n, value] of listIn(said.rules).entries()) {
    const { success, data: rule } = ruleSchema.safeParse(value);
    if (success && Object.hasOwn(templates, rule.template) && !rules.has(rule.ruleId))
      rules.set(rule.ruleId, rule);
    else faulty.push(isRecord(value) && typeof value.ruleId === 'string' ? value.ruleId : `rule ${n + 1}`);
  }
  return {
    rules: {
      rulesVersion: typeof said.rulesVersion === 'number' ? said.rulesVersion : 0,
      rules: [...rules.values()],
      templates,
      quietHours: listIn(said.quietHours).flatMap((value) => quietHoursOfRole.safeParse(value).data ?? []),
      source: typeof said.source === 'string' ? said.source : '',
    },
    faulty,
  };
};
