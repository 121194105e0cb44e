import { z } from '@hono/zod-openapi';
import {
  findStorm,
  listStorms,
  type StormWithActive,
} from '../../../projections/sensing/alarm-storm-list/queries.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { fold } from '../../commands/decider.ts';
import { referencePolicy, stormPolicy } from '../../identity/policy/index.ts';
import { ALARM_POLICY_STREAM, alarmPolicyDecider, alarmPolicySchema } from '../../sensing/index.ts';
import { holdersOf, withoutObject } from '../access.ts';
import { alarmPolicyAnswer, stormAnswer } from '../answers/alarms.ts';
import { listOf } from '../answers/common.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { requireAllowed, requireObject, scopesOf } from '../policy.ts';
import { presentStorm } from '../present.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, pageQuery, present, readPage, setETag, settle } from '../request.ts';
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'alarms';

/** Alarm storms, and the policy that defines them. */
export const alarmStormRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);
  const shown = (row: StormWithActive): Shown<typeof stormAnswer> => ({
    ...presentStorm(row),
    divisionName: deps.reference.divisionNames().get(row.division_code) ?? row.division_code,
  });

  endpoint(app, {
    method: 'get',
    path: '/alarm-storms',
    access: holdersOf('alarm:read'),
    tag: TAG,
    summary: 'Alarm storms with their counts, open ones first; their alarms: `/alarms?storm={stormId}`',
    query: z.object({
      ...pageQuery,
      state: z.enum(['open', 'ended']).optional(),
      division: z
        .string()
        .regex(/^\d{2,12}$/)
        .optional(),
    }),
    answer: listOf(stormAnswer),
    async handle(context, { query }) {
      const scopes = scopesOf(context, deps, 'alarm:read');
      const open = query.state === undefined ? undefined : query.state === 'open';
      const filter = present({ open, divisionPrefix: query.division });
      const page = await listStorms(sql, scopes, filter, readPage(query));
      return { items: page.items.map(shown), nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/alarm-storms/{stormId}',
    access: holdersOf('alarm:read'),
    tag: TAG,
    summary: 'One alarm storm',
    params: z.object({ stormId: z.string().max(64) }),
    answer: stormAnswer,
    async handle(context, { params }) {
      const row = requireObject(
        context,
        deps,
        stormPolicy,
        'read',
        await findStorm(sql, params.stormId),
        () => new ProblemError('stormUnknown', { zh: '告警风暴不存在', en: 'alarm storm not found' }),
      );
      return shown(row);
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/alarm-policy',
    access: withoutObject(holdersOf('alarm:read'), 'one policy for the whole province'),
    tag: TAG,
    summary: 'The alarm policy: when an alarm storm begins and ends, and which alarms still notify people',
    answer: alarmPolicyAnswer,
    async handle(context) {
      const events = await store.readStream(ALARM_POLICY_STREAM);
      const policy = fold(alarmPolicyDecider, events as never);
      if (policy === null)
        throw new ProblemError('notFound', { zh: '没有告警策略', en: 'alarm policy not found' });
      setETag(context, events[events.length - 1]!.version);
      return policy;
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/alarm-policy',
    access: holdersOf('rule:manage'),
    tag: TAG,
    summary: 'Publish the alarm policy as its next version',
    body: alarmPolicySchema.omit({ policyVersion: true }),
    answer: alarmPolicyAnswer,
    async handle(context, { body }) {
      requireAllowed(context, deps, referencePolicy, 'manageRules', { after: [WHOLE_PROVINCE] });
      const state = await settle(
        context,
        deps,
        await handle({
          stream: ALARM_POLICY_STREAM,
          decider: alarmPolicyDecider,
          command: { type: 'PublishAlarmPolicy', data: body },
          context: commandContext(context, body),
        }),
      );
      if (state === null) throw new ProblemError('internal');
      return state;
    },
  });
};
