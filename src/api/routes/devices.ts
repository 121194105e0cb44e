import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { WIRE_STANDARDS, wireSettingsSchema } from '../../../devices/wire/index.ts';
import { findDevice, listDevices } from '../../../projections/sensing/device-list/queries.ts';
import { loadDeviceWire } from '../../../projections/sensing/device-wire/queries.ts';
import type { DeviceWireRow } from '../../../projections/sensing/device-wire/table.ts';
import { listRejected } from '../../../projections/sensing/rejected-list/queries.ts';
import { createDeviceAliases } from '../../application/device-aliases.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { deadLetterPolicy, devicePolicy } from '../../identity/policy/index.ts';
import { IV_BYTES } from '../../platform/aes-gcm.ts';
import { parseNetworks } from '../../platform/networks.ts';
import { PRESENCES } from '../../sensing/events.ts';
import {
  type DeviceAlias,
  deviceDecider,
  deviceStream,
  hashSecret,
  normalAlias,
  readingStream,
  sealSm4Key,
  type WireSetup,
} from '../../sensing/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import { listOf } from '../answers/common.ts';
import {
  deviceAliasesAnswer,
  deviceAnswer,
  deviceInFullAnswer,
  deviceModelAnswer,
  deviceSecretAnswer,
  deviceWireSettingsAnswer,
  readingAnswer,
  registeredDeviceAnswer,
  rejectedAnswer,
  retiredDeviceAnswer,
} from '../answers/devices.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { requireDepartment } from '../known-places.ts';
import { at, requireAllowed, requireObject, scopesOf } from '../policy.ts';
import { presentDevice, presentRejected } from '../present.ts';
import { ProblemError } from '../problems.ts';
import { presentReading, readingPage } from '../reading-pages.ts';
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
import { answerList } from '../whole-list.ts';
import { deviceUnknown } from './device-access.ts';

const TAG = 'devices';
const deviceParams = z.object({ deviceId: z.string().max(64) });
const SECRET_BYTES = 32;
const MAX_READINGS = 1000;
const MAX_ALIASES = 16;

const aliasBody = z.object({ standard: z.enum(WIRE_STANDARDS), id: z.string().min(1).max(64) });
/** Settings as they are shown, and two secrets that are not. */
const wireBody = wireSettingsSchema.extend({
  /** As in the frames: six characters in HJ 212, four hex digits in SL 651. */
  password: z.string().min(1).max(64).optional(),
  sm4Key: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/)
    .optional(),
  sourceNetworks: wireSettingsSchema.shape.sourceNetworks.refine(
    (networks) => networks === undefined || parseNetworks(networks.join()) !== undefined,
    'is a list of networks such as 10.1.0.0/16',
  ),
});

const toAlias = ({ standard, id }: z.infer<typeof aliasBody>): DeviceAlias => ({
  standard,
  aliasId: normalAlias(standard, id) ?? id,
});
const fromAlias = ({ standard, aliasId }: DeviceAlias) => ({ standard, id: aliasId });

const presentDeviceWire = (row: DeviceWireRow | undefined) =>
  row === undefined
    ? {}
    : {
        aliases: row.aliases.map(fromAlias),
        wireSettings: row.settings,
        hasPassword: row.password_hash !== null,
        hasSm4Key: row.sealed_sm4_key !== null,
      };

export const deviceRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store, keys } = deps.core;
  const proof = deps.config.YIWANG_WIRE_AUTHENTICATION === 'optional' ? 'optional' : 'required';
  const handle = createCommandHandler(store);
  const names = createDeviceAliases(handle, store);

  const sealWire = (
    deviceId: string,
    { password, sm4Key, ...settings }: z.infer<typeof wireBody>,
  ): WireSetup => ({
    settings,
    passwordHash: password === undefined ? null : hashSecret(keys.deviceSecrets, password),
    sealedSm4Key:
      sm4Key === undefined
        ? null
        : sealSm4Key(keys.deviceWire, randomBytes(IV_BYTES), deviceId, Buffer.from(sm4Key, 'hex')),
  });

  const readableDevice = async (context: Context<ApiEnv>, deviceId: string, action: 'read' | 'manage') =>
    requireObject(context, deps, devicePolicy, action, await findDevice(sql, deviceId, nowIso(deps)), () =>
      deviceUnknown(deviceId),
    );

  /** Whoever lets a gateway speak for a device must be the one who manages the gateway. */
  const requireGateway = async (context: Context<ApiEnv>, gatewayId: string) => {
    const gateway = await findDevice(sql, gatewayId, nowIso(deps));
    const invalid = () =>
      new ProblemError('gatewayInvalid', {
        zh: `网关 ${gatewayId} 不存在或已停用`,
        en: `there is no gateway ${gatewayId}, or it is retired`,
      });
    if (requireObject(context, deps, devicePolicy, 'manage', gateway, invalid).status === 'retired')
      throw invalid();
  };

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
      grid: z.string().max(32).optional(),
      status: z.enum(['active', 'retired']).optional(),
      presence: z.enum(PRESENCES).optional(),
      text: z.string().max(100).optional(),
    }),
    answer: listOf(deviceAnswer),
    async handle(context, { query }) {
      const scopes = scopesOf(context, deps, 'device:read');
      const { division, model, grid, status, presence, text } = query;
      const filter = present({
        divisionPrefix: division,
        modelId: model,
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
    method: 'post',
    path: '/devices',
    done: 201,
    access: holdersOf('device:manage'),
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
      /** May publish for it over its own connection. */
      gatewayId: z.string().max(64).nullable().default(null),
      aliases: z.array(aliasBody).max(MAX_ALIASES).default([]),
      wireSettings: wireBody.optional(),
    }),
    answer: registeredDeviceAnswer,
    async handle(context, { body }) {
      const division = deps.reference.locator().divisionOf(body.location);
      if (division === null)
        throw new ProblemError('outsideProvince', {
          zh: '坐标不在本省范围内',
          en: 'The point lies outside the province',
        });
      if (!deps.reference.models().has(body.modelId))
        throw new ProblemError('unknownModel', {
          zh: `型号 ${body.modelId} 不存在`,
          en: `there is no model ${body.modelId}`,
        });
      requireAllowed(context, deps, devicePolicy, 'manage', { after: at(division.code) });
      requireDepartment(deps, body.departmentId);
      if (body.gatewayId !== null) await requireGateway(context, body.gatewayId);
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const { aliases, wireSettings, ...device } = body;
      const outcome = await names.register(
        {
          type: 'RegisterDevice',
          data: {
            ...device,
            divisionCode: division.code,
            gridCode: deps.reference.locator().gridOf(body.location)?.code ?? null,
            secretHash: hashSecret(keys.deviceSecrets, secret),
            synthetic: false,
          },
          aliases: aliases.map(toAlias),
          wire: wireSettings === undefined ? undefined : sealWire(body.deviceId, wireSettings),
          proof,
        },
        commandContext(context, body),
      );
      const state = await settle(context, deps, outcome);
      const { secretHash: _secretHash, ...data } = state.registered!;
      const registered = { ...data, aliases: state.aliases.map(fromAlias) };
      const replayed = outcome.ok && outcome.replayed;
      return replayed
        ? { ...registered, secret: null, note: '设备已登记，密钥只显示一次；如已遗失请更换密钥' }
        : { ...registered, secret };
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
      const row = await readableDevice(context, params.deviceId, 'read');
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
      await readableDevice(context, params.deviceId, 'read');
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

  endpoint(app, {
    method: 'post',
    path: '/devices/{deviceId}/aliases',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'Give the device its name in a wire standard: MN, station address, source address',
    params: deviceParams,
    body: aliasBody,
    answer: deviceAliasesAnswer,
    async handle(context, { params: { deviceId }, body }) {
      await readableDevice(context, deviceId, 'manage');
      const outcome = await names.add(
        { deviceId, standard: body.standard, aliasId: body.id, proof },
        commandContext(context, body),
      );
      const state = await settle(context, deps, outcome);
      return { deviceId, aliases: state.aliases.map(fromAlias) };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/devices/{deviceId}/aliases/removal',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'Take a name from the device, so that another may have it',
    params: deviceParams,
    body: aliasBody,
    answer: deviceAliasesAnswer,
    async handle(context, { params: { deviceId }, body }) {
      await readableDevice(context, deviceId, 'manage');
      const outcome = await names.remove(
        deviceId,
        { standard: body.standard, aliasId: body.id },
        commandContext(context, body),
      );
      const state = await settle(context, deps, outcome);
      return { deviceId, aliases: state.aliases.map(fromAlias) };
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/devices/{deviceId}/wire-settings',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'How the device speaks its standard: CRC, units, password, SM4 key',
    params: deviceParams,
    body: wireBody,
    answer: deviceWireSettingsAnswer,
    async handle(context, { params: { deviceId }, body }) {
      await readableDevice(context, deviceId, 'manage');
      const outcome = await handle({
        stream: deviceStream(deviceId),
        decider: deviceDecider,
        command: { type: 'ChangeDeviceWireSettings', deviceId, wire: sealWire(deviceId, body), proof },
        context: commandContext(context, body),
      });
      const state = await settle(context, deps, outcome);
      return { deviceId, wireSettings: state.wire?.settings ?? {} };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/devices/{deviceId}/secret',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'Exchange the secret; the new one is shown this once',
    params: deviceParams,
    answer: deviceSecretAnswer,
    async handle(context, { params }) {
      await readableDevice(context, params.deviceId, 'manage');
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const { deviceId } = params;
      const outcome = await handle({
        stream: deviceStream(deviceId),
        decider: deviceDecider,
        command: { type: 'RotateDeviceSecret', deviceId, secretHash: hashSecret(keys.deviceSecrets, secret) },
        context: commandContext(context, {}),
      });
      await settle(context, deps, outcome);
      return { deviceId, secret: outcome.ok && outcome.replayed ? null : secret };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/devices/{deviceId}/retirement',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'Retire a device for good',
    params: deviceParams,
    body: z.object({ reason: z.string().min(1).max(500) }),
    answer: retiredDeviceAnswer,
    async handle(context, { params, body }) {
      await readableDevice(context, params.deviceId, 'manage');
      const { deviceId } = params;
      const outcome = await handle({
        stream: deviceStream(deviceId),
        decider: deviceDecider,
        command: { type: 'RetireDevice', deviceId, reason: body.reason },
        context: commandContext(context, body),
      });
      await settle(context, deps, outcome);
      return { deviceId, status: 'retired' as const };
    },
  });
};
