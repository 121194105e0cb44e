import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type { FilingStandardPublished } from '../events.ts';
import { type FilingStandardData, filingStandardSchema } from './filing-standard.ts';

export interface FilingStandardCommand {
  readonly type: 'PublishFilingStandard';
  /** The version follows the earlier ones; a case keeps the version under which it was filed. */
  readonly data: Omit<FilingStandardData, 'standardVersion'>;
}

/** Stream `standard-{id}`: the version in force, or null. */
export type FilingStandardState = FilingStandardData | null;

export const standardStream = (standardId: string): string => `standard-${standardId}`;

const sameContent = (a: FilingStandardData, b: FilingStandardData): boolean =>
  JSON.stringify({ ...a, standardVersion: 0 }) === JSON.stringify({ ...b, standardVersion: 0 });

/** Publishing content that is already in force creates no new version. */
export const filingStandardDecider: Decider<
  FilingStandardState,
  FilingStandardCommand,
  FilingStandardPublished
> = {
  initialState: null,
  decide: ({ data }, state) => {
    const parsed = filingStandardSchema.safeParse({
      ...data,
      standardVersion: (state?.standardVersion ?? 0) + 1,
    });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return refused('filingStandardInvalid', '立案标准有误', {
        path: issue?.path.join('.'),
        problem: issue?.message,
      });
    }
    return state !== null && sameContent(state, parsed.data)
      ? accepted()
      : accepted({ type: 'FilingStandardPublished', data: parsed.data });
  },
  // A correction of an older version does not put it back into force.
  evolve: (state, { data }) =>
    state !== null && state.standardVersion > data.standardVersion ? state : filingStandardSchema.parse(data),
};
