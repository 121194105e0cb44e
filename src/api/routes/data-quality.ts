import { z } from '@hono/zod-openapi';
import { listDataRates, RATE_GROUPS, type RateRow } from '../../../projections/sensing/data-rates/queries.ts';
import { findDeviceClock, listDeviceClocks } from '../../../projections/sensing/device-clock/queries.ts';
import type { DeviceClockRow } from '../../../projections/sensing/device-clock/table.ts';
import { shanghaiDay } from '../../platform/clock.ts';
import { holdersOf } from '../access.ts';
import { listOf } from '../answers/common.ts';
import { dataRateAnswer, deviceClockAnswer, listedClockAnswer } from '../answers/devices.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { scopesOf } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { flag, nowIso, pageQuery, present, readPage } from '../request.ts';
import { allowedDevice } from './device-access.ts';

const TAG = 'data quality';
const MAX_DAYS = 31;
const DAY_MS = 86_400_000;
const division = z
  .string()
  .regex(/^\d{2,12}$/)
  .optional();

const presentClock = (row: DeviceClockRow): Clock => ({
  deviceId: row.device_id,
  medianMs: row.median_ms,
  spreadMs: row.spread_ms,
  samples: row.samples.length,
  sampledAt: row.sampled_at,
  proposedCorrectionMs: row.proposed_correction_ms,
});

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((10_000 * part) / whole) / 10_000;

type Clock = Exclude<Shown<typeof deviceClockAnswer>, { readonly samples: 0 }>;

const presentRate = ({
  id,
  day,
  devices,
  expected,
  arrived,
  valid,
  complete,
}: RateRow): Shown<typeof dataRateAnswer> => ({
  id,
  day,
  devices,
  expected,
  arrived,
  valid,
  complete,
  arrivalRate: share(arrived, expected),
  validRate: share(valid, arrived),
  completeRate: share(complete, expected),
});

export const dataQualityRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql } = deps.core;

  endpoint(app, {
    method: 'get',
    path: '/data-rates',
    access: holdersOf('device:read'),
    tag: TAG,
    summary:
      'Arrival, validity and completeness rates by day, per device, department or county; default: today',
    query: z.object({
      ...pageQuery,
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
      groupBy: z.enum(RATE_GROUPS).default('device'),
      device: z.string().max(64).optional(),
      department: z.string().max(64).optional(),
      model: z.string().max(64).optional(),
      division,
    }),
    answer: listOf(dataRateAnswer),
    async handle(context, { query }) {
      const to = query.to ?? query.from ?? shanghaiDay(deps.clock.now());
      const from = query.from ?? to;
      const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
      if (days < 1 || days > MAX_DAYS)
        throw new ProblemError('invalidRequest', {
          zh: `最多查询 ${MAX_DAYS} 天`,
          en: `at most ${MAX_DAYS} days, from the first to the last`,
        });
      const scopes = scopesOf(context, deps, 'device:read');
      const { device, department, model } = query;
      const filter = {
        from,
        to,
        groupBy: query.groupBy,
        now: nowIso(deps),
        ...present({
          deviceId: device,
          departmentId: department,
          modelId: model,
          divisionPrefix: query.division,
        }),
      };
      const page = await listDataRates(sql, scopes, filter, readPage(query));
      return { items: page.items.map(presentRate), nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/device-clocks',
    access: holdersOf('device:read'),
    tag: TAG,
    summary: 'Clock offsets of devices, with a proposed correction; none is applied',
    query: z.object({ ...pageQuery, proposed: flag().optional(), division }),
    answer: listOf(listedClockAnswer),
    async handle(context, { query }) {
      const scopes = scopesOf(context, deps, 'device:read');
      const filter = present({ proposed: query.proposed, divisionPrefix: query.division });
      const page = await listDeviceClocks(sql, scopes, filter, readPage(query));
      const items = page.items.map((row) => ({
        ...presentClock(row),
        name: row.name,
        divisionCode: row.division_code,
      }));
      return { items, nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}/clock',
    access: holdersOf('device:read'),
    tag: TAG,
    summary: 'Clock offset of a device',
    params: z.object({ deviceId: z.string().max(64) }),
    answer: deviceClockAnswer,
    async handle(context, { params }) {
      await allowedDevice(context, deps, 'read', params.deviceId);
      const row = await findDeviceClock(sql, params.deviceId);
      if (row === undefined) return { deviceId: params.deviceId, samples: 0 as const };
      return presentClock(row);
    },
  });
};
