import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { listAlarmRules, RULE_SORTS } from '../../../projections/sensing/alarm-rule-list/queries.ts';
import type { AlarmRuleRow } from '../../../projections/sensing/alarm-rule-list/table.ts';
import { loadDevices } from '../../../projections/sensing/device-list/queries.ts';
import { checkAlarmRule } from '../../application/check-alarm-rule.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { fold } from '../../commands/decider.ts';
import { devicePolicy, type Places, rulePolicy } from '../../identity/policy/index.ts';
import { type AlarmRule, SEVERITIES } from '../../sensing/events.ts';
import {
  alarmRuleDecider,
  alarmRuleDraftSchema,
  alarmRuleStream,
  CONDITION_KINDS,
} from '../../sensing/index.ts';
import { holdersOf } from '../access.ts';
import {
  listedRuleAnswer,
  putRuleAnswer,
  retiredRuleAnswer,
  ruleWithHistoryAnswer,
} from '../answers/alarms.ts';
import { listOf } from '../answers/common.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { modelsOfFamily } from '../models-of-family.ts';
import { allowedAmong, isInSight, placesOf, requireAllowed, scopesOf } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import {
  commandContext,
  flag,
  flagOr,
  present as given,
  pageQuery,
  readPage,
  setETag,
  settle,
} from '../request.ts';
import { actorNames } from '../staff-names.ts';
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'alarms';
const ruleParams = z.object({ ruleId: z.string().max(64) });

const presentRule = (row: AlarmRuleRow): Shown<typeof listedRuleAnswer> => ({
  ...row.definition,
  retired: row.retired,
  publishedAt: row.published_at,
  publishedBy: row.published_by,
});

/** Alarm rules as versioned data. */
export const alarmRuleRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  /** A rule belongs to the divisions of its devices, one for a whole model to the whole province. */
  const placesOfCodes = (divisionCodes: readonly string[] | null): Places =>
    divisionCodes === null || divisionCodes.length === 0
      ? [WHOLE_PROVINCE]
      : [...new Set(divisionCodes)].map((divisionCode) => ({ divisionCode }));
  const reachOf = async ({ deviceIds }: AlarmRule): Promise<Places> =>
    placesOfCodes(
      deviceIds === null ? null : (await loadDevices(sql, deviceIds)).map((row) => row.division_code),
    );
  const ruleUnknown = (ruleId: string) =>
    new ProblemError('alarmRuleUnknown', {
      zh: `告警规则 ${ruleId} 不存在`,
      en: `alarm rule ${ruleId} not found`,
    });

  /** A rule may be seen because of one of its devices; of its other devices only those that may be seen are shown. */
  const shownDevices = async (context: Context<ApiEnv>, deviceIds: readonly string[] | null) => {
    if (deviceIds === null) return null;
    const rows = await loadDevices(sql, deviceIds);
    return allowedAmong(context, deps, devicePolicy, 'read', rows, placesOf).map((row) => row.device_id);
  };

  const readRule = async (ruleId: string) => {
    const events = await store.readStream(alarmRuleStream(ruleId));
    const state = fold(alarmRuleDecider, events as never);
    return { events, state, version: events[events.length - 1]?.version ?? 0 };
  };

  endpoint(app, {
    method: 'get',
    path: '/alarm-rules',
    access: holdersOf('alarm:read'),
    tag: TAG,
    summary: 'Latest versions of alarm rules, including retired ones unless filtered',
    query: z.object({
      ...pageQuery,
      kind: z.enum(CONDITION_KINDS).optional(),
      severity: z.enum(SEVERITIES).optional(),
      model: z.string().max(64).optional(),
      family: z.string().max(64).optional(),
      device: z.string().max(64).optional(),
      retired: flag().optional(),
      text: z.string().max(100).optional(),
      sort: z.enum(RULE_SORTS).default('ruleId'),
    }),
    answer: listOf(listedRuleAnswer),
    async handle(context, { query }) {
      const scopes = scopesOf(context, deps, 'alarm:read');
      const { kind, severity, model, family, device, retired, text, sort } = query;
      const filter = given({
        kind,
        severity,
        modelId: model,
        modelIds: modelsOfFamily(deps, family),
        deviceId: device,
        retired,
        text,
      });
      const page = await listAlarmRules(sql, scopes, filter, sort, readPage(query));
      const items = await Promise.all(
        page.items.map(async (row) => {
          const rule = presentRule(row);
          return { ...rule, deviceIds: await shownDevices(context, rule.deviceIds) };
        }),
      );
      return { items, nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/alarm-rules/{ruleId}',
    access: holdersOf('alarm:read'),
    tag: TAG,
    summary: 'One alarm rule with every published version, latest first',
    params: ruleParams,
    answer: ruleWithHistoryAnswer,
    async handle(context, { params: { ruleId } }) {
      const { events, state, version } = await readRule(ruleId);
      const before = state.rule === null ? undefined : await reachOf(state.rule);
      requireAllowed(context, deps, rulePolicy, 'read', { before }, () => ruleUnknown(ruleId));
      if (state.rule === null) throw ruleUnknown(ruleId);
      const shown = async <Data extends object>(data: Data): Promise<Data> => {
        const { deviceIds } = data as { deviceIds?: readonly string[] | null };
        return deviceIds === undefined
          ? data
          : { ...data, deviceIds: await shownDevices(context, deviceIds) };
      };
      const names = await actorNames(
        deps,
        events.map(({ meta }) => meta.actor),
      );
      const history = await Promise.all(
        events.map(async ({ type, data, meta, recordedAt }) => ({
          type,
          at: recordedAt,
          by: meta.actor,
          byName: names.get(meta.actor) ?? null,
          data: await shown(data as object),
        })),
      );
      setETag(context, version);
      return {
        ...(await shown(state.rule)),
        retired: state.retired,
        history: history.reverse(),
      };
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/alarm-rules/{ruleId}',
    access: holdersOf('rule:manage'),
    tag: TAG,
    summary: 'Publish an alarm rule as its next version; `dryRun=true` only checks it and reports problems',
    params: z.object({ ruleId: z.string().regex(/^[a-z0-9-]{1,64}$/) }),
    query: z.object({ dryRun: flagOr(false) }),
    body: alarmRuleDraftSchema,
    answer: putRuleAnswer,
    async handle(context, { params: { ruleId }, query, body }) {
      const { rule, problems, divisionCodes } = await checkAlarmRule(
        sql,
        { ...body, ruleId, ruleVersion: 1 },
        (row) => isInSight(context, deps, devicePolicy, 'read', placesOf(row)),
      );
      const { state } = await readRule(ruleId);
      // Changing a rule also needs the right for its previous devices. An id in use elsewhere is reported as in use, and no more.
      const before = state.rule === null || state.retired ? undefined : await reachOf(state.rule);
      const after = placesOfCodes(divisionCodes);
      const taken = () =>
        new ProblemError('alreadyExists', {
          zh: `编号 ${ruleId} 已被占用`,
          en: `the id ${ruleId} is in use`,
        });
      requireAllowed(context, deps, rulePolicy, 'manage', { before, after }, taken);
      if (query.dryRun) {
        const ruleVersion = state.ruleVersion + 1;
        return { ruleId, ruleVersion, valid: problems.length === 0, problems };
      }
      if (rule === undefined || problems.length > 0)
        throw new ProblemError(
          'alarmRuleInvalid',
          { zh: '告警规则有误', en: 'the alarm rule is not valid' },
          { problems },
        );
      const { ruleVersion: _ruleVersion, ...data } = rule;
      const next = await settle(
        context,
        deps,
        await handle({
          stream: alarmRuleStream(ruleId),
          decider: alarmRuleDecider,
          command: { type: 'PublishAlarmRule', data },
          context: commandContext(context, body),
        }),
      );
      if (next.rule === null) throw new ProblemError('internal');
      return { ...next.rule, retired: next.retired };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/alarm-rules/{ruleId}/retirement',
    access: holdersOf('rule:manage'),
    tag: TAG,
    summary: 'Retire an alarm rule: its alarms are cleared',
    params: ruleParams,
    body: z.object({ reason: z.string().min(1).max(500) }),
    answer: retiredRuleAnswer,
    async handle(context, { params: { ruleId }, body }) {
      const { state } = await readRule(ruleId);
      const before = state.rule === null ? undefined : await reachOf(state.rule);
      requireAllowed(context, deps, rulePolicy, 'manage', { before }, () => ruleUnknown(ruleId));
      await settle(
        context,
        deps,
        await handle({
          stream: alarmRuleStream(ruleId),
          decider: alarmRuleDecider,
          command: { type: 'RetireAlarmRule', ruleId, reason: body.reason },
          context: commandContext(context, body),
        }),
      );
      return { ruleId, retired: true as const };
    },
  });
};
