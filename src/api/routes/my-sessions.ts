import { z } from '@hono/zod-openapi';
import type { ListedSession } from '../../application/accounts.ts';
import { signedIn } from '../access.ts';
import {
  offeredFactorAnswer,
  recoveryCodesAnswer,
  secondFactorAnswer,
  sessionAnswer,
} from '../answers/people.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { ProblemError, throwRefusal } from '../problems.ts';
import { settle } from '../request.ts';
import { answerList } from '../whole-list.ts';

const TAG = 'session';

export const presentSession = (session: ListedSession, current?: string): Shown<typeof sessionAnswer> => ({
  ...session,
  current: session.sessionId === current,
});

/** My sessions, and the second factor of my account. */
export const mySessionRoutes = (app: Api, deps: ApiDeps): void => {
  const { accounts } = deps.core;
  const codeBody = z.object({ code: z.string().min(1).max(64) });

  endpoint(app, {
    method: 'get',
    path: '/sessions',
    tag: TAG,
    summary: 'My sessions, latest first',
    access: signedIn('only the caller’s own account'),
    answer: wholeListOf(sessionAnswer),
    async handle(context) {
      const { userId, sessionId } = context.var.user;
      const items = (await accounts.listSessions(userId)).map((each) => presentSession(each, sessionId));
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'delete',
    path: '/sessions',
    done: 204,
    tag: TAG,
    summary: 'Sign out everywhere, including this session',
    access: signedIn('only the caller’s own account'),
    async handle(context) {
      const { userId } = context.var.user;
      await settle(context, deps, await accounts.closeAllSessions(userId, { actor: `user:${userId}` }));
    },
  });

  endpoint(app, {
    method: 'delete',
    path: '/sessions/{sessionId}',
    done: 204,
    tag: TAG,
    summary: 'End one of my sessions',
    access: signedIn('only the caller’s own account'),
    params: z.object({ sessionId: z.string().max(64) }),
    async handle(context, { params }) {
      const { userId } = context.var.user;
      const mine = await accounts.listSessions(userId);
      if (!mine.some(({ sessionId }) => sessionId === params.sessionId)) throw new ProblemError('notFound');
      await settle(
        context,
        deps,
        await accounts.closeSession(userId, params.sessionId, { actor: `user:${userId}` }),
      );
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/session/second-factor',
    tag: TAG,
    summary: 'Whether my account has a second factor',
    access: signedIn('only the caller’s own account'),
    answer: secondFactorAnswer,
    async handle(context) {
      return await accounts.secondFactorOf(context.var.user);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/session/second-factor',
    tag: TAG,
    summary: 'Request a second factor (TOTP, RFC 6238): returns a secret for an authenticator app',
    access: signedIn('only the caller’s own account'),
    answer: offeredFactorAnswer,
    async handle(context) {
      const outcome = await accounts.offerSecondFactor(context.var.user);
      if (!outcome.ok) return throwRefusal(outcome.refusal);
      return { secret: outcome.secret, uri: outcome.uri };
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/session/second-factor',
    tag: TAG,
    summary:
      'Enrol the second factor with its first code; returns recovery codes, shown only once; my other sessions end',
    access: signedIn('only the caller’s own account'),
    body: codeBody,
    answer: recoveryCodesAnswer,
    async handle(context, { body }) {
      const outcome = await accounts.confirmSecondFactor(context.var.user, body.code);
      if (!outcome.ok) return throwRefusal(outcome.refusal);
      return { recoveryCodes: outcome.recoveryCodes };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/session/second-factor/removal',
    done: 204,
    tag: TAG,
    summary: 'Remove my second factor, with one of its codes or a recovery code',
    access: signedIn('only the caller’s own account'),
    body: codeBody,
    async handle(context, { body }) {
      await settle(context, deps, await accounts.removeSecondFactor(context.var.user, body.code));
    },
  });
};
