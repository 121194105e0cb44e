import { z } from '@hono/zod-openapi';
import type { Account } from '../../application/accounts.ts';
import { permissionsOf } from '../../identity/index.ts';
import { anybody, signedIn } from '../access.ts';
import { meAnswer, signedInAnswer } from '../answers/people.ts';
import type { Shown } from '../answers/shown.ts';
import { auditedBy } from '../audit-requests.ts';
import { clientAddress } from '../client-address.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { ProblemError, throwRefusal } from '../problems.ts';
import { nowIso, settle } from '../request.ts';
import { clearSessionCookie, setSessionCookie } from '../session-cookie.ts';

const TAG = 'session';
const password = z.string().min(1).max(256);

export const sessionRoutes = (app: Api, deps: ApiDeps): void => {
  const { accounts, audit } = deps.core;

  const presentUser = (user: Account): Shown<typeof meAnswer> => ({
    userId: user.userId,
    loginName: user.loginName,
    displayName: user.displayName,
    assignments: user.assignments,
    permissions: permissionsOf(user.assignments, nowIso(deps)),
    restriction: user.restriction,
  });

  endpoint(app, {
    method: 'post',
    path: '/session',
    access: anybody('signing in'),
    tag: TAG,
    summary:
      'Sign in with a name and password, and a code if a second factor is enrolled; returns a bearer token',
    body: z.object({
      name: z.string().min(1).max(64),
      password,
      code: z.string().min(1).max(64).optional().openapi({
        description: 'Six digits of the second factor, or a recovery code',
      }),
      cookie: z.boolean().default(false).openapi({
        description:
          'For pages: the token is set as a cookie that scripts cannot read, and is not in the answer',
      }),
    }),
    answer: signedInAnswer,
    async handle(context, { body }) {
      const address = clientAddress(context);
      const { name: loginName, password, code, cookie } = body;
      const result = await accounts.signIn({ loginName, password, code, address });
      if (!result.ok) {
        const { userId, retryAfterSeconds } = result;
        // A password may have been typed as the name: only the id of an existing user is recorded.
        audit.note({
          ...auditedBy(context),
          action: 'signIn',
          outcome: 'refused',
          reason: result.code,
          ...(userId === null ? {} : { object: { kind: 'user', id: userId } }),
        });
        throw new ProblemError(
          result.code,
          undefined,
          retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
        );
      }
      const { token, expiresAt, user } = result.signedIn;
      if (cookie) setSessionCookie(context, token, expiresAt);
      return { token: cookie ? null : token, expiresAt, user: presentUser(user) };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/session',
    access: signedIn('about oneself'),
    tag: TAG,
    summary: 'My account and permissions',
    answer: meAnswer,
    async handle(context) {
      const { user } = context.var;
      return presentUser({ ...user, displayName: await user.displayName() });
    },
  });

  endpoint(app, {
    method: 'delete',
    path: '/session',
    done: 204,
    access: signedIn('the caller’s own session'),
    tag: TAG,
    summary: 'Sign out: the token becomes invalid',
    async handle(context) {
      const { userId, sessionId } = context.var.user;
      const outcome = await accounts.signOut(userId, sessionId);
      if (!outcome.ok) throwRefusal(outcome.refusal);
      clearSessionCookie(context);
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/session/password',
    done: 204,
    access: signedIn('the caller’s own password'),
    tag: TAG,
    summary: 'Change my password; my other sessions end',
    body: z.object({ currentPassword: password, newPassword: password }),
    async handle(context, { body }) {
      const { user } = context.var;
      const outcome = await accounts.changePassword(user, body.currentPassword, body.newPassword);
      if (!outcome.ok)
        audit.note({
          ...auditedBy(context),
          action: 'changePassword',
          outcome: 'refused',
          object: { kind: 'user', id: user.userId },
          reason: outcome.refusal.code,
        });
      await settle(context, deps, outcome);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/session/password-reset',
    done: 204,
    tag: TAG,
    summary: 'Set a new password with a one-time code from an administrator; my sessions end',
    access: anybody('a user who has lost the password has no token, but a code from an administrator'),
    body: z.object({
      name: z.string().min(1).max(64),
      resetCode: z.string().min(1).max(64),
      newPassword: password,
    }),
    async handle(context, { body }) {
      const outcome = await accounts.resetPassword(
        body.name,
        body.resetCode,
        body.newPassword,
        clientAddress(context),
      );
      if (!outcome.ok)
        audit.note({
          ...auditedBy(context),
          action: 'resetPassword',
          outcome: 'refused',
          reason: outcome.refusal.code,
        });
      await settle(context, deps, outcome);
    },
  });
};
