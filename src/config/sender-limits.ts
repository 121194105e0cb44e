import { positive } from './value-kinds.ts';

/** How much devices and unknown senders may send and connect, over MQTT and TCP. */
export const senderLimitSettings = {
  YIWANG_MESSAGES_PER_SECOND_PER_DEVICE: positive
    .default(300)
    .describe(
      'Messages or frames a second of one device, or of the devices behind one gateway, that are read for long; one that sends more is read more slowly',
    ),
  YIWANG_MESSAGES_PER_SECOND_PER_ADDRESS: positive
    .default(2000)
    .describe(
      'The same of one network address: what it sends as no device yet, and over lines that many devices share',
    ),
  YIWANG_UNPROVED_CONNECTIONS_PER_ADDRESS: positive
    .default(2000)
    .describe('Most MQTT and TCP connections of one address (IPv6: /64) that have not proved who they are'),
  YIWANG_UNPROVED_CONNECTIONS: positive.default(8000).describe('The same for all addresses together'),
  YIWANG_CONNECTION_ATTEMPTS_PER_SECOND_PER_ADDRESS: positive
    .default(500)
    .describe('MQTT and TCP connections that one address may begin in a second, for 40 seconds at once'),
  YIWANG_CONNECTION_ATTEMPTS_PER_SECOND: positive
    .default(2000)
    .describe('The same for all addresses together'),
  YIWANG_UNKNOWN_DEAD_LETTERS_PER_HOUR_PER_ADDRESS: positive
    .default(60)
    .describe('Dead letters in an hour of one address that has not proved who it is; more are counted'),
  YIWANG_UNKNOWN_DEAD_LETTERS_PER_HOUR: positive.default(240).describe('The same for all addresses together'),
};
