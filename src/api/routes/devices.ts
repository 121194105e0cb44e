import { z } from '@hono/zod-openapi';
import { findDevice, listDevices, nearestDevices } from '../../../projections/sensing/device-list/queries.ts';
import { loadDeviceWire } from '../../../projections/sensing/device-wire/queries.ts';
import { listRejected } from '../../../projections/sensing/rejected-list/queries.ts';
import { deadLetterPolicy } from '../../identity/policy/index.ts';
import { PRESENCES } from '../../sensing/events.ts';
import { readingStream } from '../../sensing/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import { listOf } from '../answers/common.ts';
import {
  deviceAnswer,
  deviceInFullAnswer,
  deviceModelAnswer,
  nearDeviceAnswer,
  readingAnswer,
  rejectedAnswer,
} from '../answers/devices.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { modelsOfFamily } from '../models-of-family.ts';
import { requireObject, scopesOf } from '../policy.ts';
import { presentDevice, presentRejected } from '../present.ts';
import { ProblemError } from '../problems.ts';
import { presentReading, readingPage } from '../reading-pages.ts';
import { digestOfShown, nowIso, pageQuery, present, readPage, setETag } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { allowedDevice, deviceParams, deviceUnknown } from './device-access.ts';
import { presentDeviceWire } from './device-wire-setup.ts';

const TAG = 'devices';
const MAX_READINGS = 1000;
const MAX_RADIUS_METRES = 20_000;

/** Devices, their models, and what has come from them. */
export const deviceRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;

  endpoint(app, {
    method: 'get',
    path: '/device-models',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary: 'Device models: indicators with units and ranges, detection types with matters',
    answer: wholeListOf(deviceModelAnswer),
    handle: (context) => answerList(context, [...deps.reference.models().values()]),
  });

  endpoint(app, {
    method: 'get',
    path: '/devices',
    access: holdersOf('device:read'),
    tag: TAG,
    summary: 'Devices with their latest values',
    query: z.object({
      ...pageQuery,
      division: z
        .string()
        .regex(/^\d{2,12}$/)
        .optional(),
      model: z.string().max(64).optional(),
      family: z.string().max(64).optional(),
      grid: z.string().max(32).optional(),
      status: z.enum(['active', 'retired']).optional(),
      presence: z.enum(PRESENCES).optional(),
      text: z.string().max(100).optional(),
    }),
    answer: listOf(deviceAnswer),
    async handle(context, { query }) {
      const scopes = scopesOf(context, deps, 'device:read');
      const { division, model, family, grid, status, presence, text } = query;
      const filter = present({
        divisionPrefix: division,
        modelId: model,
        modelIds: modelsOfFamily(deps, family),
        gridCode: grid,
        status,
        presence,
        text,
      });
      const page = await listDevices(sql, scopes, filter, nowIso(deps), readPage(query));
      return { items: page.items.map(presentDevice), nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/nearest-devices',
    access: holdersOf('device:read'),
    tag: TAG,
    summary: 'Active devices around a point, nearest first, with their distance in metres',
    query: z.object({
      lon: z.coerce.number().min(-180).max(180),
      lat: z.coerce.number().min(-90).max(90),
      metres: z.coerce.number().positive().max(MAX_RADIUS_METRES).default(1000),
      limit: z.coerce.number().int().min(1).max(100).default(10),
    }),
    answer: listOf(nearDeviceAnswer),
    async handle(context, { query: { lon, lat, metres, limit } }) {
      const scopes = scopesOf(context, deps, 'device:read');
      const asked = { point: { lon, lat }, metres, limit };
      const rows = await nearestDevices(sql, scopes, asked, nowIso(deps));
      return { items: rows.map((row) => ({ ...presentDevice(row), metres: row.metres })), nextCursor: null };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}',
    access: holdersOf('device:read'),
    tag: TAG,
    summary: 'One device with its latest values',
    params: deviceParams,
    answer: deviceInFullAnswer,
    async handle(context, { params }) {
      const row = await allowedDevice(context, deps, 'read', params.deviceId);
      const [wire] = await loadDeviceWire(sql, [params.deviceId]);
      const shown = { ...presentDevice(row), ...presentDeviceWire(wire) };
      setETag(context, row.version, digestOfShown(deps, shown));
      return shown;
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}/readings',
    access: holdersOf('device:read'),
    tag: TAG,
    summary:
      'Records of a device, straight from the log, latest recorded first; of a time of observation by `from` and `until`, and on by `nextCursor` also where a page is not full',
    params: deviceParams,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(MAX_READINGS).default(100),
      cursor: pageQuery.cursor,
      from: z.iso.datetime({ offset: true }).optional(),
      until: z.iso.datetime({ offset: true }).optional(),
    }),
    answer: listOf(readingAnswer),
    heavy: ({ from, until }) => from !== undefined || until !== undefined,
    async handle(context, { params, query }) {
      await allowedDevice(context, deps, 'read', params.deviceId);
      const { from, until } = query;
      const most = deps.config.YIWANG_READINGS_LOOKED_THROUGH;
      const asked = { ...readPage(query), ...present({ from, until }), most };
      const page = await readingPage(store, readingStream(params.deviceId), asked);
      if (page === undefined) throw new ProblemError('invalidCursor');
      return { items: page.items.map(presentReading), nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}/rejected',
    access: holdersOf('rejected:read'),
    tag: TAG,
    summary: 'Dead letters of a device',
    params: deviceParams,
    query: z.object(pageQuery),
    answer: listOf(rejectedAnswer),
    async handle(context, { params, query }) {
      requireObject(
        context,
        deps,
        deadLetterPolicy,
        'read',
        await findDevice(sql, params.deviceId, nowIso(deps)),
        () => deviceUnknown(params.deviceId),
      );
      const page = await listRejected(
        sql,
        scopesOf(context, deps, 'rejected:read'),
        { deviceId: params.deviceId },
        readPage(query),
      );
      return { items: page.items.map(presentRejected), nextCursor: page.nextCursor };
    },
  });
};
