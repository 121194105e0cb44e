import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findGrid } from '../../../projections/geography/grid-list/queries.ts';
import {
  findSilence,
  listSilences,
  SILENCE_STATES,
  silenceStateAt,
} from '../../../projections/sensing/alarm-silence-list/queries.ts';
import type { AlarmSilenceRow } from '../../../projections/sensing/alarm-silence-list/table.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { gridPolicy, silencePolicy } from '../../identity/policy/index.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import type { SilenceScope } from '../../sensing/events.ts';
import { silenceDecider, silenceSchema, silenceStream } from '../../sensing/index.ts';
import { holdersOf } from '../access.ts';
import { definedSilenceAnswer, endedSilenceAnswer, silenceAnswer } from '../answers/alarms.ts';
import { listOf } from '../answers/common.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { at, requireAllowed, requireObject, scopesOf } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import {
  commandContext,
  digestOfShown,
  nowIso,
  pageQuery,
  present,
  readPage,
  setETag,
  settle,
} from '../request.ts';
import { allowedDevice } from './device-access.ts';
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'alarms';
const DAY_MS = 86_400_000;
const silenceParams = z.object({ silenceId: z.string().max(64) });

const presentSilence = (row: AlarmSilenceRow, now: string): Shown<typeof silenceAnswer> => ({
  silenceId: row.silence_id,
  scope: row.scope,
  divisionCode: row.division_code,
  from: row.from_at,
  to: row.to_at,
  state: silenceStateAt(row, now),
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  reason: row.reason,
  definedBy: row.defined_by,
  definedAt: row.defined_at,
  version: row.version,
});

/** Maintenance: for a limited time no alarm is raised for what a silence covers. */
export const alarmSilenceRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  /**
   * The division that a silence covers: its people may see and end it, and defining it needs the right there. Every member
   * narrows the scope, so the narrowest place decides; without a place it covers the whole province.
   */
  const divisionOf = async (context: Context<ApiEnv>, scope: SilenceScope): Promise<string> => {
    const { deviceId, gridCode } = scope;
    if (deviceId !== undefined) return (await allowedDevice(context, deps, 'read', deviceId)).division_code;
    if (gridCode !== undefined) {
      const grid = await findGrid(sql, gridCode);
      const missing = () =>
        new ProblemError('gridNotFound', {
          zh: `网格 ${gridCode} 不存在`,
          en: `grid ${gridCode} not found`,
        });
      return requireObject(context, deps, gridPolicy, 'read', grid, missing).division_code;
    }
    const { divisionCode } = scope;
    if (divisionCode === undefined) return WHOLE_PROVINCE.divisionCode;
    if (!deps.reference.divisionNames().has(divisionCode))
      throw new ProblemError('unknownDivision', {
        zh: `行政区划 ${divisionCode} 不存在`,
        en: `division ${divisionCode} not found`,
      });
    return divisionCode;
  };

  const knownSilence = async (
    context: Context<ApiEnv>,
    silenceId: string,
    action: 'read' | 'silence',
  ): Promise<AlarmSilenceRow> =>
    requireObject(
      context,
      deps,
      silencePolicy,
      action,
      await findSilence(sql, silenceId),
      () => new ProblemError('silenceUnknown', { zh: '告警屏蔽不存在', en: 'silence not found' }),
    );

  endpoint(app, {
    method: 'get',
    path: '/alarm-silences',
    access: holdersOf('alarm:read'),
    tag: TAG,
    summary:
      'Alarm silences: current, future and past ones; latest start first. For a division, those that extend into it',
    query: z.object({
      ...pageQuery,
      state: z.enum(SILENCE_STATES).optional(),
      division: z
        .string()
        .regex(/^\d{2,12}$/)
        .optional(),
    }),
    answer: listOf(silenceAnswer),
    async handle(context, { query }) {
      const now = nowIso(deps);
      const scopes = scopesOf(context, deps, 'alarm:read');
      const filter = { now, ...present({ state: query.state, divisionPrefix: query.division }) };
      const page = await listSilences(sql, scopes, filter, readPage(query));
      return {
        items: page.items.map((row) => presentSilence(row, now)),
        nextCursor: page.nextCursor,
      };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/alarm-silences',
    done: 201,
    access: holdersOf('alarm:silence'),
    tag: TAG,
    summary: 'Silence the alarms in a scope for maintenance: every member of the scope narrows it',
    body: silenceSchema.omit({ divisionCode: true }),
    answer: definedSilenceAnswer,
    async handle(context, { body }) {
      const { scope } = body;
      const divisionCode = await divisionOf(context, scope);
      requireAllowed(context, deps, silencePolicy, 'silence', { after: at(divisionCode) });
      const [from, to] = [new Date(body.from), new Date(body.to)];
      const mostDays = deps.config.YIWANG_ALARM_SILENCE_MAX_DAYS;
      if (to.getTime() - from.getTime() > mostDays * DAY_MS)
        throw new ProblemError(
          'silencePeriodInvalid',
          { zh: `告警屏蔽不超过 ${mostDays} 天`, en: `a silence lasts at most ${mostDays} days` },
          { mostDays },
        );
      const command = commandContext(context, body);
      const by = context.var.user.userId;
      const silenceId = command.key === undefined ? newId() : derivedId('silence', by, command.key);
      const data = {
        silenceId,
        scope,
        divisionCode,
        from: from.toISOString(),
        to: to.toISOString(),
        reason: body.reason,
        by,
        at: nowIso(deps),
      };
      await settle(
        context,
        deps,
        await handle({
          stream: silenceStream(silenceId),
          decider: silenceDecider,
          command: { type: 'DefineSilence', data },
          context: command,
        }),
      );
      context.header('location', `/api/v1/alarm-silences/${silenceId}`);
      return data;
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/alarm-silences/{silenceId}',
    access: holdersOf('alarm:read'),
    tag: TAG,
    summary: 'One silence',
    params: silenceParams,
    answer: silenceAnswer,
    async handle(context, { params }) {
      const row = await knownSilence(context, params.silenceId, 'read');
      const shown = presentSilence(row, nowIso(deps));
      setETag(context, row.version, digestOfShown(deps, shown));
      return shown;
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/alarm-silences/{silenceId}/end',
    access: holdersOf('alarm:silence'),
    tag: TAG,
    summary: 'End a silence early; a condition that persists raises an alarm at the next observation',
    params: silenceParams,
    answer: endedSilenceAnswer,
    async handle(context, { params: { silenceId } }) {
      await knownSilence(context, silenceId, 'silence');
      const now = nowIso(deps);
      const state = await settle(
        context,
        deps,
        await handle({
          stream: silenceStream(silenceId),
          decider: silenceDecider,
          command: { type: 'EndSilence', silenceId, by: context.var.user.userId, at: now },
          context: commandContext(context, {}),
        }),
      );
      return { silenceId, endedAt: state.endedAt };
    },
  });
};
