import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type DeviceWithLatest, findDevice } from '../../../projections/sensing/device-list/queries.ts';
import { devicePolicy } from '../../identity/policy/index.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { requireObject } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { nowIso } from '../request.ts';

export const deviceParams = z.object({ deviceId: z.string().max(64) });

/** What an unknown device and one out of sight are answered with. */
export const deviceUnknown = (deviceId: string): ProblemError =>
  new ProblemError('deviceUnknown', { zh: `设备 ${deviceId} 不存在`, en: `there is no device ${deviceId}` });

/** The device, if the user may do that with it. */
export const allowedDevice = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  action: 'read' | 'manage',
  deviceId: string,
): Promise<DeviceWithLatest> =>
  requireObject(
    context,
    deps,
    devicePolicy,
    action,
    await findDevice(deps.core.sql, deviceId, nowIso(deps)),
    () => deviceUnknown(deviceId),
  );
