import type { Words } from '../../platform/words.ts';
import type { CaseStage } from '../vocabulary.ts';

/** What has to be known about a type of event apart from its data. */
export interface CaseEventRow extends Words {
  /** Schema version in which it is written now; 1 if none is given. */
  readonly version?: number;
  /** Stages that it leads to: one of several by its data (`stage-after.ts`), none if the case stays. Applies to events written long ago too. */
  readonly to?: readonly CaseStage[];
  /** Where in its data there is text that a person typed. */
  readonly freeText?: readonly string[];
  /** Seen only by people who may add such an event themselves. */
  readonly internal?: true;
  /** Version from which they are written masked; the first if none is given. */
  readonly maskedSince?: number;
}

/** Of types that were written before free text was masked. */
export const maskedLater = <const Paths extends readonly string[]>(...freeText: Paths) =>
  ({ version: 2, freeText, maskedSince: 2 }) as const;
