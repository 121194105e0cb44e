import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ALARM_SORTS, findAlarm, listAlarms } from '../../../projections/sensing/alarm-list/queries.ts';
import type { AlarmRow } from '../../../projections/sensing/alarm-list/table.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { alarmPolicy } from '../../identity/policy/index.ts';
import { SEVERITIES } from '../../sensing/events.ts';
import { alarmDecider, alarmStream } from '../../sensing/index.ts';
import { holdersOf } from '../access.ts';
import {
  acknowledgedAlarmAnswer,
  alarmAnswer,
  alarmEventAnswer,
  escalatedAlarmAnswer,
} from '../answers/alarms.ts';
import { listOf } from '../answers/common.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { requireObject, scopesOf } from '../policy.ts';
import { presentAlarm } from '../present.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, flag, nowIso, pageQuery, present, readPage, setETag, settle } from '../request.ts';
import { actorNames } from '../staff-names.ts';
import { answerList } from '../whole-list.ts';

const TAG = 'alarms';
const alarmParams = z.object({ alarmId: z.string().max(64) });
const opinion = z.string().max(4000).default('');
const time = z.iso.datetime({ offset: true }).optional();

export const alarmRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  const knownAlarm = async (
    context: Context<ApiEnv>,
    alarmId: string,
    action: 'read' | 'acknowledge',
  ): Promise<AlarmRow> =>
    requireObject(
      context,
      deps,
      alarmPolicy,
      action,
      await findAlarm(sql, alarmId),
      () => new ProblemError('alarmUnknown', { zh: '告警不存在', en: 'alarm not found' }),
    );

  endpoint(app, {
    method: 'get',
    path: '/alarms',
    access: holdersOf('alarm:read'),
    tag: TAG,
    summary: 'Alarms, latest first unless sorted otherwise; `storm=none` leaves out those in a storm',
    query: z.object({
      ...pageQuery,
      state: z.enum(['active', 'cleared']).optional(),
      severity: z.enum(SEVERITIES).optional(),
      device: z.string().max(64).optional(),
      rule: z.string().max(64).optional(),
      division: z
        .string()
        .regex(/^\d{2,12}$/)
        .optional(),
      grid: z.string().max(32).optional(),
      acknowledged: flag().optional(),
      storm: z.string().max(64).optional(),
      from: time,
      to: time,
      sort: z.enum(ALARM_SORTS).default('latest'),
    }),
    answer: listOf(alarmAnswer),
    async handle(context, { query }) {
      const scopes = scopesOf(context, deps, 'alarm:read');
      const { state, severity, device, rule, division, grid, acknowledged, storm, from, to } = query;
      const filter = present({
        state,
        severity,
        deviceId: device,
        ruleId: rule,
        divisionPrefix: division,
        gridCode: grid,
        acknowledged,
        stormId: storm === 'none' ? null : storm,
        from,
        to,
      });
      const page = await listAlarms(sql, scopes, filter, readPage(query), query.sort);
      return { items: page.items.map(presentAlarm), nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/alarms/{alarmId}',
    access: holdersOf('alarm:read'),
    tag: TAG,
    summary: 'One alarm',
    params: alarmParams,
    answer: alarmAnswer,
    async handle(context, { params }) {
      const row = await knownAlarm(context, params.alarmId, 'read');
      setETag(context, row.version);
      return presentAlarm(row);
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/alarms/{alarmId}/timeline',
    access: holdersOf('alarm:read'),
    tag: TAG,
    summary: 'All events of an alarm, from the event log',
    params: alarmParams,
    answer: wholeListOf(alarmEventAnswer),
    async handle(context, { params }) {
      await knownAlarm(context, params.alarmId, 'read');
      const events = await store.readStream(alarmStream(params.alarmId));
      const names = await actorNames(
        deps,
        events.map(({ meta }) => meta.actor),
      );
      const items = events.map(({ type, recordedAt, meta, data, version }) => ({
        type,
        at: recordedAt,
        actor: meta.actor,
        actorName: names.get(meta.actor) ?? null,
        data: data as object,
        version,
      }));
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/alarms/{alarmId}/acknowledgement',
    access: holdersOf('alarm:acknowledge'),
    tag: TAG,
    summary: 'Acknowledge an alarm',
    params: alarmParams,
    body: z.object({ opinion }),
    answer: acknowledgedAlarmAnswer,
    async handle(context, { params: { alarmId }, body }) {
      await knownAlarm(context, alarmId, 'acknowledge');
      const by = context.var.user.userId;
      const outcome = await handle({
        stream: alarmStream(alarmId),
        decider: alarmDecider,
        command: { type: 'AcknowledgeAlarm', alarmId, by, opinion: body.opinion, at: nowIso(deps) },
        context: commandContext(context, body),
      });
      await settle(context, deps, outcome);
      return { alarmId, acknowledgedBy: by };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/alarms/{alarmId}/escalation',
    access: holdersOf('alarm:acknowledge'),
    tag: TAG,
    summary: 'Raise the severity of an alarm above that of its rule',
    params: alarmParams,
    body: z.object({ severity: z.enum(SEVERITIES), opinion }),
    answer: escalatedAlarmAnswer,
    async handle(context, { params: { alarmId }, body }) {
      await knownAlarm(context, alarmId, 'acknowledge');
      const outcome = await handle({
        stream: alarmStream(alarmId),
        decider: alarmDecider,
        command: {
          type: 'EscalateAlarm',
          alarmId,
          severity: body.severity,
          cause: 'person',
          by: context.var.user.userId,
          opinion: body.opinion,
          value: null,
          at: nowIso(deps),
        },
        context: commandContext(context, body),
      });
      const state = await settle(context, deps, outcome);
      return { alarmId, severity: state.severity ?? body.severity };
    },
  });
};
