import type { Quality, QualityFlag } from '../events.ts';

/** Flags that say something about a record without making its values doubtful. */
const NOTES: ReadonlySet<QualityFlag> = new Set(['historical', 'afterGap', 'unauthenticated']);

const isDoubtful = (flags: readonly QualityFlag[] | undefined): boolean =>
  flags?.some((flag) => !NOTES.has(flag)) === true;

/** Whether a value counts in means, indices and rates: nothing is doubtful about it or about its record. `*` asks for the record. */
export const isUsable = (quality: Quality | undefined, indicator: string): boolean =>
  quality === undefined || !(isDoubtful(quality['*']) || isDoubtful(quality[indicator]));

/** Whether anything in a record is doubtful. */
export const hasDoubt = (quality: Quality | undefined): boolean =>
  quality !== undefined && Object.values(quality).some(isDoubtful);

/** Flags that keep no alarm from being raised. */
const HARMLESS: ReadonlySet<QualityFlag> = new Set(['afterGap', 'unauthenticated']);

/** What is doubtful raises no alarm, and neither does what is too old to be of use; that a silence came before says nothing against it. */
export const suppressesAlarm = (flags: readonly QualityFlag[] | undefined): boolean =>
  flags?.some((flag) => !HARMLESS.has(flag)) === true;
