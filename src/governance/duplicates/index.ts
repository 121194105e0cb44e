export { type Comparable, type Compared, createComparer, distanceM } from './compare.ts';
export { FEATURE_LEVELS, FEATURES, type Feature, type Levels } from './features.ts';
export { limitHoursByMatter } from './limit-hours.ts';
export {
  type Candidate,
  createRanker,
  oddsOf,
  type RankedCandidate,
  type Ranker,
  type Reason,
} from './rank.ts';
export { type DuplicateRules, duplicateRulesSchema } from './rules.ts';
