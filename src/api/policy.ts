import type { Context } from 'hono';
import { type Permission, permissionsOf, type Scope, scopesFor } from '../identity/index.ts';
import type { Places, Policy } from '../identity/policy/index.ts';
import { noteOutOfSight } from './audit-requests.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { ProblemError } from './problems.ts';
import { nowIso } from './request.ts';

/**
 * Notes that the request checked a right over the objects it accesses; `requireAccess` finds answers without such a check. All
 * functions below call it themselves: a route calls it only if in the end it accesses no object.
 */
export const noteAsked = (context: Context<ApiEnv>): void => context.set('asked', true);

/**
 * Continues only if the policy allows the action. Otherwise throws `forbidden` with the missing right if the person may know about
 * the object, else the error of `missing`, as for an object that does not exist. A request for an existing object is then audited.
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
          // Whether the role lacks the right, or has it for another division or department.
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

/** The row of an object that has a place, if the policy allows the action on it; `missing` as in requireAllowed. */
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

/** The intended place of an object, as given by the caller. */
export const at = (divisionCode: string): Places => [{ divisionCode }];

/** Does the policy allow it? For parts that may be left out of an answer; lists use `allowedAmong`. */
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

/** The entries of a list for which the policy allows the action; an empty list also counts as checked. */
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

/** May an object named in the request be seen? If it exists but may not be seen, the attempt is audited. */
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

/** The scopes of a list: objects outside them are not in it. */
export const scopesOf = (context: Context<ApiEnv>, deps: ApiDeps, permission: Permission): Scope[] => {
  noteAsked(context);
  return scopesFor(context.var.user.assignments, permission, nowIso(deps));
};
