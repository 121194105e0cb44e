import { accepted, type Decider, refused } from '../../decider.ts';
import type { DeviceEvent, DeviceRegistered } from '../events.ts';

export const DEVICE_ID = /^[a-z0-9-]{1,64}$/;

export interface DeviceState {
  readonly registered: DeviceRegistered['data'] | null;
  readonly retired: boolean;
}

export type DeviceCommand =
  | { readonly type: 'RegisterDevice'; readonly data: DeviceRegistered['data'] }
  | { readonly type: 'RotateDeviceSecret'; readonly deviceId: string; readonly secretHash: string }
  | { readonly type: 'RetireDevice'; readonly deviceId: string; readonly reason: string };

export const deviceStream = (deviceId: string): string => `device-${deviceId}`;

const MAX_NAME_LENGTH = 100;
const MAX_REASON_LENGTH = 500;

export const SENSING_REFUSALS = {
  deviceIdInvalid: { status: 422, titleZh: '设备编号无效', titleEn: 'The device id is not valid' },
  deviceNameInvalid: { status: 422, titleZh: '设备名称无效', titleEn: 'The device name is not valid' },
  reportIntervalInvalid: {
    status: 422,
    titleZh: '上报间隔无效',
    titleEn: 'The report interval is not valid',
  },
  deviceExists: { status: 409, titleZh: '设备已登记', titleEn: 'The device is registered already' },
  deviceUnknown: { status: 404, titleZh: '设备不存在', titleEn: 'There is no such device' },
  deviceRetired: { status: 409, titleZh: '设备已停用', titleEn: 'The device is retired' },
  reasonMissing: { status: 422, titleZh: '请填写原因', titleEn: 'A reason is needed' },
  alarmUnknown: { status: 404, titleZh: '告警不存在', titleEn: 'There is no such alarm' },
  alarmRaisedAlready: { status: 409, titleZh: '告警已存在', titleEn: 'The alarm was raised already' },
  alarmAcknowledgedAlready: {
    status: 409,
    titleZh: '告警已确认',
    titleEn: 'The alarm was acknowledged already',
  },
} as const;

/** Life of a device: registered once, its secret exchanged as often as needed, retired for good. */
export const deviceDecider: Decider<DeviceState, DeviceCommand, DeviceEvent> = {
  initialState: { registered: null, retired: false },
  decide(command, state) {
    if (command.type === 'RegisterDevice') {
      const { data } = command;
      if (!DEVICE_ID.test(data.deviceId))
        return refused('deviceIdInvalid', '设备编号应为 1 至 64 位小写字母、数字或连字符');
      if (data.name.trim() === '' || data.name.length > MAX_NAME_LENGTH) {
        return refused('deviceNameInvalid', `设备名称应为 1 至 ${MAX_NAME_LENGTH} 个字符`);
      }
      if (!(data.reportIntervalSeconds > 0))
        return refused('reportIntervalInvalid', '上报间隔应为正数（秒）');
      if (state.registered !== null) return refused('deviceExists', `设备 ${data.deviceId} 已登记`);
      return accepted({ type: 'DeviceRegistered', data });
    }
    if (state.registered === null) return refused('deviceUnknown', `设备 ${command.deviceId} 不存在`);
    if (state.retired) return refused('deviceRetired', `设备 ${command.deviceId} 已停用`);
    switch (command.type) {
      case 'RotateDeviceSecret':
        return accepted({
          type: 'DeviceSecretRotated',
          data: { deviceId: command.deviceId, secretHash: command.secretHash },
        });
      case 'RetireDevice':
        if (command.reason.trim() === '' || command.reason.length > MAX_REASON_LENGTH) {
          return refused('reasonMissing', `停用原因应为 1 至 ${MAX_REASON_LENGTH} 个字符`);
        }
        return accepted({
          type: 'DeviceRetired',
          data: { deviceId: command.deviceId, reason: command.reason },
        });
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DeviceRegistered':
        return { registered: event.data, retired: false };
      case 'DeviceSecretRotated':
        return state;
      case 'DeviceRetired':
        return { ...state, retired: true };
      default:
        return event satisfies never;
    }
  },
};
