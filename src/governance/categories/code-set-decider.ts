import { accepted, type Decider, refused } from '../../commands/decider.ts';
import { type CodeSetData, codeSetSchema } from './code-set.ts';
import type { CodeSetPublished } from './events.ts';

export interface CodeSetCommand {
  readonly type: 'PublishCodeSet';
  readonly data: Omit<CodeSetData, 'codeSetVersion'>;
}

/** Stream `code-set-{id}`: the version in force, or null. */
export type CodeSetState = CodeSetData | null;

export const codeSetStream = (codeSetId: string): string => `code-set-${codeSetId}`;
export const crosswalkStream = (crosswalkId: string): string => `crosswalk-${crosswalkId}`;

const content = (data: CodeSetData): string => JSON.stringify({ ...data, codeSetVersion: 0 });

/** Publishing content that is already in force creates no new version. */
export const codeSetDecider: Decider<CodeSetState, CodeSetCommand, CodeSetPublished> = {
  initialState: null,
  decide: ({ data }, state) => {
    const parsed = codeSetSchema.safeParse({ ...data, codeSetVersion: (state?.codeSetVersion ?? 0) + 1 });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return refused('codeSetInvalid', '分类代码集有误', {
        path: issue?.path.join('.'),
        problem: issue?.message,
      });
    }
    return state !== null && content(state) === content(parsed.data)
      ? accepted()
      : accepted({ type: 'CodeSetPublished', data: parsed.data });
  },
  evolve: (state, { data }) =>
    state !== null && state.codeSetVersion > data.codeSetVersion ? state : codeSetSchema.parse(data),
};
