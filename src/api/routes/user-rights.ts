import { z } from '@hono/zod-openapi';
import { assignmentPolicy } from '../../identity/policy/index.ts';
import { holdersOf } from '../access.ts';
import { givenRoleAnswer } from '../answers/people.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, settle } from '../request.ts';
import {
  allowedUser,
  assignmentBody,
  requireGivable,
  rightsChangesOf,
  shownAssignments,
  userParams,
} from './user-access.ts';

const TAG = 'users and departments';

/** Roles of users: granted and revoked. */
export const userRightsRoutes = (app: Api, deps: ApiDeps): void => {
  const { giveRole, takeRoleBack } = rightsChangesOf(deps);

  endpoint(app, {
    method: 'post',
    path: '/users/{userId}/assignments',
    done: 201,
    access: holdersOf('right:grant'),
    tag: TAG,
    summary: 'Grant a role; if a second person has to approve, request it',
    params: userParams,
    body: assignmentBody,
    answer: givenRoleAnswer,
    async handle(context, { params, body }) {
      await allowedUser(context, deps, 'see', params.userId);
      requireGivable(context, deps, body);
      const { validUntil, ...assignment } = body;
      const state = await settle(
        context,
        deps,
        await giveRole(
          params.userId,
          { ...assignment, ...(validUntil === undefined ? {} : { validUntil }) },
          commandContext(context, body),
        ),
      );
      const { assignments, pendingChanges } =
        state.status === 'unknown' ? { assignments: [], pendingChanges: [] } : state;
      return { assignments: shownAssignments(context, deps, assignments), pendingChanges };
    },
  });

  endpoint(app, {
    method: 'delete',
    path: '/users/{userId}/assignments/{assignmentId}',
    done: 204,
    access: holdersOf('right:grant'),
    tag: TAG,
    summary: 'Revoke a role; if a second person has to approve, request it',
    params: userParams.extend({ assignmentId: z.string().max(64) }),
    async handle(context, { params }) {
      const row = await allowedUser(context, deps, 'see', params.userId);
      const before = row.assignments.find(({ assignmentId }) => assignmentId === params.assignmentId);
      // If it no longer exists, the request may be a repeat: the decider knows.
      if (before !== undefined)
        requireAllowed(
          context,
          deps,
          assignmentPolicy,
          'takeBack',
          { before },
          () => new ProblemError('assignmentNotFound', { zh: '授权不存在', en: 'Assignment not found' }),
        );
      await settle(
        context,
        deps,
        await takeRoleBack(params.userId, params.assignmentId, commandContext(context, {})),
      );
    },
  });
};
