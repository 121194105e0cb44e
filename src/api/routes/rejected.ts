import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findDevice } from '../../../projections/sensing/device-list/queries.ts';
import { findRejected, listRejected } from '../../../projections/sensing/rejected-list/queries.ts';
import type { RejectedRow } from '../../../projections/sensing/rejected-list/table.ts';
import { createRejectionSettlement, type Settlement } from '../../application/settle-rejection.ts';
import { personNamedIn } from '../../free-text.ts';
import type { Sealed, Vault } from '../../identity/index.ts';
import { deadLetterPolicy } from '../../identity/policy/index.ts';
import { rejectionStream } from '../../ingest/rejections.ts';
import { parseTopic } from '../../ingest/topics.ts';
import { holdersOf } from '../access.ts';
import { listOf } from '../answers/common.ts';
import { discardedAnswer, rejectedAnswer, replayedAnswer } from '../answers/devices.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { placesOf, requireAllowed, scopesOf } from '../policy.ts';
import { presentRejected } from '../present.ts';
import { ProblemError, throwRefusal } from '../problems.ts';
import { nowIso, pageQuery, present, readPage } from '../request.ts';
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'dead letters';
const params = z.object({ rejectionId: z.string().max(64) });
const BEING_SETTLED = { zh: '异常报文正在处理', en: 'somebody else is settling the dead letter right now' };

export const rejectedRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store, vault } = deps.core;

  const settleRejection = createRejectionSettlement({ store, sql, engine: deps.engine });

  /** A dead letter of a device belongs to the device's division; that of an unknown sender has no known division. */
  const manageableRejection = async (context: Context<ApiEnv>, rejectionId: string): Promise<RejectedRow> => {
    const row = await findRejected(sql, rejectionId);
    const device =
      row === undefined || row.device_id === null
        ? undefined
        : await findDevice(sql, row.device_id, nowIso(deps));
    const before = row && (placesOf(device) ?? [WHOLE_PROVINCE]);
    const missing = () => new ProblemError('notFound', { zh: '异常报文不存在', en: 'dead letter not found' });
    requireAllowed(context, deps, deadLetterPolicy, 'settle', { before }, missing);
    if (row === undefined) throw missing();
    return row;
  };

  /** The device of the message: the sender itself, or one for which the sender may publish now. */
  const speakerOf = async (context: Context<ApiEnv>, row: RejectedRow): Promise<string> => {
    const unsaid = () =>
      new ProblemError('payloadIncomplete', {
        zh: '没有设备，或主题不是该设备的，无法重放',
        en: 'without a device and a topic of that device it cannot be replayed',
      });
    const topic = parseTopic(row.topic);
    if (row.device_id === null || topic.kind === 'foreign') throw unsaid();
    if (topic.deviceId === row.device_id) return row.device_id;
    const device = await findDevice(sql, topic.deviceId, nowIso(deps));
    if (device?.gateway_id !== row.device_id || device.status !== 'active') throw unsaid();
    requireAllowed(context, deps, deadLetterPolicy, 'settle', { before: placesOf(device) }, unsaid);
    return device.device_id;
  };

  const settling = async <Answer>(
    context: Context<ApiEnv>,
    rejectionId: string,
    settle: Settlement<Answer>['settle'],
  ): Promise<Answer> => {
    const actor = `user:${context.var.user.userId}`;
    const find = () => manageableRejection(context, rejectionId);
    const outcome = await settleRejection({ rejectionId, actor, find, settle });
    switch (outcome.kind) {
      case 'settled':
        return outcome.answer;
      case 'refused':
        return throwRefusal(outcome.refusal);
      case 'beingSettled':
        throw new ProblemError('rejectionSettled', BEING_SETTLED);
      case 'behind':
        throw new ProblemError('storeUnavailable');
      default:
        return outcome satisfies never;
    }
  };

  endpoint(app, {
    method: 'get',
    path: '/rejected',
    access: holdersOf('rejected:read'),
    tag: TAG,
    summary: 'Messages that could not be accepted, latest first',
    query: z.object({
      ...pageQuery,
      reason: z.string().max(64).optional(),
      state: z.enum(['open', 'replayed', 'discarded']).optional(),
      device: z.string().max(64).optional(),
    }),
    answer: listOf(rejectedAnswer),
    async handle(context, { query }) {
      const filter = present({ reason: query.reason, state: query.state, deviceId: query.device });
      const page = await listRejected(sql, scopesOf(context, deps, 'rejected:read'), filter, readPage(query));
      return { items: page.items.map(presentRejected), nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/rejected/{rejectionId}/replay',
    access: holdersOf('rejected:manage'),
    tag: TAG,
    summary: 'Replay the message, as stored or with a corrected payload',
    params,
    body: z.object({ payload: z.string().max(262_144).optional() }),
    answer: replayedAnswer,
    handle: (context, { params: { rejectionId }, body }) =>
      settling(context, rejectionId, async (row) => {
        const payload =
          body.payload === undefined ? await keptPayload(row, vault) : Buffer.from(body.payload);
        const topic = parseTopic(row.topic);
        const deviceId = await speakerOf(context, row);
        const outcome = await deps.pipeline.ingest({
          deviceId,
          topic: row.topic,
          channel: topic.kind === 'channel' ? topic.channel : null,
          payload,
          replay: { rejectionId, actor: `user:${context.var.user.userId}` },
          ...(topic.kind === 'unknown' ? { detail: topic.detail } : {}),
        });
        if (outcome.refused !== undefined)
          throw new ProblemError(
            'stillRejected',
            {
              zh: '重放后仍被拒绝，未写入任何内容',
              en: 'rejected again on replay; nothing was stored',
            },
            { reason: outcome.refused.reason },
          );
        return {
          command: { type: 'RecordReplay', outcome: JSON.stringify(outcome), at: nowIso(deps) },
          answer: { rejectionId, ...outcome },
        };
      }),
  });

  endpoint(app, {
    method: 'post',
    path: '/rejected/{rejectionId}/discard',
    access: holdersOf('rejected:manage'),
    tag: TAG,
    summary: 'Discard the message, with a reason',
    params,
    body: z.object({ reason: z.string().min(1).max(500) }),
    answer: discardedAnswer,
    handle: (context, { params: { rejectionId }, body }) =>
      settling(context, rejectionId, async () => ({
        command: { type: 'DiscardRejection', reason: body.reason, at: nowIso(deps) },
        answer: { rejectionId, state: 'discarded' as const },
      })),
  });
};

/** The bytes as received: those shown if they are complete, otherwise those kept sealed. */
const keptPayload = async (row: RejectedRow, vault: Vault): Promise<Buffer> => {
  if (row.sealed_payload !== null) {
    const whom = personNamedIn(rejectionStream(row.device_id));
    const opened = await vault.openBytes(whom, row.sealed_payload as Sealed);
    if (!opened.erased) return opened.bytes;
  }
  if (!row.payload_intact)
    throw new ProblemError('payloadIncomplete', {
      zh: '保存的内容被截断或脱敏，请提供更正后的内容',
      en: 'the stored payload was cut or masked: send a corrected payload',
    });
  return Buffer.from(row.payload, 'base64');
};
