export { type Comparable, type Compared, createComparer, distanceM } from './compare.ts';
export { LINK_KIND_TABLE, LINK_KINDS } from './events.ts';
export { FEATURE_LEVELS, FEATURES, type Feature, type Levels } from './features.ts';
export { limitHoursByMatter } from './limit-hours.ts';
export {
  type CaseLink,
  type CaseLinksCommand,
  type CaseLinksState,
  caseLinksDecider,
  caseLinksStream,
} from './links.ts';
export {
  type Candidate,
  createRanker,
  type RankedCandidate,
  type Ranker,
  type Reason,
} from './rank.ts';
export { DUPLICATE_REASON_WORDS } from './reason-words.ts';
export { LINK_REFUSALS } from './refusals.ts';
export { type DuplicateRules, type DuplicateRulesPublished, duplicateRulesSchema } from './rules.ts';
