import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type { DeviceRequestEnded, DeviceRequestEvent, DeviceRequestMade } from './events.ts';

export interface DeviceRequestState {
  readonly made: DeviceRequestMade['data'] | null;
  /** Attempts sent. */
  readonly attempts: number;
  readonly ended: DeviceRequestEnded['data'] | null;
}

type Ending = Pick<DeviceRequestEnded['data'], 'outcome' | 'code' | 'result'>;

export type DeviceRequestCommand =
  | { readonly type: 'MakeDeviceRequest'; readonly data: DeviceRequestMade['data'] }
  | { readonly type: 'SendDeviceRequest'; readonly attempt: number; readonly at: string }
  | ({ readonly type: 'EndDeviceRequest'; readonly at: string } & Ending)
  /** Time has passed: a request not picked up or ended in time ends. */
  | { readonly type: 'PassDeviceRequestTime'; readonly at: string };

export const deviceRequestStream = (requestId: string): string => `request-${requestId}`;

export const DEVICE_REQUEST_REFUSALS = {
  deviceRequestUnknown: { status: 404, titleZh: '请求不存在', titleEn: 'Request not found' },
  deviceRequestExists: { status: 409, titleZh: '请求已存在', titleEn: 'The request already exists' },
  deviceRequestTaken: { status: 409, titleZh: '请求已在发送', titleEn: 'The request is already being sent' },
  deviceNotConnected: { status: 409, titleZh: '设备未连接', titleEn: 'The device is not connected' },
  deviceRequestsUnderWay: {
    status: 409,
    titleZh: '设备尚有未完成的请求',
    titleEn: 'The device has the maximum number of requests in progress',
  },
  deviceSpeaksNoStandard: {
    status: 422,
    titleZh: '设备没有协议标识',
    titleEn: 'The device has no alias in a wire standard',
  },
  deviceStandardUnclear: {
    status: 422,
    titleZh: '请指明协议',
    titleEn: 'The device has aliases in several standards with this kind of request: choose one',
  },
  deviceRequestKindUnknown: {
    status: 422,
    titleZh: '协议没有此类请求',
    titleEn: 'The standard has no such kind of request',
  },
  deviceRequestParametersInvalid: {
    status: 422,
    titleZh: '请求参数有误',
    titleEn: 'The parameters do not match this kind of request',
  },
} as const;

/** Life cycle of a request: made by a person, sent once or more by the process with the device's connection, ended once. */
export const deviceRequestDecider: Decider<DeviceRequestState, DeviceRequestCommand, DeviceRequestEvent> = {
  initialState: { made: null, attempts: 0, ended: null },
  decide(command, { made, attempts, ended }) {
    if (command.type === 'MakeDeviceRequest')
      return made === null
        ? accepted({ type: 'DeviceRequestMade', data: command.data })
        : refused('deviceRequestExists', `请求 ${command.data.requestId} 已存在`);
    if (made === null) return refused('deviceRequestUnknown', '请求不存在');
    const { requestId, deviceId, pickUpBy, giveUpAt } = made;
    const { at } = command;
    const end = (ending: Ending) =>
      accepted<DeviceRequestEvent>({
        type: 'DeviceRequestEnded',
        data: { requestId, deviceId, ...ending, at },
      });
    switch (command.type) {
      case 'SendDeviceRequest':
        // The first process to write it sends it: a second one finds a different number of attempts, or the end.
        return ended !== null || command.attempt !== attempts + 1
          ? refused('deviceRequestTaken', '请求已在发送或已结束')
          : accepted({
              type: 'DeviceRequestSent',
              data: { requestId, deviceId, attempt: command.attempt, at },
            });
      case 'EndDeviceRequest': {
        const { outcome, code, result } = command;
        return ended === null ? end({ outcome, code, result }) : accepted();
      }
      case 'PassDeviceRequestTime':
        if (ended !== null) return accepted();
        if (attempts === 0 && at >= pickUpBy)
          return end({ outcome: 'deviceOffline', code: null, result: null });
        return at >= giveUpAt ? end({ outcome: 'timedOut', code: 'unfinished', result: null }) : accepted();
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DeviceRequestMade':
        return { ...state, made: event.data };
      case 'DeviceRequestSent':
        return { ...state, attempts: event.data.attempt };
      case 'DeviceRequestEnded':
        return { ...state, ended: event.data };
      default:
        return event satisfies never;
    }
  },
};
