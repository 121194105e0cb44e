/** The finding of a `doctor` check, in one sentence, and what to do about it. */
export interface Finding {
  readonly check: string;
  /** `bad`: a server cannot start or work; `doubtful`: it may not in the future, or only in part. */
  readonly state: 'good' | 'doubtful' | 'bad';
  readonly sentence: string;
  readonly fix?: string;
}
