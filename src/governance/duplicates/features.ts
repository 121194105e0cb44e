/**
 * The features compared between a report and an open case, and the possible levels of each comparison. Each level has a weight
 * in the rules: the log of how much likelier it is between two reports of one incident than between unrelated ones (record linkage
 * after Fellegi and Sunter, 1969). Weights add up, so each candidate explains itself.
 */
export const FEATURE_LEVELS = {
  /** Distance relative to the matter's extent and both position errors. */
  distance: ['at', 'close', 'within', 'near', 'far'],
  /** Time since the case was reported, relative to its matter's typical limit. */
  time: ['atOnce', 'soon', 'inLimit', 'late'],
  /** Already fed back as handled: a report now may be a new incident. */
  progress: ['waiting', 'fedBack'],
  matter: ['sameRow', 'same', 'confusable', 'sameMajor', 'unknown', 'different'],
  /** Words of the descriptions, without those of the address. */
  text: ['alike', 'similar', 'slight', 'other', 'notComparable'],
  /** The subject of the words: topics by their key words. */
  topic: ['agree', 'conflict', 'none'],
  /** Numbers on things: lamp posts, manhole lids, buildings. */
  number: ['agree', 'conflict', 'none'],
  houseNumber: ['agree', 'near', 'conflict', 'none'],
  /** East gate, north side … of the same place. */
  side: ['agree', 'conflict', 'none'],
  /** Names of streets and places in address and description. */
  place: ['agree', 'partly', 'conflict', 'none'],
  component: ['agree', 'conflict', 'none'],
  device: ['same', 'none'],
  /** A worker on patrol does not report the same thing twice. */
  reporter: ['sameWorker', 'none'],
  sources: ['people', 'deviceAndPerson', 'devices'],
} as const;

export type Feature = keyof typeof FEATURE_LEVELS;
export type Levels = { readonly [F in Feature]: (typeof FEATURE_LEVELS)[F][number] };
export const FEATURES = Object.keys(FEATURE_LEVELS) as Feature[];
