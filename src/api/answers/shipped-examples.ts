import duplicateRules from '../../../data/governance/duplicate-rules.json' with { type: 'json' };

const LONG_LIST = 6;
const LARGE_OBJECT = 30;
const KEPT = 2;

/** Shipped data as an example: of long lists and tables the beginning. */
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
