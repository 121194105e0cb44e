import { z } from '@hono/zod-openapi';
import type { DepartmentRow } from '../../../projections/department-list/project.ts';
import type { UserRow } from '../../../projections/user-list/project.ts';
import { createCommandHandler } from '../../application/command-handler.ts';
import {
  can,
  departmentDecider,
  departmentStream,
  ROLES,
  scopesFor,
  userIdOf,
} from '../../identity/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, listOf, record } from '../endpoint.ts';
import { ProblemError, throwRefusal } from '../problems.ts';
import { commandContext, nowIso, requireRight, settle } from '../request.ts';
import { presentSession, sessionAnswer } from './my-sessions.ts';

const TAG = 'users and departments';
const userParams = z.object({ userId: z.string().max(64) });
const assignmentBody = z.object({
  role: z.enum(ROLES),
  divisionCode: z.string().regex(/^\d{2,12}$/),
  departmentId: z.string().max(64).nullable().default(null),
  validUntil: z.iso.datetime().nullable().optional(),
});

export const userRoutes = (app: Api, deps: ApiDeps): void => {
  const { accounts, sql, store } = deps.core;
  const handle = createCommandHandler(store);

  const presentUser = async (row: UserRow) => ({
    userId: row.user_id,
    loginName: row.login_name,
    displayName: await accounts.openName(row.user_id, row.display_name),
    status: row.status,
    assignments: row.assignments,
    version: row.version,
  });

  const findUser = async (userId: string): Promise<UserRow> => {
    const [row] = await sql<UserRow>`select * from users where user_id = ${userId}`;
    if (row === undefined) throw new ProblemError('userNotFound', '用户不存在');
    return row;
  };

  /** A user may be managed by whoever manages users everywhere this user has rights. */
  const mayManage = (context: Parameters<typeof requireRight>[0], row: UserRow) => {
    for (const { divisionCode } of row.assignments)
      requireRight(context, deps, 'user:manage', { divisionCode });
    if (
      row.assignments.length === 0 &&
      scopesFor(context.var.user.assignments, 'user:manage', nowIso(deps)).length === 0
    ) {
      throw new ProblemError('forbidden', '无权管理用户');
    }
  };

  endpoint(app, {
    method: 'get',
    path: '/users',
    access: holdersOf('user:manage'),
    tag: TAG,
    summary: 'Users that I may manage',
    answer: listOf(record),
    async handle(context) {
      const rows = await sql<UserRow>`select * from users order by login_name`;
      const { user } = context.var;
      const now = nowIso(deps);
      if (scopesFor(user.assignments, 'user:manage', now).length === 0)
        throw new ProblemError('forbidden', '无权管理用户');
      const visible = rows.filter((row) =>
        row.assignments.every(({ divisionCode }) => can(user, 'user:manage', { divisionCode }, now)),
      );
      return context.json({ items: await Promise.all(visible.map(presentUser)), nextCursor: null });
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
      assignments: z.array(assignmentBody).max(20).default([]),
    }),
    async handle(context, { body }) {
      const { password, assignments, ...rest } = body;
      for (const { divisionCode } of assignments)
        requireRight(context, deps, 'user:manage', { divisionCode });
      if (scopesFor(context.var.user.assignments, 'user:manage', nowIso(deps)).length === 0) {
        throw new ProblemError('forbidden', '无权管理用户');
      }
      const command = commandContext(context, { ...rest, password, assignments }, userIdOf(rest.loginName));
      const mustChangePassword = deps.config.YIWANG_PASSWORD_FORCE_CHANGE;
      let outcome = await accounts.register({ ...rest, password, mustChangePassword }, command);
      let state = await settle(context, deps, outcome);
      for (const [n, assignment] of assignments.entries()) {
        if (state.status === 'unknown') break;
        const key = command.key === undefined ? {} : { key: `${command.key} assignment ${n}` };
        const { validUntil, ...needed } = assignment;
        outcome = await accounts.assignRole(
          state.userId,
          { ...needed, ...(validUntil === undefined ? {} : { validUntil }) },
          { actor: command.actor, ...key, digest: context.var.commandDigests(JSON.stringify(assignment)) },
        );
        state = await settle(context, deps, outcome);
      }
      if (state.status === 'unknown') throw new ProblemError('internal');
      return context.json(
        { userId: state.userId, loginName: state.loginName, assignments: state.assignments },
        201,
      );
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/users/{userId}',
    access: holdersOf('user:manage'),
    tag: TAG,
    summary: 'One user',
    params: userParams,
    async handle(context, { params }) {
      const row = await findUser(params.userId);
      mayManage(context, row);
      context.header('etag', `"${row.version}"`);
      return context.json(await presentUser(row));
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/users/{userId}/assignments',
    done: 201,
    access: holdersOf('user:manage'),
    tag: TAG,
    summary: 'Give a role',
    params: userParams,
    body: assignmentBody,
    async handle(context, { params, body }) {
      await findUser(params.userId);
      requireRight(context, deps, 'user:manage', { divisionCode: body.divisionCode });
      const { validUntil, ...assignment } = body;
      const state = await settle(
        context,
        deps,
        await accounts.assignRole(
          params.userId,
          { ...assignment, ...(validUntil === undefined ? {} : { validUntil }) },
          commandContext(context, body),
        ),
      );
      return context.json({ assignments: state.status === 'unknown' ? [] : state.assignments }, 201);
    },
  });

  endpoint(app, {
    method: 'delete',
    path: '/users/{userId}/assignments/{assignmentId}',
    done: 204,
    access: holdersOf('user:manage'),
    tag: TAG,
    summary: 'Take a role back',
    params: userParams.extend({ assignmentId: z.string().max(64) }),
    async handle(context, { params }) {
      mayManage(context, await findUser(params.userId));
      await settle(
        context,
        deps,
        await accounts.revokeRole(params.userId, params.assignmentId, commandContext(context, {})),
      );
      return context.body(null, 204);
    },
  });

  for (const [resource, summary] of [
    ['disabling', 'Disable a user: sessions end'],
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
      async handle(context, { params, body }) {
        mayManage(context, await findUser(params.userId));
        const command = commandContext(context, body);
        await settle(
          context,
          deps,
          resource === 'disabling'
            ? await accounts.disable(params.userId, body.reason, command)
            : await accounts.enable(params.userId, command),
        );
        return context.json(await presentUser(await findUser(params.userId)));
      },
    });
  }

  endpoint(app, {
    method: 'post',
    path: '/users/{userId}/password-reset',
    tag: TAG,
    summary: 'A one-time code, shown this once, with which a user sets a new password',
    access: holdersOf('user:manage'),
    params: userParams,
    answer: z.object({ resetCode: z.string(), expiresAt: z.string() }),
    async handle(context, { params }) {
      mayManage(context, await findUser(params.userId));
      // Without the caller's key: a code is shown once, and a repeat has to be another one.
      const actor = `user:${context.var.user.userId}`;
      const outcome = await accounts.issuePasswordReset(params.userId, { actor });
      if (!outcome.ok) return throwRefusal(outcome.refusal);
      return context.json({ resetCode: outcome.code, expiresAt: outcome.expiresAt }, 201);
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/users/{userId}/sessions',
    tag: TAG,
    summary: 'Sessions of a user, latest first',
    access: holdersOf('user:manage'),
    params: userParams,
    answer: listOf(sessionAnswer),
    async handle(context, { params }) {
      mayManage(context, await findUser(params.userId));
      const items = (await accounts.listSessions(params.userId)).map((each) => presentSession(each));
      return context.json({ items, nextCursor: null });
    },
  });

  for (const [resource, summary] of [
    ['sessions', 'End all sessions of a user'],
    ['second-factor', 'Remove the second factor of a user who lost it'],
  ] as const) {
    endpoint(app, {
      method: 'delete',
      path: `/users/{userId}/${resource}`,
      tag: TAG,
      summary,
      access: holdersOf('user:manage'),
      params: userParams,
      async handle(context, { params }) {
        mayManage(context, await findUser(params.userId));
        const command = commandContext(context, {});
        await settle(
          context,
          deps,
          resource === 'sessions'
            ? await accounts.closeAllSessions(params.userId, command)
            : await accounts.dropSecondFactor(params.userId, command),
        );
        return context.body(null, 204);
      },
    });
  }

  endpoint(app, {
    method: 'get',
    path: '/departments',
    access: signedIn('names of departments are no secret'),
    tag: TAG,
    summary: 'Departments',
    answer: listOf(record),
    async handle(context) {
      const rows = await sql<DepartmentRow>`select * from departments order by department_id`;
      return context.json({ items: rows.map(presentDepartment), nextCursor: null });
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/departments/{departmentId}',
    access: holdersOf('department:manage'),
    tag: TAG,
    summary: 'Define a department, or change it',
    params: z.object({ departmentId: z.string().max(64) }),
    body: z.object({
      name: z.string().min(1).max(100),
      divisionCode: z.string().regex(/^\d{2,12}$/),
      bodies: z.array(z.string().min(1).max(100)).max(100).default([]),
    }),
    async handle(context, { params, body }) {
      requireRight(context, deps, 'department:manage', { divisionCode: body.divisionCode });
      const { departmentId } = params;
      const data = { departmentId, ...body, synthetic: false };
      const state = await settle(
        context,
        deps,
        await handle({
          stream: departmentStream(departmentId),
          decider: departmentDecider,
          command: { type: 'DefineDepartment', data },
          context: commandContext(context, body),
        }),
      );
      return context.json(state ?? {});
    },
  });
};

const presentDepartment = (row: DepartmentRow) => ({
  departmentId: row.department_id,
  name: row.name,
  divisionCode: row.division_code,
  bodies: row.bodies,
  synthetic: row.synthetic,
  version: row.version,
});
