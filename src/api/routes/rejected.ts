import { z } from '@hono/zod-openapi';
import type { RejectedRow } from '../../../projections/rejected-list/project.ts';
import { findRejected, listRejected } from '../../../projections/rejected-list/queries.ts';
import { schemaVersionOf } from '../../event-catalogue.ts';
import type { EventStore, NewEvent } from '../../event-store/event-store.ts';
import { personNamedIn } from '../../free-text.ts';
import { type Sealed, scopesFor, type Vault } from '../../identity/index.ts';
import { rejectionStream } from '../../ingest/rejections.ts';
import { parseTopic } from '../../ingest/topics.ts';
import { derivedId } from '../../platform/ids.ts';
import type { RejectionDiscarded, RejectionReplayed } from '../../sensing/events.ts';
import { holdersOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, listOf, record } from '../endpoint.ts';
import { presentRejected } from '../present.ts';
import { ProblemError } from '../problems.ts';
import { nowIso, pageQuery, present, readPage } from '../request.ts';

const TAG = 'dead letters';
const params = z.object({ rejectionId: z.string().max(64) });

export const rejectedRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store, vault } = deps.core;

  /** Dead letters can hold anything: their permission counts for the whole province or not at all. */
  const requireEverywhere = (
    context: { var: { user: { assignments: Parameters<typeof scopesFor>[0] } } },
    permission: 'rejected:read' | 'rejected:manage',
  ) => {
    if (scopesFor(context.var.user.assignments, permission, nowIso(deps)).length === 0) {
      throw new ProblemError('forbidden', '无权查看死信', { permission });
    }
  };

  const openRejection = async (rejectionId: string): Promise<RejectedRow> => {
    const row = await findRejected(sql, rejectionId);
    if (row === undefined) throw new ProblemError('notFound', '死信不存在');
    if (row.state !== 'open') throw new ProblemError('rejectionSettled', '死信已处理', { state: row.state });
    return row;
  };

  endpoint(app, {
    method: 'get',
    path: '/rejected',
    access: holdersOf('rejected:read'),
    tag: TAG,
    summary: 'Messages that could not be taken, latest first',
    query: z.object({
      ...pageQuery,
      reason: z.string().max(64).optional(),
      state: z.enum(['open', 'replayed', 'discarded']).optional(),
      device: z.string().max(64).optional(),
    }),
    answer: listOf(record),
    async handle(context, { query }) {
      requireEverywhere(context, 'rejected:read');
      const filter = present({ reason: query.reason, state: query.state, deviceId: query.device });
      const page = await listRejected(sql, filter, readPage(query));
      return context.json({ items: page.items.map(presentRejected), nextCursor: page.nextCursor });
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/rejected/{rejectionId}/replay',
    access: holdersOf('rejected:manage'),
    tag: TAG,
    summary: 'Take the message again, as it was kept or with a corrected payload',
    params,
    body: z.object({ payload: z.string().max(262_144).optional() }),
    async handle(context, { params: { rejectionId }, body }) {
      requireEverywhere(context, 'rejected:manage');
      const row = await openRejection(rejectionId);
      const payload = body.payload === undefined ? await keptPayload(row, vault) : Buffer.from(body.payload);
      const topic = parseTopic(row.topic);
      if (row.device_id === null || topic.kind === 'foreign') {
        throw new ProblemError('payloadIncomplete', '没有设备或主题，无法重放');
      }
      const outcome = await deps.pipeline.ingest({
        deviceId: row.device_id,
        topic: row.topic,
        channel: topic.kind === 'channel' ? topic.channel : null,
        payload,
        ...(topic.kind === 'unknown' ? { detail: topic.detail } : {}),
      });
      if (outcome.rejected > 0) throw new ProblemError('stillRejected', '重放后仍被拒绝');
      const at = nowIso(deps);
      await settleRejection(store, context.var.user.userId, {
        type: 'RejectionReplayed',
        data: { rejectionId, deviceId: row.device_id, outcome: JSON.stringify(outcome), at },
      });
      return context.json({ rejectionId, ...outcome });
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/rejected/{rejectionId}/discard',
    access: holdersOf('rejected:manage'),
    tag: TAG,
    summary: 'Give the message up, with a reason',
    params,
    body: z.object({ reason: z.string().min(1).max(500) }),
    async handle(context, { params: { rejectionId }, body }) {
      requireEverywhere(context, 'rejected:manage');
      const row = await openRejection(rejectionId);
      const data = { rejectionId, deviceId: row.device_id, reason: body.reason, at: nowIso(deps) };
      await settleRejection(store, context.var.user.userId, { type: 'RejectionDiscarded', data });
      return context.json({ rejectionId, state: 'discarded' });
    },
  });
};

/** The bytes as they came: those that are shown where they are all, else those that are kept sealed. */
const keptPayload = async (row: RejectedRow, vault: Vault): Promise<Buffer> => {
  if (row.sealed_payload !== null) {
    const whom = personNamedIn(rejectionStream(row.device_id));
    const opened = await vault.openBytes(whom, row.sealed_payload as Sealed);
    if (!opened.erased) return opened.bytes;
  }
  if (!row.payload_intact)
    throw new ProblemError('payloadIncomplete', '保存的内容被截断或脱敏，请提供更正后的内容');
  return Buffer.from(row.payload, 'base64');
};

/** One settlement per dead letter: its id says so. */
const settleRejection = async (
  store: EventStore,
  userId: string,
  event: RejectionReplayed | RejectionDiscarded,
): Promise<void> => {
  const { rejectionId, deviceId } = event.data;
  const settled: NewEvent = {
    id: derivedId('rejection-settled', rejectionId),
    type: event.type,
    schemaVersion: schemaVersionOf(event.type),
    data: event.data,
    meta: { actor: `user:${userId}` },
  };
  const result = await store.append({
    stream: rejectionStream(deviceId),
    expected: 'any',
    events: [settled],
  });
  if (result.status === 'idConflict') throw new ProblemError('rejectionSettled', '死信已处理');
};
