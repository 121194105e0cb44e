import { SHANGHAI_OFFSET_MS } from '../../platform/clock.ts';
import type { Severity } from '../../sensing/events.ts';
import type { CategoryKind } from '../categories/events.ts';
import type { CaseSource } from '../events.ts';
import type { DispatchConditions, DispatchOutcome, DispatchRule } from './events.ts';

/** What rules evaluate. */
export interface DispatchFacts {
  readonly category: {
    /** Ids of the code set and of the filing standard to which the code belongs, if known. */
    readonly standards: readonly string[];
    readonly kind: CategoryKind;
    /** Major and minor code joined. */
    readonly code: string;
  } | null;
  readonly divisionCode: string;
  readonly gridCode: string | null;
  readonly source: CaseSource;
  /** ISO 8601. */
  readonly at: string;
  /** Null if there is no work calendar. */
  readonly workingDay: boolean | null;
  readonly description: string;
  readonly severity: Severity | null;
}

export interface ConditionResult {
  readonly condition: keyof DispatchConditions;
  readonly holds: boolean;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface RuleTrace {
  readonly ruleId: string;
  readonly name: string;
  /** `shadowed`: its conditions are met, but an earlier rule decided. */
  readonly result: 'fired' | 'shadowed' | 'notMatched' | 'disabled';
  readonly conditions: readonly ConditionResult[];
}

export interface DispatchEvaluation {
  readonly rule: DispatchRule | null;
  readonly outcome: DispatchOutcome | null;
  readonly trace: readonly RuleTrace[];
}

/** `HH:MM` in Asia/Shanghai. */
export const timeOfDay = (at: string): string =>
  new Date(Date.parse(at) + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);

const isWithin = (time: string, { from, until }: { from: string; until: string }): boolean =>
  from <= until ? from <= time && time < until : time >= from || time < until;

type Check<Key extends keyof DispatchConditions> = (
  expected: NonNullable<DispatchConditions[Key]>,
  facts: DispatchFacts,
) => { readonly holds: boolean; readonly actual: unknown };

const CHECKS: { readonly [Key in keyof Required<DispatchConditions>]: Check<Key> } = {
  category: ({ standard, kind, codePrefix }, { category }) => ({
    holds:
      category !== null &&
      (standard === undefined || category.standards.includes(standard)) &&
      (kind === undefined || category.kind === kind) &&
      (codePrefix === undefined || category.code.startsWith(codePrefix)),
    actual: category,
  }),
  divisionPrefix: (prefix, { divisionCode }) => ({
    holds: divisionCode.startsWith(prefix),
    actual: divisionCode,
  }),
  gridCodes: (codes, { gridCode }) => ({
    holds: gridCode !== null && codes.includes(gridCode),
    actual: gridCode,
  }),
  sources: (sources, { source }) => ({ holds: sources.includes(source), actual: source }),
  timeOfDay: (window, { at }) => ({ holds: isWithin(timeOfDay(at), window), actual: timeOfDay(at) }),
  workingDay: (wanted, { workingDay }) => ({ holds: workingDay === wanted, actual: workingDay }),
  keywords: (keywords, { description }) => {
    const found = keywords.filter((keyword) => description.includes(keyword));
    return { holds: found.length > 0, actual: found };
  },
  severities: (severities, { severity }) => ({
    holds: severity !== null && severities.includes(severity),
    actual: severity,
  }),
};

const CONDITIONS = Object.keys(CHECKS) as readonly (keyof DispatchConditions)[];

const checkRule = (rule: DispatchRule, facts: DispatchFacts): ConditionResult[] =>
  CONDITIONS.flatMap((condition) => {
    const expected = rule.when[condition];
    if (expected === undefined) return [];
    // Key and value belong together: both come from the same rule under the same name.
    const check = CHECKS[condition] as Check<keyof DispatchConditions>;
    return [{ condition, expected, ...check(expected as never, facts) }];
  });

/** The first enabled rule whose conditions are all met, and for every rule why it fires or does not. */
export const evaluateDispatchRules = (
  rules: readonly DispatchRule[],
  facts: DispatchFacts,
): DispatchEvaluation => {
  let fired: DispatchRule | null = null;
  const trace = rules.map((rule): RuleTrace => {
    const { ruleId, name } = rule;
    const conditions = checkRule(rule, facts);
    if (!rule.enabled) return { ruleId, name, result: 'disabled', conditions };
    if (conditions.some(({ holds }) => !holds)) return { ruleId, name, result: 'notMatched', conditions };
    if (fired !== null) return { ruleId, name, result: 'shadowed', conditions };
    fired = rule;
    return { ruleId, name, result: 'fired', conditions };
  });
  const rule = fired as DispatchRule | null;
  return { rule, outcome: rule?.outcome ?? null, trace };
};
