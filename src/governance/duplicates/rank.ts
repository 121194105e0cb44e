import { type Comparable, type Compared, createComparer } from './compare.ts';
import { FEATURES, type Feature, type Levels } from './features.ts';
import type { DuplicateRules } from './rules.ts';

/** An open case near a report. */
export interface Candidate extends Comparable {
  readonly caseId: string;
  /** The case to which it is already linked: then that one is proposed. */
  readonly parentId: string | null;
  readonly fedBack: boolean;
}

export interface Reason {
  readonly feature: Feature;
  readonly level: Levels[Feature];
  /** Added to the log odds of being the same. */
  readonly weight: number;
}

export interface RankedCandidate {
  /** The case to link to. */
  readonly caseId: string;
  /** The matching case: `caseId` itself, or one that is linked to it. */
  readonly matchedCaseId: string;
  /** 0 to 1. */
  readonly score: number;
  readonly likely: boolean;
  readonly distanceM: number;
  readonly hours: number;
  /** The reasons for and against it, those with the largest weight first. */
  readonly reasons: readonly Reason[];
}

export const oddsOf = (levels: Levels, { weights }: Pick<DuplicateRules, 'weights'>): number =>
  Math.exp(
    FEATURES.reduce(
      (sum, feature) => sum + (weights[feature] as Record<string, number>)[levels[feature]]!,
      weights.base,
    ),
  );

const reasonsOf = (levels: Levels, { weights }: DuplicateRules): readonly Reason[] =>
  FEATURES.map((feature) => {
    const level = levels[feature];
    return { feature, level, weight: (weights[feature] as Record<string, number>)[level]! };
  })
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));

export type Ranker = (
  report: Comparable,
  candidates: Iterable<Candidate>,
  limits?: {
    readonly from?: number;
    readonly most?: number;
  },
) => readonly RankedCandidate[];

/**
 * Candidates for one report, best first; of a case and those linked to it only the best match counts. A report duplicates at most one
 * of them: candidates compete, and if several match equally well none is likely.
 */
export const createRanker = (options: {
  readonly rules: DuplicateRules;
  readonly limitHours: ReadonlyMap<string, number>;
}): Ranker => {
  const { rules } = options;
  const against = createComparer(options);
  return (report, candidates, { from = rules.shownFrom, most = rules.mostShown } = {}) => {
    const compare = against(report);
    const best = new Map<string, Match>();
    for (const candidate of candidates) {
      const compared = compare(candidate);
      const odds = oddsOf(compared.levels, rules);
      const root = candidate.parentId ?? candidate.caseId;
      if (odds > (best.get(root)?.odds ?? 0)) best.set(root, { odds, candidate, compared });
    }
    const total = [...best.values()].reduce((sum, { odds }) => sum + odds, 1);
    return [...best]
      .map(([caseId, match]) => ({ caseId, score: match.odds / total, ...match }))
      .filter(({ score }) => score >= from)
      .sort(
        (a, b) =>
          b.score - a.score || a.compared.distanceM - b.compared.distanceM || (a.caseId < b.caseId ? -1 : 1),
      )
      .slice(0, most)
      .map(({ caseId, score, candidate, compared }) => ({
        caseId,
        matchedCaseId: candidate.caseId,
        score,
        likely: score >= rules.likelyFrom,
        distanceM: compared.distanceM,
        hours: compared.hours,
        reasons: reasonsOf(compared.levels, rules),
      }));
  };
};

interface Match {
  readonly odds: number;
  readonly candidate: Candidate;
  readonly compared: Compared;
}
