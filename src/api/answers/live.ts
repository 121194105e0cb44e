import { z } from 'zod';
import { alarmAnswer, stormShown } from './alarms.ts';
import { caseAnswer } from './cases.ts';
import { deviceId, isoTime, text } from './common.ts';
import { notificationShown } from './notifications.ts';

const messageOf = <Shape extends z.ZodRawShape>(type: string, shape: Shape) =>
  z.strictObject({
    type: text(type).meta({ description: 'Type of the event in the log' }),
    at: isoTime,
    ...shape,
  });

/** Data of the messages of the live stream, by the name of their event. */
export const LIVE_MESSAGES = {
  case: messageOf('CaseFiled', { case: caseAnswer }),
  alarm: messageOf('AlarmRaised', { alarm: alarmAnswer }),
  storm: messageOf('AlarmStormBegan', { storm: stormShown }),
  presence: messageOf('DeviceWentOffline', {
    device: z.strictObject({
      deviceId,
      name: text('迎泽公园空气站'),
      presence: z.enum(['online', 'offline', 'unknown']),
    }),
  }),
  notification: messageOf('NotificationIssued', { notification: notificationShown }),
} as const;
export type LiveEvent = keyof typeof LIVE_MESSAGES;

/** Messages of a stream about itself. */
export const STREAM_SIGNALS = {
  hello: z.strictObject({}),
  reset: z.strictObject({}),
  left: z.strictObject({
    what: z.enum(['case', 'device']),
    id: z.string().meta({ example: '018f2b6a-7d3c-8c1e-bf8e-3a1b2c3d4e5f' }),
    at: isoTime,
  }),
  end: z.strictObject({ reason: z.string().meta({ example: 'rightsChanged' }) }),
} as const;
