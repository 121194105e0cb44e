import type { Permission } from '../permissions.ts';
import type { RightsHolder } from '../rights.ts';

/** What a policy answers. `hidden`: for this person the object does not exist. */
export type Verdict =
  | { readonly kind: 'allowed' }
  | {
      readonly kind: 'refused';
      readonly permission: Permission;
      /** Place where the right is missing: of an object that the person may see, or one that they named themselves. */
      readonly divisionCode: string;
    }
  | { readonly kind: 'hidden' };

export const ALLOWED: Verdict = { kind: 'allowed' };
export const HIDDEN: Verdict = { kind: 'hidden' };

/**
 * Whether this person may do this to this object. `before` is the object as it is now, `after` as it will be: changing a thing needs the
 * right on both. If both are missing the object does not exist, which is answered like one that may not be seen.
 */
export interface Question<Action extends string, Target> {
  readonly person: RightsHolder;
  readonly action: Action;
  readonly before?: Target | undefined;
  readonly after?: Target | undefined;
  /** ISO 8601; an assignment is valid from its beginning (inclusive) until its end (exclusive). */
  readonly now: string;
}

export type Policy<Action extends string, Target> = (question: Question<Action, Target>) => Verdict;
