/** What a check of `doctor` found, in a sentence, and what to do about it. */
export interface Finding {
  readonly check: string;
  /** `bad`: a server does not start or work so; `doubtful`: it will not one day, or only in part. */
  readonly state: 'good' | 'doubtful' | 'bad';
  readonly sentence: string;
  readonly fix?: string;
}
