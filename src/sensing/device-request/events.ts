import type { WireStandard } from '../../../devices/wire/index.ts';
import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Words } from '../../platform/words.ts';

/** How a request ended. `deviceOffline`: no process had the device's connection, or it was lost on the way. */
export const REQUEST_OUTCOMES = ['done', 'refused', 'failed', 'timedOut', 'deviceOffline'] as const;
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];
export const REQUEST_STATUS_WORDS: Readonly<Record<'made' | 'sent' | RequestOutcome, Words>> = {
  made: { zh: '待发送', en: 'Waiting' },
  sent: { zh: '已发送', en: 'Sent' },
  done: { zh: '已完成', en: 'Done' },
  refused: { zh: '设备拒绝', en: 'Refused by the device' },
  failed: { zh: '失败', en: 'Failed' },
  timedOut: { zh: '超时无应答', en: 'No answer in time' },
  deviceOffline: { zh: '设备未连接', en: 'Device not connected' },
};

/** Stream `request-{id}`, kept for ever: a request of the centre to a device, and its outcome. */
export type DeviceRequestMade = DomainEvent<
  'DeviceRequestMade',
  {
    readonly requestId: string;
    readonly deviceId: string;
    readonly standard: WireStandard;
    /** Name of the kind in the standard's table of requests, for example `readHourHistory`. */
    readonly kind: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly by: string;
    readonly at: string;
    /** If not sent by then, no process has the device's connection. */
    readonly pickUpBy: string;
    /** If not ended by then, it is timed out. */
    readonly giveUpAt: string;
  }
>;
/** Written before each attempt is sent: of two processes with a connection to the device, only one sends it. */
export type DeviceRequestSent = DomainEvent<
  'DeviceRequestSent',
  {
    readonly requestId: string;
    readonly deviceId: string;
    /** From 1. */
    readonly attempt: number;
    readonly at: string;
  }
>;
export type DeviceRequestEnded = DomainEvent<
  'DeviceRequestEnded',
  {
    readonly requestId: string;
    readonly deviceId: string;
    readonly outcome: RequestOutcome;
    /** The device's code for `refused` and `failed`; for `timedOut`, the response that was awaited. */
    readonly code: string | null;
    /** The device's answer other than readings. */
    readonly result: Readonly<Record<string, unknown>> | null;
    readonly at: string;
  }
>;

export type DeviceRequestEvent = DeviceRequestMade | DeviceRequestSent | DeviceRequestEnded;
