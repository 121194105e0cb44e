import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findUser, usersWithPendingChanges } from '../../../projections/identity/user-list/queries.ts';
import type { UserRow } from '../../../projections/identity/user-list/table.ts';
import { assignmentPolicy, type RoleAt, userPolicy } from '../../identity/policy/index.ts';
import { holdersOf } from '../access.ts';
import { decidedChangeAnswer, waitingChangeAnswer } from '../answers/people.ts';
import { noteOutOfSight } from '../audit-requests.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { managedPersonOf } from '../managed-person.ts';
import { allowedAmong, isAllowed, requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';

const TAG = 'users and departments';
const params = z.object({ userId: z.string().max(64), requestId: z.string().max(64) });

type Pending = UserRow['pending_changes'][number];

/** Changes of rights waiting for a second person (YIWANG_RIGHTS_SECOND_PERSON). */
export const rightsChangeRoutes = (app: Api, deps: ApiDeps): void => {
  const { accounts, sql, store } = deps.core;

  /** The role that a change grants or revokes; a role that no longer exists has no place. */
  const roleOf = ({ change }: Pending, row: UserRow): RoleAt | undefined =>
    change.kind === 'assign'
      ? change.assignment
      : row.assignments.find(({ assignmentId }) => assignmentId === change.assignmentId);

  const mayDecide = (context: Context<ApiEnv>, pending: Pending, row: UserRow): boolean => {
    const role = roleOf(pending, row);
    return role !== undefined && isAllowed(context, deps, assignmentPolicy, 'give', { after: role });
  };

  endpoint(app, {
    method: 'get',
    path: '/rights-changes',
    access: holdersOf('right:grant'),
    tag: TAG,
    summary: 'Changes of rights waiting for a second person, oldest first',
    answer: wholeListOf(waitingChangeAnswer),
    async handle(context) {
      const rows = await usersWithPendingChanges(sql);
      const waiting = rows.flatMap((row) => row.pending_changes.map((pending) => ({ row, pending })));
      const roleIn = ({ row, pending }: (typeof waiting)[number]) => roleOf(pending, row);
      const items = allowedAmong(context, deps, assignmentPolicy, 'give', waiting, roleIn).map(
        ({ row, pending }) => ({ userId: row.user_id, loginName: row.login_name, ...pending }),
      );
      items.sort(
        (one, other) => one.at.localeCompare(other.at) || one.requestId.localeCompare(other.requestId),
      );
      return answerList(context, items);
    },
  });

  for (const [resource, approved, summary] of [
    ['approval', true, 'Approve a change of rights requested by somebody else: it takes effect'],
    ['refusal', false, 'Refuse a change of rights, or withdraw one’s own request'],
  ] as const) {
    endpoint(app, {
      method: 'post',
      path: `/users/{userId}/rights-changes/{requestId}/${resource}`,
      access: holdersOf('right:grant'),
      tag: TAG,
      summary,
      params,
      body: z.object({ reason: z.string().max(500).default('') }),
      answer: decidedChangeAnswer,
      async handle(context, { params: { userId, requestId }, body }) {
        const row = await findUser(sql, userId);
        const before = row && (await managedPersonOf(store, row));
        const missing = () =>
          new ProblemError('rightsChangeUnknown', {
            zh: '没有待审批的授权变更',
            en: 'no change of rights is waiting for approval',
          });
        requireAllowed(context, deps, userPolicy, 'see', { before }, missing);
        const pending = row?.pending_changes.find((each) => each.requestId === requestId);
        if (pending !== undefined && !mayDecide(context, pending, row!)) {
          noteOutOfSight(context, deps);
          throw missing();
        }
        const command = commandContext(context, body);
        const decision = { approved, reason: body.reason };
        const state = await settle(
          context,
          deps,
          await accounts.decideRightsChange(userId, requestId, decision, command),
        );
        return {
          userId,
          requestId,
          approved,
          pendingChanges: state.status === 'unknown' ? [] : state.pendingChanges,
        };
      },
    });
  }
};
