import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { devicePolicy } from '../../identity/policy/index.ts';
import { type DeviceCommand, deviceDecider, deviceStream } from '../../sensing/index.ts';
import { holdersOf } from '../access.ts';
import { deviceDepartmentAnswer, movedDeviceAnswer, renamedDeviceAnswer } from '../answers/devices.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { requireDepartment } from '../known-places.ts';
import { at, requireAllowed } from '../policy.ts';
import { locatedDivision } from '../report-place.ts';
import { commandContext, settle } from '../request.ts';
import { allowedDevice, deviceParams } from './device-access.ts';

const TAG = 'devices';

/** What of a device's registration can become another: its name, where it stands, who looks after it. */
export const deviceChangeRoutes = (app: Api, deps: ApiDeps): void => {
  const handle = createCommandHandler(deps.core.store);

  const change = async (
    context: Context<ApiEnv>,
    deviceId: string,
    command: DeviceCommand,
    body: object,
  ): Promise<void> => {
    await settle(
      context,
      deps,
      await handle({
        stream: deviceStream(deviceId),
        decider: deviceDecider,
        command,
        context: commandContext(context, body),
      }),
    );
  };

  endpoint(app, {
    method: 'put',
    path: '/devices/{deviceId}/name',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'Give a device another name',
    params: deviceParams,
    body: z.object({ name: z.string().min(1).max(100) }),
    answer: renamedDeviceAnswer,
    async handle(context, { params: { deviceId }, body }) {
      await allowedDevice(context, deps, 'manage', deviceId);
      await change(context, deviceId, { type: 'RenameDevice', deviceId, ...body }, body);
      return { deviceId, ...body };
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/devices/{deviceId}/location',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'A device stands elsewhere: needs the right there, too',
    params: deviceParams,
    body: z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }),
    answer: movedDeviceAnswer,
    async handle(context, { params: { deviceId }, body }) {
      await allowedDevice(context, deps, 'manage', deviceId);
      const place = locatedDivision(body, deps);
      requireAllowed(context, deps, devicePolicy, 'manage', { after: at(place.divisionCode) });
      const moved = { deviceId, location: body, ...place };
      await change(context, deviceId, { type: 'MoveDevice', ...moved }, body);
      return moved;
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/devices/{deviceId}/department',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'Give a device to another department, or to none',
    params: deviceParams,
    body: z.object({ departmentId: z.string().max(64).nullable() }),
    answer: deviceDepartmentAnswer,
    async handle(context, { params: { deviceId }, body }) {
      await allowedDevice(context, deps, 'manage', deviceId);
      requireDepartment(deps, body.departmentId);
      await change(context, deviceId, { type: 'ChangeDeviceDepartment', deviceId, ...body }, body);
      return { deviceId, ...body };
    },
  });
};
