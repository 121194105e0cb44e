import type { Quality, QualityFlag } from '../events.ts';

/** Flags that note something about a record without making its values doubtful. */
const NOTES: ReadonlySet<QualityFlag> = new Set(['historical', 'clockBehind', 'afterGap', 'unauthenticated']);

const isDoubtful = (flags: readonly QualityFlag[] | undefined): boolean =>
  flags?.some((flag) => !NOTES.has(flag)) === true;

/** Whether a value counts in means, indices and rates: neither it nor its record is doubtful. `*` checks the record. */
export const isUsable = (quality: Quality | undefined, indicator: string): boolean =>
  quality === undefined || !(isDoubtful(quality['*']) || isDoubtful(quality[indicator]));

/** Whether anything in a record is doubtful. */
export const hasDoubt = (quality: Quality | undefined): boolean =>
  quality !== undefined && Object.values(quality).some(isDoubtful);
