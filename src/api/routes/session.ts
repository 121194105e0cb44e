import { z } from '@hono/zod-openapi';
import type { Account } from '../../application/accounts.ts';
import { permissionsOf } from '../../identity/index.ts';
import { anybody, signedIn } from '../access.ts';
import { createAttemptLimit } from '../attempt-limit.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { ProblemError, throwRefusal } from '../problems.ts';
import { nowIso, settle } from '../request.ts';

const TAG = 'session';

export const sessionRoutes = (app: Api, deps: ApiDeps): void => {
  const { accounts } = deps.core;
  const attempts = createAttemptLimit(deps.clock);

  const presentUser = (user: Account) => ({
    userId: user.userId,
    loginName: user.loginName,
    displayName: user.displayName,
    assignments: user.assignments,
    permissions: permissionsOf(user.assignments, nowIso(deps)),
  });

  endpoint(app, {
    method: 'post',
    path: '/session',
    access: anybody('signing in'),
    tag: TAG,
    summary: 'Sign in: a name and password for a bearer token',
    body: z.object({ name: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
    async handle(context, { body }) {
      if (!attempts.allows(body.name)) throw new ProblemError('tooManyAttempts', '尝试过多，请稍后再试');
      const result = await accounts.signIn(body.name, body.password);
      if (result === undefined) {
        attempts.failed(body.name);
        throw new ProblemError('wrongCredentials', '用户名或密码错误');
      }
      attempts.succeeded(body.name);
      const { token, expiresAt, user } = result.signedIn;
      return context.json({ token, expiresAt, user: presentUser(user) });
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/session',
    access: signedIn('about oneself'),
    tag: TAG,
    summary: 'Who I am and what I may do',
    async handle(context) {
      const { user } = context.var;
      return context.json(presentUser({ ...user, displayName: await user.displayName() }));
    },
  });

  endpoint(app, {
    method: 'delete',
    path: '/session',
    done: 204,
    access: signedIn('one’s own session'),
    tag: TAG,
    summary: 'Sign out: the token is worth nothing any more',
    async handle(context) {
      const { userId, sessionId } = context.var.user;
      const outcome = await accounts.signOut(userId, sessionId);
      if (!outcome.ok) throwRefusal(outcome.refusal);
      return context.body(null, 204);
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/session/password',
    done: 204,
    access: signedIn('one’s own password'),
    tag: TAG,
    summary: 'Change my password; my other sessions end',
    body: z.object({ currentPassword: z.string().min(1).max(256), newPassword: z.string().min(1).max(256) }),
    async handle(context, { body }) {
      const { user } = context.var;
      await settle(
        context,
        deps,
        await accounts.changePassword(user, body.currentPassword, body.newPassword),
      );
      return context.body(null, 204);
    },
  });
};
