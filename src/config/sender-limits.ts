import { positive } from './value-kinds.ts';

/** Limits of devices and unknown senders over MQTT and TCP. */
export const senderLimitSettings = {
  YIWANG_MESSAGES_PER_SECOND_PER_DEVICE: positive
    .default(300)
    .describe(
      'Sustained messages or frames per second that are read from one device, or from the devices behind one gateway; one that sends more is read more slowly',
    ),
  YIWANG_MESSAGES_PER_SECOND_PER_ADDRESS: positive
    .default(2000)
    .describe(
      'The same for one network address: messages sent before a device is identified, and over connections shared by several devices',
    ),
  YIWANG_UNPROVED_CONNECTIONS_PER_ADDRESS: positive
    .default(2000)
    .describe('Most unauthenticated MQTT and TCP connections of one address (IPv6: /64)'),
  YIWANG_UNPROVED_CONNECTIONS: positive.default(8000).describe('The same for all addresses together'),
  YIWANG_CONNECTION_ATTEMPTS_PER_SECOND_PER_ADDRESS: positive
    .default(500)
    .describe(
      'MQTT and TCP connections per second that one address may open; at once, as many as in 40 seconds',
    ),
  YIWANG_CONNECTION_ATTEMPTS_PER_SECOND: positive
    .default(2000)
    .describe('The same for all addresses together'),
  YIWANG_UNKNOWN_DEAD_LETTERS_PER_HOUR_PER_ADDRESS: positive
    .default(60)
    .describe('Dead letters kept per hour from one unauthenticated address; more are only counted'),
  YIWANG_UNKNOWN_DEAD_LETTERS_PER_HOUR: positive.default(240).describe('The same for all addresses together'),
};
