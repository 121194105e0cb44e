import type { Context } from 'hono';
import { type Permission, permissionsOf, type Scope, scopesFor } from '../identity/index.ts';
import type { Places, Policy } from '../identity/policy/index.ts';
import { noteOutOfSight } from './audit-requests.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { ProblemError } from './problems.ts';
import { nowIso } from './request.ts';

/**
 * Notes that the request asked for a right over what it touches; what answers without is found by `requireAccess`. All functions below
 * do it themselves: a route says it only where it touches nothing in the end.
 */
export const noteAsked = (context: Context<ApiEnv>): void => context.set('asked', true);

/**
 * Goes on only where the policy allows it. Throws `forbidden` with the missing right where the person may know of the object, else
 * what `missing` gives: the same as for an object that is not there. That somebody asked for one that is there stands in the audit log.
 */
export const requireAllowed = <Action extends string, Target>(
  context: Context<ApiEnv>,
  deps: ApiDeps,
  policy: Policy<Action, Target>,
  action: Action,
  target: { readonly before?: Target | undefined; readonly after?: Target | undefined },
  missing: () => ProblemError = () => new ProblemError('notFound'),
): void => {
  const { user } = context.var;
  const now = nowIso(deps);
  noteAsked(context);
  const verdict = policy({ person: user, action, ...target, now });
  switch (verdict.kind) {
    case 'allowed':
      return;
    case 'hidden':
      if (target.before !== undefined) noteOutOfSight(context, deps);
      throw missing();
    case 'refused': {
      const { permission, divisionCode } = verdict;
      const elsewhere = permissionsOf(user.assignments, now).includes(permission);
      throw new ProblemError(
        'forbidden',
        { zh: '无权执行此操作', en: 'You may not do this' },
        {
          permission,
          divisionCode,
          // Whether the role lacks the right, or holds it for another division or department.
          cause: elsewhere ? 'wrongScope' : 'wrongRole',
        },
      );
    }
    default:
      verdict satisfies never;
  }
};

/** Place of a row of a read model, for `before` and `after`. */
export const placesOf = (row: { readonly division_code: string } | undefined): Places | undefined =>
  row && [{ divisionCode: row.division_code }];

/** The row of an object that lies somewhere, where the policy allows the action on it; `missing` as in requireAllowed. */
export const requireObject = <Action extends string, Row extends { readonly division_code: string }>(
  context: Context<ApiEnv>,
  deps: ApiDeps,
  policy: Policy<Action, Places>,
  action: Action,
  row: Row | undefined,
  missing: () => ProblemError,
): Row => {
  requireAllowed(context, deps, policy, action, { before: placesOf(row) }, missing);
  return row!;
};

/** The place where something is to be, as the caller typed it. */
export const at = (divisionCode: string): Places => [{ divisionCode }];

/** Does the policy allow it? For what is left out of an answer; lists ask with `allowedAmong`. */
export const isAllowed = <Action extends string, Target>(
  context: Context<ApiEnv>,
  deps: ApiDeps,
  policy: Policy<Action, Target>,
  action: Action,
  target: { readonly before?: Target | undefined; readonly after?: Target | undefined },
): boolean => {
  noteAsked(context);
  return policy({ person: context.var.user, action, ...target, now: nowIso(deps) }).kind === 'allowed';
};

/** Those of a list of which the policy allows the action; asked of each, and of a list of none, too. */
export const allowedAmong = <Action extends string, Target, Each>(
  context: Context<ApiEnv>,
  deps: ApiDeps,
  policy: Policy<Action, Target>,
  action: Action,
  list: readonly Each[],
  beforeOf: (each: Each) => Target | undefined,
): Each[] => {
  noteAsked(context);
  return list.filter((each) => isAllowed(context, deps, policy, action, { before: beforeOf(each) }));
};

/** May an object that the request names be seen? That somebody named one out of sight stands in the audit log. */
export const isInSight = <Action extends string, Target>(
  context: Context<ApiEnv>,
  deps: ApiDeps,
  policy: Policy<Action, Target>,
  action: Action,
  before: Target | undefined,
): boolean => {
  const allowed = isAllowed(context, deps, policy, action, { before });
  if (!allowed && before !== undefined) noteOutOfSight(context, deps);
  return allowed;
};

/** Where a list may look: what lies elsewhere is not in it. */
export const scopesOf = (context: Context<ApiEnv>, deps: ApiDeps, permission: Permission): Scope[] => {
  noteAsked(context);
  return scopesFor(context.var.user.assignments, permission, nowIso(deps));
};
