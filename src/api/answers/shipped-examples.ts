import codeSet from '../../../data/categories/gbt-30428-2-2013.json' with { type: 'json' };
import dispatchRules from '../../../data/dispatch-rules/default.json' with { type: 'json' };
import duplicateRules from '../../../data/governance/duplicate-rules.json' with { type: 'json' };
import airIndex from '../../../data/indices/air-index-hj633-2026.json' with { type: 'json' };
import sensing from '../../../data/standards/sensing.json' with { type: 'json' };
import energy from '../../../devices/families/energy.json' with { type: 'json' };
import environmental from '../../../devices/families/environmental.json' with { type: 'json' };

const LONG_LIST = 6;
const LARGE_OBJECT = 30;
const KEPT = 2;

/** Shipped data as an example: only the beginning of long lists and tables. */
const trimmed = (value: unknown): unknown => {
  if (Array.isArray(value)) return (value.length > LONG_LIST ? value.slice(0, KEPT) : value).map(trimmed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  return Object.fromEntries(
    (members.length > LARGE_OBJECT ? members.slice(0, KEPT) : members).map(([key, inner]) => [
      key,
      trimmed(inner),
    ]),
  );
};

export const duplicateRulesExample = trimmed(duplicateRules);
const [model] = environmental.models;
const [rule] = environmental.rules;
export const deviceModelExample = { ...(trimmed(model) as object), family: environmental.family };
export const alarmRuleExample = { deviceIds: null, ...(trimmed(rule) as object) };
const { simulator: _simulator, ...family } = energy;
export const deviceFamilyExample = {
  ...(trimmed(family) as object),
  rules: energy.rules.slice(0, KEPT).map((each) => ({ deviceIds: null, ...each })),
};
export const indexTableExample = airIndex;
export const filingStandardExample = { ...sensing, rows: sensing.rows.slice(0, KEPT) };
export const codeSetExample = {
  ...codeSet,
  majors: codeSet.majors.slice(0, KEPT),
  categories: codeSet.categories.slice(0, KEPT),
};
export const dispatchRulesExample = { ...dispatchRules, rules: dispatchRules.rules.slice(0, KEPT) };
