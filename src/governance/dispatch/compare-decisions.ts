import type { DispatchPriority } from './events.ts';

/** Where one set of rules sends a case. */
export interface DispatchChoice {
  /** Null if no rule fires. */
  readonly ruleId: string | null;
  readonly departmentId: string | null;
  readonly priority: DispatchPriority | null;
  readonly supervisingBody: string | null;
  /** Its rule names the source of the case among those that need no person. */
  readonly automatic: boolean;
}

/** A case under the rules in force and under a draft of others. */
export interface ComparedCase {
  readonly matterCode: string | null;
  readonly present: DispatchChoice;
  readonly draft: DispatchChoice;
}

export interface Moved extends ComparedCase {
  readonly cases: number;
}

/** Whether the case goes elsewhere or is treated otherwise; another rule with the same outcome changes nothing. */
export const isChanged = ({ present, draft }: ComparedCase): boolean =>
  present.departmentId !== draft.departmentId ||
  present.priority !== draft.priority ||
  present.supervisingBody !== draft.supervisingBody ||
  present.automatic !== draft.automatic;

/** How many cases each choice gets: under the rules in force and under the draft. */
export const countedBy = (
  cases: readonly ComparedCase[],
  of: (choice: DispatchChoice) => string | null,
): ReadonlyMap<string | null, { readonly present: number; readonly draft: number }> => {
  const counts = new Map<string | null, { present: number; draft: number }>();
  for (const each of cases)
    for (const side of ['present', 'draft'] as const) {
      const key = of(each[side]);
      const count = counts.get(key) ?? { present: 0, draft: 0 };
      counts.set(key, { ...count, [side]: count[side] + 1 });
    }
  return counts;
};

/** Cases that change in the same way, the most frequent change first: they say what a draft does without showing a case. */
export const movesOf = (cases: readonly ComparedCase[]): readonly Moved[] => {
  const moves = new Map<string, Moved>();
  for (const { matterCode, present, draft } of cases.filter(isChanged)) {
    const key = JSON.stringify([matterCode, present, draft]);
    moves.set(key, { matterCode, present, draft, cases: (moves.get(key)?.cases ?? 0) + 1 });
  }
  return [...moves.values()].sort((one, other) => other.cases - one.cases);
};
