import { z } from '@hono/zod-openapi';
import { findAlarm, listAlarms } from '../../../projections/alarm-list/queries.ts';
import type { AlarmRuleRow } from '../../../projections/alarm-rule-list/project.ts';
import { createCommandHandler } from '../../application/command-handler.ts';
import { scopesFor } from '../../identity/index.ts';
import { SEVERITIES } from '../../sensing/events.ts';
import { alarmDecider, alarmStream } from '../../sensing/index.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, listOf, record } from '../endpoint.ts';
import { presentAlarm } from '../present.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, nowIso, pageQuery, present, readPage, requireRight, settle } from '../request.ts';

const TAG = 'alarms';
const alarmParams = z.object({ alarmId: z.string().max(64) });

export const alarmRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  endpoint(app, {
    method: 'get',
    path: '/alarms',
    tag: TAG,
    summary: 'Alarms, latest first',
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
    }),
    answer: listOf(record),
    async handle(context, { query }) {
      const scopes = scopesFor(context.var.user.assignments, 'alarm:read', nowIso(deps));
      const { state, severity, device, rule, division } = query;
      const filter = present({ state, severity, deviceId: device, ruleId: rule, divisionPrefix: division });
      const page = await listAlarms(sql, scopes, filter, readPage(query));
      return context.json({ items: page.items.map(presentAlarm), nextCursor: page.nextCursor });
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/alarms/{alarmId}',
    tag: TAG,
    summary: 'One alarm',
    params: alarmParams,
    async handle(context, { params }) {
      const row = await findAlarm(sql, params.alarmId);
      if (row === undefined) throw new ProblemError('alarmUnknown', '告警不存在');
      requireRight(context, deps, 'alarm:read', { divisionCode: row.division_code });
      context.header('etag', `"${row.version}"`);
      return context.json(presentAlarm(row));
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/alarms/{alarmId}/acknowledgement',
    tag: TAG,
    summary: 'Acknowledge an alarm',
    params: alarmParams,
    body: z.object({ opinion: z.string().max(4000).default('') }),
    async handle(context, { params, body }) {
      const row = await findAlarm(sql, params.alarmId);
      if (row === undefined) throw new ProblemError('alarmUnknown', '告警不存在');
      requireRight(context, deps, 'alarm:acknowledge', { divisionCode: row.division_code });
      const { alarmId } = params;
      const by = context.var.user.userId;
      const outcome = await handle({
        stream: alarmStream(alarmId),
        decider: alarmDecider,
        command: { type: 'AcknowledgeAlarm', alarmId, by, opinion: body.opinion, at: nowIso(deps) },
        context: commandContext(context, body),
      });
      await settle(context, deps, outcome);
      return context.json({ alarmId, acknowledgedBy: by });
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/alarm-rules',
    tag: TAG,
    summary: 'Alarm rules in force',
    answer: listOf(record),
    async handle(context) {
      const rows = await sql<AlarmRuleRow>`select * from alarm_rules order by rule_id`;
      return context.json({
        items: rows.map((row) => ({ ...row.definition, retired: row.retired })),
        nextCursor: null,
      });
    },
  });
};
