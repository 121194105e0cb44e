import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { findDevice, listDevices } from '../../../projections/device-list/queries.ts';
import { listRejected } from '../../../projections/rejected-list/queries.ts';
import { createCommandHandler } from '../../application/command-handler.ts';
import { scopesFor } from '../../identity/index.ts';
import { deviceDecider, deviceStream, hashSecret, readingStream } from '../../sensing/index.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, listOf, record } from '../endpoint.ts';
import { presentDevice, presentRejected } from '../present.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, nowIso, pageQuery, present, readPage, requireRight, settle } from '../request.ts';

const TAG = 'devices';
const deviceParams = z.object({ deviceId: z.string().max(64) });
const SECRET_BYTES = 32;
const MAX_READINGS = 1000;

export const deviceRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store, keys } = deps.core;
  const handle = createCommandHandler(store);

  const readableDevice = async (
    context: Parameters<typeof requireRight>[0],
    deviceId: string,
    permission: 'device:read' | 'device:manage' | 'rejected:read',
  ) => {
    const row = await findDevice(sql, deviceId);
    if (row === undefined) throw new ProblemError('deviceUnknown', `设备 ${deviceId} 不存在`);
    requireRight(context, deps, permission, { divisionCode: row.division_code });
    return row;
  };

  endpoint(app, {
    method: 'get',
    path: '/device-models',
    tag: TAG,
    summary: 'Device models: indicators with units and ranges, detection types with matters',
    answer: listOf(record),
    handle: (context) => context.json({ items: [...deps.reference.models().values()], nextCursor: null }),
  });

  endpoint(app, {
    method: 'get',
    path: '/devices',
    tag: TAG,
    summary: 'Devices with their latest values',
    query: z.object({
      ...pageQuery,
      division: z
        .string()
        .regex(/^\d{2,12}$/)
        .optional(),
      model: z.string().max(64).optional(),
      grid: z.string().max(32).optional(),
      status: z.enum(['active', 'retired']).optional(),
      presence: z.enum(['online', 'offline', 'unknown']).optional(),
      text: z.string().max(100).optional(),
    }),
    answer: listOf(record),
    async handle(context, { query }) {
      const scopes = scopesFor(context.var.user.assignments, 'device:read', nowIso(deps));
      const { division, model, grid, status, presence, text } = query;
      const filter = present({
        divisionPrefix: division,
        modelId: model,
        gridCode: grid,
        status,
        presence,
        text,
      });
      const page = await listDevices(sql, scopes, filter, readPage(query));
      return context.json({ items: page.items.map(presentDevice), nextCursor: page.nextCursor });
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/devices',
    tag: TAG,
    summary: 'Register a device; its secret is shown this once',
    body: z.object({
      deviceId: z.string().min(1).max(64),
      name: z.string().min(1).max(100),
      modelId: z.string().min(1).max(64),
      location: z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }),
      departmentId: z.string().max(64).nullable().default(null),
      reportIntervalSeconds: z
        .number()
        .positive()
        .max(86_400 * 31)
        .default(60),
    }),
    async handle(context, { body }) {
      const division = deps.reference.locator().divisionOf(body.location);
      if (division === null) throw new ProblemError('outsideProvince', '坐标不在本省范围内');
      if (!deps.reference.models().has(body.modelId))
        throw new ProblemError('unknownModel', `型号 ${body.modelId} 不存在`);
      requireRight(context, deps, 'device:manage', { divisionCode: division.code });
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const outcome = await handle({
        stream: deviceStream(body.deviceId),
        decider: deviceDecider,
        command: {
          type: 'RegisterDevice',
          data: {
            ...body,
            divisionCode: division.code,
            gridCode: deps.reference.locator().gridOf(body.location)?.code ?? null,
            secretHash: hashSecret(keys.deviceSecrets, secret),
            synthetic: false,
          },
        },
        context: commandContext(context, body),
      });
      const state = await settle(context, deps, outcome);
      const { secretHash: _secretHash, ...registered } = state.registered!;
      const replayed = outcome.ok && outcome.replayed;
      return context.json(
        replayed
          ? { ...registered, secret: null, note: '设备已登记，密钥只显示一次；如已遗失请更换密钥' }
          : { ...registered, secret },
        201,
      );
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}',
    tag: TAG,
    summary: 'One device with its latest values',
    params: deviceParams,
    async handle(context, { params }) {
      const row = await readableDevice(context, params.deviceId, 'device:read');
      context.header('etag', `"${row.version}"`);
      return context.json(presentDevice(row));
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}/readings',
    tag: TAG,
    summary: 'The last records of a device, straight from the log, latest recorded first',
    params: deviceParams,
    query: z.object({ limit: z.coerce.number().int().min(1).max(MAX_READINGS).default(100) }),
    answer: listOf(record),
    async handle(context, { params, query }) {
      await readableDevice(context, params.deviceId, 'device:read');
      const events = await store.readStream(readingStream(params.deviceId), {
        direction: 'backwards',
        limit: query.limit,
      });
      const items = events.map((event) => ({
        ...(event.data as object),
        receivedAt: event.meta.receivedAt,
        version: event.version,
      }));
      return context.json({ items, nextCursor: null });
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}/rejected',
    tag: TAG,
    summary: 'Dead letters of a device',
    params: deviceParams,
    query: z.object(pageQuery),
    answer: listOf(record),
    async handle(context, { params, query }) {
      await readableDevice(context, params.deviceId, 'rejected:read');
      const page = await listRejected(sql, { deviceId: params.deviceId }, readPage(query));
      return context.json({ items: page.items.map(presentRejected), nextCursor: page.nextCursor });
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/devices/{deviceId}/secret',
    tag: TAG,
    summary: 'Exchange the secret; the new one is shown this once',
    params: deviceParams,
    async handle(context, { params }) {
      await readableDevice(context, params.deviceId, 'device:manage');
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const { deviceId } = params;
      const outcome = await handle({
        stream: deviceStream(deviceId),
        decider: deviceDecider,
        command: { type: 'RotateDeviceSecret', deviceId, secretHash: hashSecret(keys.deviceSecrets, secret) },
        context: commandContext(context, {}),
      });
      await settle(context, deps, outcome);
      return context.json({ deviceId, secret: outcome.ok && outcome.replayed ? null : secret });
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/devices/{deviceId}/retirement',
    tag: TAG,
    summary: 'Retire a device for good',
    params: deviceParams,
    body: z.object({ reason: z.string().min(1).max(500) }),
    async handle(context, { params, body }) {
      await readableDevice(context, params.deviceId, 'device:manage');
      const { deviceId } = params;
      const outcome = await handle({
        stream: deviceStream(deviceId),
        decider: deviceDecider,
        command: { type: 'RetireDevice', deviceId, reason: body.reason },
        context: commandContext(context, body),
      });
      await settle(context, deps, outcome);
      return context.json({ deviceId, status: 'retired' });
    },
  });
};
