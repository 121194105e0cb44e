import { holdersOf } from '../access.ts';
import { passwordResetAnswer, sessionAnswer } from '../answers/people.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { throwRefusal } from '../problems.ts';
import { commandContext, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { presentSession } from './my-sessions.ts';
import { allowedUser, userParams } from './user-access.ts';

const TAG = 'users and departments';

/** Credentials of other users: a new password, sessions, second factor. */
export const userCredentialRoutes = (app: Api, deps: ApiDeps): void => {
  const { accounts } = deps.core;

  endpoint(app, {
    method: 'post',
    path: '/users/{userId}/password-reset',
    done: 201,
    tag: TAG,
    summary: 'Create a one-time code, shown only once, with which a user sets a new password',
    access: holdersOf('user:manage'),
    params: userParams,
    answer: passwordResetAnswer,
    async handle(context, { params }) {
      await allowedUser(context, deps, 'takeOver', params.userId);
      // Without the caller's Idempotency-Key: a code is shown once, and a repeat must create a new one.
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
      await allowedUser(context, deps, 'manage', params.userId);
      const items = (await accounts.listSessions(params.userId)).map((each) => presentSession(each));
      return answerList(context, items);
    },
  });

  for (const [resource, summary] of [
    ['sessions', 'End all sessions of a user'],
    ['second-factor', 'Remove the second factor of a user who has lost it'],
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
        // An account without a second factor is easier to take over.
        await allowedUser(context, deps, resource === 'sessions' ? 'manage' : 'takeOver', params.userId);
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
};
