import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findDevice } from '../../../projections/sensing/device-list/queries.ts';
import { createDeviceAliases } from '../../application/device-aliases.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { devicePolicy } from '../../identity/policy/index.ts';
import { deviceDecider, deviceStream, hashSecret } from '../../sensing/index.ts';
import { holdersOf } from '../access.ts';
import { deviceSecretAnswer, registeredDeviceAnswer, retiredDeviceAnswer } from '../answers/devices.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { requireDepartment } from '../known-places.ts';
import { at, requireAllowed, requireObject } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { locatedDivision } from '../report-place.ts';
import { commandContext, nowIso, settle } from '../request.ts';
import { allowedDevice, deviceParams } from './device-access.ts';
import { aliasBody, fromAlias, sealWire, toAlias, wireBody, wireProof } from './device-wire-setup.ts';

const TAG = 'devices';
const SECRET_BYTES = 32;
const MAX_ALIASES = 16;

/** A device from its registration to its retirement. */
export const deviceRegistrationRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store, keys } = deps.core;
  const proof = wireProof(deps.config);
  const handle = createCommandHandler(store);
  const names = createDeviceAliases(handle, store);

  /** Letting a gateway speak for a device needs the right to manage the gateway. */
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
      const place = locatedDivision(body.location, deps);
      if (!deps.reference.models().has(body.modelId))
        throw new ProblemError('unknownModel', {
          zh: `型号 ${body.modelId} 不存在`,
          en: `there is no model ${body.modelId}`,
        });
      requireAllowed(context, deps, devicePolicy, 'manage', { after: at(place.divisionCode) });
      requireDepartment(deps, body.departmentId);
      if (body.gatewayId !== null) await requireGateway(context, body.gatewayId);
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const { aliases, wireSettings, ...device } = body;
      const outcome = await names.register(
        {
          type: 'RegisterDevice',
          data: {
            ...device,
            ...place,
            secretHash: hashSecret(keys.deviceSecrets, secret),
            synthetic: false,
          },
          aliases: aliases.map(toAlias),
          wire: wireSettings === undefined ? undefined : sealWire(keys, body.deviceId, wireSettings),
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
    method: 'post',
    path: '/devices/{deviceId}/secret',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'Exchange the secret; the new one is shown this once',
    params: deviceParams,
    answer: deviceSecretAnswer,
    async handle(context, { params }) {
      await allowedDevice(context, deps, 'manage', params.deviceId);
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
      await allowedDevice(context, deps, 'manage', params.deviceId);
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
