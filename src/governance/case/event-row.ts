import type { Words } from '../../platform/words.ts';
import type { CaseStage } from '../vocabulary.ts';

/** What is to be known of a type of event beside its data. */
export interface CaseEventRow extends Words {
  /** Schema version in which it is written now; 1 where none is named. */
  readonly version?: number;
  /** Stages that it leads to: one of several by its data (`stage-after.ts`), none where the case stays. Holds for what was written long ago too. */
  readonly to?: readonly CaseStage[];
  /** Where a person's own words stand in its data. */
  readonly freeText?: readonly string[];
  /** Version from which on they are written masked; from the first where none is named. */
  readonly maskedSince?: number;
}

/** Of types that were written before free text was masked. */
export const maskedLater = <const Paths extends readonly string[]>(...freeText: Paths) =>
  ({ version: 2, freeText, maskedSince: 2 }) as const;
