import type { Context } from 'hono';
import { findDevice } from '../../../projections/sensing/device-list/queries.ts';
import type { DeviceRow } from '../../../projections/sensing/device-list/table.ts';
import { devicePolicy } from '../../identity/policy/index.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { requireObject } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { nowIso } from '../request.ts';

/** What an unknown device and one out of sight are answered with. */
export const deviceUnknown = (deviceId: string): ProblemError =>
  new ProblemError('deviceUnknown', { zh: `设备 ${deviceId} 不存在`, en: `there is no device ${deviceId}` });

/** The device, if the user may do that with it. */
export const allowedDevice = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  action: 'read' | 'manage',
  deviceId: string,
): Promise<DeviceRow> =>
  requireObject(
    context,
    deps,
    devicePolicy,
    action,
    await findDevice(deps.core.sql, deviceId, nowIso(deps)),
    () => deviceUnknown(deviceId),
  );
