/** The events of this context, each defined with its feature. */
export type { ReadingValue } from '../../devices/reading-value.ts';
export * from './alarms/events.ts';
export * from './alarms/words.ts';
export * from './carried-events.ts';
export type * from './device/events.ts';
export * from './device/words.ts';
export type {
  DeviceRequestEnded,
  DeviceRequestEvent,
  DeviceRequestMade,
  DeviceRequestSent,
  RequestOutcome,
} from './device-request/events.ts';
export { REQUEST_STATUS_WORDS } from './device-request/events.ts';
export type * from './families/model-events.ts';
export type * from './indices/events.ts';
export * from './indices/kinds.ts';
export * from './presence/events.ts';
export * from './quality/flag-names.ts';
export type * from './readings/events.ts';
export * from './rejections/events.ts';
