import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  findHandover,
  type HeldPost,
  listHandovers,
} from '../../../projections/governance/shift-handover-list/queries.ts';
import type { ShiftHandoverRow } from '../../../projections/governance/shift-handover-list/table.ts';
import { listActiveUsers } from '../../../projections/identity/user-list/queries.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import {
  type HandoverCommand,
  handoverDecider,
  handoverStream,
  MAX_TEXT_LENGTH,
} from '../../governance/index.ts';
import { isValidAt } from '../../identity/index.ts';
import { postPolicy } from '../../identity/policy/index.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import { ROLES } from '../../workflows/index.ts';
import { signedIn } from '../access.ts';
import { listOf } from '../answers/common.ts';
import {
  colleagueAnswer,
  endedHandoverAnswer,
  handoverAnswer,
  handoverInFullAnswer,
  madeHandoverAnswer,
  openWorkAnswer,
} from '../answers/shift-handovers.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { noteAsked, requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, nowIso, pageQuery, present, readPage, setETag, settle } from '../request.ts';
import { staffNames } from '../staff-names.ts';
import { answerList } from '../whole-list.ts';
import { openWorkOfPost } from './open-work.ts';

const TAG = 'shifts';
const MINE = signedIn('one’s own posts');
const role = z.enum(ROLES);
const text = z.string().trim().max(MAX_TEXT_LENGTH);
const handoverParams = z.object({ handoverId: z.string().max(64) });

const unknown = () =>
  new ProblemError('handoverUnknown', { zh: '交接班记录不存在', en: 'handover not found' });

/** One shift hands over to the next (交接班): what is open as of that moment, notes, and who took it over. */
export const shiftHandoverRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  const postsOf = ({ var: { user } }: Context<ApiEnv>, now: string): readonly HeldPost[] =>
    user.assignments
      .filter((held) => isValidAt(held, now))
      .map((held) => ({ role: held.role, divisionCode: held.divisionCode, departmentId: held.departmentId }));

  /** The post that the caller holds in a role. */
  const ownPost = (context: Context<ApiEnv>, sought: HeldPost['role'], now: string): HeldPost => {
    noteAsked(context);
    const post = postsOf(context, now).find((held) => held.role === sought);
    if (post === undefined)
      throw new ProblemError('notFound', { zh: '您没有这个岗位', en: 'you do not hold this post' });
    return post;
  };

  const departmentName = ({ departmentId }: HeldPost): string | null =>
    departmentId === null ? null : (deps.reference.departments().get(departmentId)?.name ?? departmentId);

  const postOf = (row: ShiftHandoverRow): HeldPost => ({
    role: row.role,
    divisionCode: row.division_code,
    departmentId: row.department_id,
  });

  const presentAll = async (
    rows: readonly ShiftHandoverRow[],
  ): Promise<readonly Shown<typeof handoverAnswer>[]> => {
    const names = await staffNames(
      deps,
      rows.flatMap((row) => [row.from_id, row.to_id, row.taken_by_id].filter((id) => id !== null)),
    );
    const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? null));
    return rows.map((row) => ({
      handoverId: row.handover_id,
      ...postOf(row),
      departmentName: departmentName(postOf(row)),
      open: row.cases.length,
      isMore: row.is_more,
      counts: row.counts,
      fromId: row.from_id,
      fromName: nameOf(row.from_id),
      toId: row.to_id,
      toName: nameOf(row.to_id),
      notes: row.notes,
      at: row.handed_at,
      state: row.state,
      takenById: row.taken_by_id,
      takenByName: nameOf(row.taken_by_id),
      remark: row.remark,
      endedAt: row.ended_at,
      version: row.version,
    }));
  };

  const heldHandover = async (context: Context<ApiEnv>, handoverId: string): Promise<ShiftHandoverRow> => {
    const row = await findHandover(sql, handoverId);
    requireAllowed(context, deps, postPolicy, 'hold', { before: row && postOf(row) }, unknown);
    return row!;
  };

  const settleHandover = async (
    context: Context<ApiEnv>,
    handoverId: string,
    command: HandoverCommand,
    body: unknown,
  ): Promise<void> => {
    await settle(
      context,
      deps,
      await handle({
        stream: handoverStream(handoverId),
        decider: handoverDecider,
        command,
        context: commandContext(context, body),
      }),
    );
  };

  endpoint(app, {
    method: 'get',
    path: '/shift-handovers/open-work',
    access: MINE,
    tag: TAG,
    summary: 'What is open for a post of mine, as it would be handed over now',
    query: z.object({ role }),
    answer: openWorkAnswer,
    async handle(context, { query }) {
      const at = nowIso(deps);
      const post = ownPost(context, query.role, at);
      const work = await openWorkOfPost(context, deps, post.role, at);
      return { ...post, departmentName: departmentName(post), open: work.cases.length, ...work, at };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/shift-handovers/colleagues',
    access: MINE,
    tag: TAG,
    summary: 'Others who hold the same post, one of whom may be expected next',
    query: z.object({ role }),
    answer: wholeListOf(colleagueAnswer),
    async handle(context, { query }) {
      const now = nowIso(deps);
      const post = ownPost(context, query.role, now);
      const others = (await listActiveUsers(sql)).filter(
        ({ user_id: userId, assignments }) =>
          userId !== context.var.user.userId &&
          postPolicy({ person: { userId, assignments }, action: 'hold', before: post, now }).kind ===
            'allowed',
      );
      const names = await staffNames(
        deps,
        others.map(({ user_id: userId }) => userId),
      );
      const items = others
        .map(({ user_id: userId }) => ({ userId, name: names.get(userId) ?? userId }))
        .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/shift-handovers',
    done: 201,
    access: MINE,
    tag: TAG,
    summary: 'Hand over my shift: the server lists what is open at this moment',
    body: z.object({ role, toId: z.string().max(64).optional(), notes: text.default('') }),
    answer: madeHandoverAnswer,
    async handle(context, { body }) {
      const at = nowIso(deps);
      const { userId: fromId } = context.var.user;
      const post = ownPost(context, body.role, at);
      const command = commandContext(context, body);
      const handoverId = command.key === undefined ? newId() : derivedId('handover', fromId, command.key);
      const work = await openWorkOfPost(context, deps, post.role, at);
      const data = { handoverId, ...post, ...work, fromId, toId: body.toId ?? null, notes: body.notes, at };
      await settleHandover(context, handoverId, { type: 'HandOver', data }, body);
      context.header('location', `/api/v1/shift-handovers/${handoverId}`);
      return { handoverId };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/shift-handovers',
    access: MINE,
    tag: TAG,
    summary: 'Handovers of my posts, latest first; `waiting=true`: those that nobody has taken over',
    query: z.object({ ...pageQuery, waiting: z.stringbool().optional().openapi({ type: 'boolean' }) }),
    answer: listOf(handoverAnswer),
    async handle(context, { query }) {
      noteAsked(context);
      const posts = postsOf(context, nowIso(deps));
      const page = await listHandovers(sql, posts, present({ waiting: query.waiting }), readPage(query));
      return { items: [...(await presentAll(page.items))], nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/shift-handovers/{handoverId}',
    access: MINE,
    tag: TAG,
    summary: 'One handover with the cases that were open',
    params: handoverParams,
    answer: handoverInFullAnswer,
    async handle(context, { params }) {
      const row = await heldHandover(context, params.handoverId);
      const [shown] = await presentAll([row]);
      setETag(context, row.version);
      return { ...shown!, cases: [...row.cases] };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/shift-handovers/{handoverId}/acknowledgement',
    access: MINE,
    tag: TAG,
    summary: 'Take over from the shift before',
    params: handoverParams,
    body: z.object({ remark: text.default('') }),
    answer: endedHandoverAnswer,
    async handle(context, { params: { handoverId }, body }) {
      await heldHandover(context, handoverId);
      const { userId: byId } = context.var.user;
      const command = { type: 'TakeOver', byId, remark: body.remark, at: nowIso(deps) } as const;
      await settleHandover(context, handoverId, command, body);
      return { handoverId, state: 'taken' as const };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/shift-handovers/{handoverId}/withdrawal',
    access: MINE,
    tag: TAG,
    summary: 'Withdraw a handover of mine that nobody has taken over',
    params: handoverParams,
    answer: endedHandoverAnswer,
    async handle(context, { params: { handoverId } }) {
      await heldHandover(context, handoverId);
      const { userId: byId } = context.var.user;
      await settleHandover(context, handoverId, { type: 'WithdrawHandover', byId, at: nowIso(deps) }, {});
      return { handoverId, state: 'withdrawn' as const };
    },
  });
};
