import { z } from '@hono/zod-openapi';
import { listUsers } from '../../../projections/identity/user-list/queries.ts';
import type { UserRow } from '../../../projections/identity/user-list/table.ts';
import { userIdOf } from '../../identity/index.ts';
import { type ManagedPerson, userPolicy } from '../../identity/policy/index.ts';
import { holdersOf } from '../access.ts';
import { registeredUserAnswer, userAnswer } from '../answers/people.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { requireDivision } from '../known-places.ts';
import { managedPersonOf } from '../managed-person.ts';
import { allowedAmong, requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, digestOfShown, setETag, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { WHOLE_PROVINCE } from './standards.ts';
import {
  allowedUser,
  assignmentBody,
  presentUser,
  requireGivable,
  rightsChangesOf,
  SEE_PEOPLE,
  userParams,
} from './user-access.ts';

const TAG = 'users and departments';

/** Users: their details, and whether they may sign in. */
export const userRoutes = (app: Api, deps: ApiDeps): void => {
  const { accounts, sql, store } = deps.core;
  const { giveRole } = rightsChangesOf(deps);

  endpoint(app, {
    method: 'get',
    path: '/users',
    access: SEE_PEOPLE,
    tag: TAG,
    summary: 'Users whom I may manage, grant rights to, or view',
    answer: wholeListOf(userAnswer),
    async handle(context) {
      const rows = await listUsers(sql);
      const people: { row: UserRow; before: ManagedPerson }[] = [];
      for (const row of rows) people.push({ row, before: await managedPersonOf(store, row) });
      const visible = allowedAmong(context, deps, userPolicy, 'see', people, ({ before }) => before);
      const items = await Promise.all(visible.map(({ row }) => presentUser(context, deps, row)));
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/users',
    done: 201,
    access: holdersOf('user:manage'),
    tag: TAG,
    summary: 'Register a user, with roles if given',
    body: z.object({
      loginName: z.string().min(2).max(32),
      displayName: z.string().min(1).max(50),
      password: z.string().min(1).max(256),
      /** Home division of the person; default: the division of the first role. */
      homeDivision: z
        .string()
        .regex(/^\d{2,12}$/)
        .optional(),
      assignments: z.array(assignmentBody).max(20).default([]),
    }),
    answer: registeredUserAnswer,
    async handle(context, { body }) {
      const { password, assignments, ...given } = body;
      const homeDivision = given.homeDivision ?? assignments[0]?.divisionCode ?? WHOLE_PROVINCE.divisionCode;
      requireAllowed(context, deps, userPolicy, 'register', { after: { homeDivision, assignments } });
      requireDivision(deps, homeDivision);
      for (const assignment of assignments) requireGivable(context, deps, assignment);
      const rest = { ...given, homeDivision };
      const command = commandContext(context, { ...rest, password, assignments }, userIdOf(rest.loginName));
      const refusal = accounts.refusedFor(userIdOf(rest.loginName), assignments, command);
      if (refusal !== undefined) await settle(context, deps, refusal);
      const mustChangePassword = deps.config.YIWANG_PASSWORD_FORCE_CHANGE;
      let outcome = await accounts.register({ ...rest, password, mustChangePassword }, command);
      let state = await settle(context, deps, outcome);
      for (const [n, assignment] of assignments.entries()) {
        if (state.status === 'unknown') break;
        const key = command.key === undefined ? {} : { key: `${command.key} assignment ${n}` };
        const { validUntil, ...needed } = assignment;
        outcome = await giveRole(
          state.userId,
          { ...needed, ...(validUntil === undefined ? {} : { validUntil }) },
          { actor: command.actor, ...key, digest: context.var.commandDigests(JSON.stringify(assignment)) },
        );
        state = await settle(context, deps, outcome);
      }
      if (state.status === 'unknown') throw new ProblemError('internal');
      return {
        userId: state.userId,
        loginName: state.loginName,
        homeDivision,
        assignments: state.assignments,
        pendingChanges: state.pendingChanges,
      };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/users/{userId}',
    access: SEE_PEOPLE,
    tag: TAG,
    summary: 'One user',
    params: userParams,
    answer: userAnswer,
    async handle(context, { params }) {
      const row = await allowedUser(context, deps, 'see', params.userId);
      const shown = await presentUser(context, deps, row);
      setETag(context, row.version, digestOfShown(deps, shown));
      return shown;
    },
  });

  for (const [resource, summary] of [
    ['disabling', 'Disable a user: all sessions end'],
    ['enabling', 'Enable a user again'],
  ] as const) {
    endpoint(app, {
      method: 'post',
      path: `/users/{userId}/${resource}`,
      access: holdersOf('user:manage'),
      tag: TAG,
      summary,
      params: userParams,
      body: z.object({ reason: z.string().min(1).max(500) }),
      answer: userAnswer,
      async handle(context, { params, body }) {
        await allowedUser(context, deps, 'manage', params.userId);
        const command = commandContext(context, body);
        await settle(
          context,
          deps,
          resource === 'disabling'
            ? await accounts.disable(params.userId, body.reason, command)
            : await accounts.enable(params.userId, command),
        );
        return await presentUser(context, deps, await allowedUser(context, deps, 'see', params.userId));
      },
    });
  }
};
