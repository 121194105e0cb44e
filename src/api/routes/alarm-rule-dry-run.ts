import { z } from '@hono/zod-openapi';
import {
  type DryRunReport,
  dryRunAlarmRule,
  prepareDryRun,
  spanUntilNow,
} from '../../application/alarm-dry-run/index.ts';
import { rulePolicy } from '../../identity/policy/index.ts';
import { alarmRuleDraftSchema } from '../../sensing/index.ts';
import { holdersOf } from '../access.ts';
import { dryRunAnswer } from '../answers/alarms.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { always, endpoint } from '../endpoint.ts';
import { at, requireAllowed, scopesOf } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { present as given } from '../request.ts';

const TAG = 'alarms';

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
    .openapi({ description: 'Also compares with the version in force, on the same records' }),
  silences: z.boolean().default(true).openapi({ description: 'Whether silences of that period apply' }),
});
/** Most alarms of one list in an answer; the counts cover all. */
const SHOWN = 1000;
/** Limited, because each reads the log as fast as it can. */
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

/** Dry runs of alarm rules on stored records. */
export const alarmRuleDryRunRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;

  let dryRuns = 0;
  endpoint(app, {
    method: 'post',
    path: '/alarm-rules/dry-run',
    access: holdersOf('rule:manage'),
    tag: TAG,
    summary:
      'Show the alarms that a rule would have raised on a span of stored records; nothing is stored, no alarm is raised',
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
          en: 'the end must be after the beginning, and the beginning in the past',
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
          en: `no version of rule ${prepared.ruleId} is in force to compare with`,
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
            { zh: '设备过多，请缩小范围', en: 'too many devices: choose a smaller area' },
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
};
