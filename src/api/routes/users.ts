import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { listDepartments } from '../../../projections/identity/department-list/queries.ts';
import type { DepartmentRow } from '../../../projections/identity/department-list/table.ts';
import { findUser, listUsers } from '../../../projections/identity/user-list/queries.ts';
import type { UserRow } from '../../../projections/identity/user-list/table.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { fold } from '../../commands/decider.ts';
import { departmentDecider, departmentStream, ROLES, userIdOf } from '../../identity/index.ts';
import {
  assignmentPolicy,
  departmentPolicy,
  type ManagedPerson,
  type RoleAt,
  userPolicy,
} from '../../identity/policy/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import {
  departmentAnswer,
  departmentDefinedAnswer,
  givenRoleAnswer,
  passwordResetAnswer,
  registeredUserAnswer,
  sessionAnswer,
  userAnswer,
} from '../answers/people.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { requireDepartment, requireDivision } from '../known-places.ts';
import { managedPersonOf } from '../managed-person.ts';
import { allowedAmong, at, requireAllowed } from '../policy.ts';
import { ProblemError, throwRefusal } from '../problems.ts';
import { commandContext, digestOfShown, setETag, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { presentSession } from './my-sessions.ts';
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'users and departments';
const SEE_PEOPLE = holdersOf('user:manage', 'right:grant', 'user:read');
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
  /** Changes of rights by people: done, or only asked for. */
  const [giveRole, takeRoleBack] = deps.config.YIWANG_RIGHTS_SECOND_PERSON
    ? [accounts.requestAssignment, accounts.requestRevocation]
    : [accounts.assignRole, accounts.revokeRole];

  /** Roles that others gave elsewhere are not shown. */
  const shownAssignments = <Held extends RoleAt>(context: Context<ApiEnv>, held: readonly Held[]): Held[] =>
    allowedAmong(context, deps, assignmentPolicy, 'see', held, (role) => role);

  const presentUser = async (context: Context<ApiEnv>, row: UserRow): Promise<Shown<typeof userAnswer>> => ({
    userId: row.user_id,
    loginName: row.login_name,
    displayName: await accounts.openName(row.user_id, row.display_name),
    status: row.status,
    assignments: shownAssignments(context, row.assignments),
    version: row.version,
  });

  const userNotFound = () => new ProblemError('userNotFound', { zh: '用户不存在', en: 'User not found' });

  /** The user, if that may be done with them. Somebody out of sight is as unknown as nobody. */
  const allowedUser = async (
    context: Context<ApiEnv>,
    action: 'see' | 'manage' | 'takeOver',
    userId: string,
  ): Promise<UserRow> => {
    const row = await findUser(sql, userId);
    const before = row && (await managedPersonOf(store, row));
    requireAllowed(context, deps, userPolicy, action, { before }, userNotFound);
    return row!;
  };

  /** A role is given only where one gives rights, in a division and a department that there are. */
  const requireGivable = (context: Context<ApiEnv>, role: z.infer<typeof assignmentBody>): void => {
    requireAllowed(context, deps, assignmentPolicy, 'give', { after: role });
    requireDivision(deps, role.divisionCode);
    requireDepartment(deps, role.departmentId);
  };

  endpoint(app, {
    method: 'get',
    path: '/users',
    access: SEE_PEOPLE,
    tag: TAG,
    summary: 'Users that I may manage, give rights to or read about',
    answer: wholeListOf(userAnswer),
    async handle(context) {
      const rows = await listUsers(sql);
      const people: { row: UserRow; before: ManagedPerson }[] = [];
      for (const row of rows) people.push({ row, before: await managedPersonOf(store, row) });
      const visible = allowedAmong(context, deps, userPolicy, 'see', people, ({ before }) => before);
      const items = await Promise.all(visible.map(({ row }) => presentUser(context, row)));
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
      /** Where the person belongs; the division of the first role where it is left out. */
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
      for (const assignment of assignments) requireGivable(context, assignment);
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
      const row = await allowedUser(context, 'see', params.userId);
      const shown = await presentUser(context, row);
      setETag(context, row.version, digestOfShown(deps, shown));
      return shown;
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/users/{userId}/assignments',
    done: 201,
    access: holdersOf('right:grant'),
    tag: TAG,
    summary: 'Give a role; where a second person has to approve, ask for it',
    params: userParams,
    body: assignmentBody,
    answer: givenRoleAnswer,
    async handle(context, { params, body }) {
      await allowedUser(context, 'see', params.userId);
      requireGivable(context, body);
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
      return { assignments: shownAssignments(context, assignments), pendingChanges };
    },
  });

  endpoint(app, {
    method: 'delete',
    path: '/users/{userId}/assignments/{assignmentId}',
    done: 204,
    access: holdersOf('right:grant'),
    tag: TAG,
    summary: 'Take a role back; where a second person has to approve, ask for it',
    params: userParams.extend({ assignmentId: z.string().max(64) }),
    async handle(context, { params }) {
      const row = await allowedUser(context, 'see', params.userId);
      const before = row.assignments.find(({ assignmentId }) => assignmentId === params.assignmentId);
      // One that is not there any more may be a repeat: the decider knows.
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
      answer: userAnswer,
      async handle(context, { params, body }) {
        await allowedUser(context, 'manage', params.userId);
        const command = commandContext(context, body);
        await settle(
          context,
          deps,
          resource === 'disabling'
            ? await accounts.disable(params.userId, body.reason, command)
            : await accounts.enable(params.userId, command),
        );
        return await presentUser(context, await allowedUser(context, 'see', params.userId));
      },
    });
  }

  endpoint(app, {
    method: 'post',
    path: '/users/{userId}/password-reset',
    done: 201,
    tag: TAG,
    summary: 'A one-time code, shown this once, with which a user sets a new password',
    access: holdersOf('user:manage'),
    params: userParams,
    answer: passwordResetAnswer,
    async handle(context, { params }) {
      await allowedUser(context, 'takeOver', params.userId);
      // Without the caller's key: a code is shown once, and a repeat has to be another one.
      const actor = `user:${context.var.user.userId}`;
      const outcome = await accounts.issuePasswordReset(params.userId, { actor });
      if (!outcome.ok) return throwRefusal(outcome.refusal);
      return { resetCode: outcome.code, expiresAt: outcome.expiresAt };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/users/{userId}/sessions',
    tag: TAG,
    summary: 'Sessions of a user, latest first',
    access: holdersOf('user:manage'),
    params: userParams,
    answer: wholeListOf(sessionAnswer),
    async handle(context, { params }) {
      await allowedUser(context, 'manage', params.userId);
      const items = (await accounts.listSessions(params.userId)).map((each) => presentSession(each));
      return answerList(context, items);
    },
  });

  for (const [resource, summary] of [
    ['sessions', 'End all sessions of a user'],
    ['second-factor', 'Remove the second factor of a user who lost it'],
  ] as const) {
    endpoint(app, {
      method: 'delete',
      path: `/users/{userId}/${resource}`,
      done: 204,
      tag: TAG,
      summary,
      access: holdersOf('user:manage'),
      params: userParams,
      async handle(context, { params }) {
        // Without the second factor an account is easier to take.
        await allowedUser(context, resource === 'sessions' ? 'manage' : 'takeOver', params.userId);
        const command = commandContext(context, {});
        await settle(
          context,
          deps,
          resource === 'sessions'
            ? await accounts.closeAllSessions(params.userId, command)
            : await accounts.dropSecondFactor(params.userId, command),
        );
      },
    });
  }

  endpoint(app, {
    method: 'get',
    path: '/departments',
    access: signedIn('names of departments are no secret'),
    tag: TAG,
    summary: 'Departments',
    answer: wholeListOf(departmentAnswer),
    async handle(context) {
      const rows = await listDepartments(sql);
      return answerList(context, rows.map(presentDepartment));
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
    answer: departmentDefinedAnswer,
    async handle(context, { params, body }) {
      const { departmentId } = params;
      const stands = fold(
        departmentDecider,
        (await store.readStream(departmentStream(departmentId))) as never,
      );
      const before = stands === null ? undefined : at(stands.divisionCode);
      requireAllowed(context, deps, departmentPolicy, 'manage', { before, after: at(body.divisionCode) });
      requireDivision(deps, body.divisionCode);
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
      if (state === null) throw new ProblemError('internal');
      return state;
    },
  });
};

const presentDepartment = (row: DepartmentRow): Shown<typeof departmentAnswer> => ({
  departmentId: row.department_id,
  name: row.name,
  divisionCode: row.division_code,
  bodies: row.bodies,
  synthetic: row.synthetic,
  version: row.version,
});
