import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { listAlarmRules, RULE_SORTS } from '../../../projections/sensing/alarm-rule-list/queries.ts';
import type { AlarmRuleRow } from '../../../projections/sensing/alarm-rule-list/table.ts';
import { loadDevices } from '../../../projections/sensing/device-list/queries.ts';
import {
  type DryRunReport,
  dryRunAlarmRule,
  prepareDryRun,
  spanUntilNow,
} from '../../application/alarm-dry-run/index.ts';
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
  dryRunAnswer,
  listedRuleAnswer,
  putRuleAnswer,
  retiredRuleAnswer,
  ruleWithHistoryAnswer,
} from '../answers/alarms.ts';
import { listOf } from '../answers/common.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { always, endpoint } from '../endpoint.ts';
import { allowedAmong, at, isInSight, placesOf, requireAllowed, scopesOf } from '../policy.ts';
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
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'alarms';
const ruleParams = z.object({ ruleId: z.string().max(64) });

const presentRule = (row: AlarmRuleRow): Shown<typeof listedRuleAnswer> => ({
  ...row.definition,
  retired: row.retired,
  publishedAt: row.published_at,
  publishedBy: row.published_by,
});

const point = z.iso.datetime({ offset: true });
const dryRunBody = z.object({
  rule: alarmRuleDraftSchema,
  from: point,
  to: point,
  scope: z
    .object({
      division: z
        .string()
        .regex(/^\d{2,12}$/)
        .optional(),
      grid: z.string().max(32).optional(),
      devices: z.array(z.string().max(64)).min(1).max(1000).optional(),
    })
    .default({}),
  compare: z
    .boolean()
    .default(false)
    .openapi({ description: 'Also what it changes against the version in force, on the same records' }),
  silences: z.boolean().default(true).openapi({ description: 'Whether silences of that time count' }),
});
/** Alarms that an answer shows of one list; the counts are of all. */
const SHOWN = 1000;
/** Each reads the log as fast as it can. */
const DRY_RUNS_AT_ONCE = 2;

const presentReport = ({ alarms, perDevice, difference, ...report }: DryRunReport) => ({
  ...report,
  perDevice: perDevice.slice(0, SHOWN),
  alarms: alarms.slice(0, SHOWN),
  difference: difference && {
    presentVersion: difference.presentVersion,
    presentTotal: difference.presentTotal,
    kept: difference.kept,
    addedTotal: difference.added.length,
    removedTotal: difference.removed.length,
    added: difference.added.slice(0, SHOWN),
    removed: difference.removed.slice(0, SHOWN),
  },
});

/** Alarm rules as versioned data. */
export const alarmRuleRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  /** A rule lies wherever its devices are, one of a whole model in the whole province. */
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
      en: `there is no alarm rule ${ruleId}`,
    });

  /** A rule may be seen for one of its devices; which others it holds for is shown as far as they may be seen. */
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
    summary: 'Alarm rules in their latest versions, retired ones too unless filtered',
    query: z.object({
      ...pageQuery,
      kind: z.enum(CONDITION_KINDS).optional(),
      severity: z.enum(SEVERITIES).optional(),
      model: z.string().max(64).optional(),
      device: z.string().max(64).optional(),
      retired: flag().optional(),
      text: z.string().max(100).optional(),
      sort: z.enum(RULE_SORTS).default('ruleId'),
    }),
    answer: listOf(listedRuleAnswer),
    async handle(context, { query }) {
      const scopes = scopesOf(context, deps, 'alarm:read');
      const { kind, severity, model, device, retired, text, sort } = query;
      const filter = given({ kind, severity, modelId: model, deviceId: device, retired, text });
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
    summary: 'One alarm rule with every version that was published, latest first',
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
      const history = await Promise.all(
        events.map(async ({ type, data, meta, recordedAt }) => ({
          type,
          at: recordedAt,
          by: meta.actor,
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
    summary:
      'Publish an alarm rule as its next version; with `dryRun=true` only checks it and says what is wrong',
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
      // Whoever takes a rule over has to manage what it held for, too. An id in use elsewhere is in use, and no more is said.
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

  let dryRuns = 0;
  endpoint(app, {
    method: 'post',
    path: '/alarm-rules/dry-run',
    access: holdersOf('rule:manage'),
    tag: TAG,
    summary: 'What a rule would have raised in a span of stored records; nothing is kept, no alarm is raised',
    body: dryRunBody,
    heavy: always,
    answer: dryRunAnswer,
    async handle(context, { body }, ended) {
      const scopes = scopesOf(context, deps, 'rule:manage');
      const { division, grid, devices } = body.scope;
      if (division !== undefined)
        requireAllowed(context, deps, rulePolicy, 'manage', { after: at(division) });
      const span = spanUntilNow(body.from, body.to, deps.clock.now());
      if (span === undefined)
        throw new ProblemError('invalidRequest', {
          zh: '结束时间应晚于开始时间，开始时间应早于现在',
          en: 'it must end after it begins, and begin before now',
        });
      const prepared = await prepareDryRun({ store, sql }, body.rule, body.compare);
      if (prepared.kind === 'invalid')
        throw new ProblemError(
          'alarmRuleInvalid',
          { zh: '告警规则有误', en: 'the alarm rule is not valid' },
          { problems: prepared.problems },
        );
      if (prepared.kind === 'nothingInForce')
        throw new ProblemError('alarmRuleUnknown', {
          zh: `没有正在生效的规则 ${prepared.ruleId} 可比较`,
          en: `no rule ${prepared.ruleId} is in force to compare with`,
        });
      const { rule, present } = prepared;
      if (dryRuns >= DRY_RUNS_AT_ONCE)
        throw new ProblemError('dryRunBusy', {
          zh: '正在进行的试算过多，请稍后再试',
          en: 'too many dry runs at once: try again later',
        });
      dryRuns += 1;
      try {
        const { config } = deps;
        const outcome = await dryRunAlarmRule(
          {
            store,
            sql,
            limits: {
              maxDevices: config.YIWANG_DRY_RUN_MAX_DEVICES,
              maxRecords: config.YIWANG_DRY_RUN_MAX_RECORDS,
              maxSeconds: config.YIWANG_DRY_RUN_MAX_SECONDS,
            },
            signal: AbortSignal.any([context.req.raw.signal, ...(ended ? [ended] : [])]),
          },
          {
            rule,
            present,
            ...span,
            scope: given({ divisionPrefix: division, gridCode: grid, deviceIds: devices }),
            scopes,
            silences: body.silences,
          },
        );
        if (outcome.kind === 'tooManyDevices')
          throw new ProblemError(
            'dryRunTooLarge',
            { zh: '设备过多，请缩小范围', en: 'too many devices: ask for a smaller area' },
            {
              devices: outcome.devices,
              limit: config.YIWANG_DRY_RUN_MAX_DEVICES,
            },
          );
        const { ruleId, ruleVersion } = rule;
        return { ruleId, ruleVersion, ...presentReport(outcome.report) };
      } finally {
        dryRuns -= 1;
      }
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/alarm-rules/{ruleId}/retirement',
    access: holdersOf('rule:manage'),
    tag: TAG,
    summary: 'Retire an alarm rule: what it had raised is cleared',
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
