import { createDeviceAliases } from '../../application/device-aliases.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { deviceDecider, deviceStream } from '../../sensing/index.ts';
import { holdersOf } from '../access.ts';
import { deviceAliasesAnswer, deviceWireSettingsAnswer } from '../answers/devices.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { commandContext, settle } from '../request.ts';
import { allowedDevice, deviceParams } from './device-access.ts';
import { aliasBody, fromAlias, sealWire, wireBody, wireProof } from './device-wire-setup.ts';

const TAG = 'devices';

/** Names of a device in wire standards, and how it speaks them. */
export const deviceWireRoutes = (app: Api, deps: ApiDeps): void => {
  const { store, keys } = deps.core;
  const proof = wireProof(deps.config);
  const handle = createCommandHandler(store);
  const names = createDeviceAliases(handle, store);

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
      await allowedDevice(context, deps, 'manage', deviceId);
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
      await allowedDevice(context, deps, 'manage', deviceId);
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
      await allowedDevice(context, deps, 'manage', deviceId);
      const outcome = await handle({
        stream: deviceStream(deviceId),
        decider: deviceDecider,
        command: { type: 'ChangeDeviceWireSettings', deviceId, wire: sealWire(keys, deviceId, body), proof },
        context: commandContext(context, body),
      });
      const state = await settle(context, deps, outcome);
      return { deviceId, wireSettings: state.wire?.settings ?? {} };
    },
  });
};
