import { z } from 'zod';
import { MAX_TIMER_SECONDS, port, positive } from './value-kinds.ts';

/** The MQTT broker. */
export const mqttSettings = {
  YIWANG_MQTT_HOST: z.string().default('127.0.0.1').describe('Address that the MQTT broker listens on'),
  YIWANG_MQTT_PORT: port.default(1883).describe('Port of MQTT over TCP; 0 uses a free one'),
  YIWANG_MQTT_TLS_CERT: z
    .string()
    .optional()
    .describe(
      'File of the certificate chain (PEM) for MQTT over TLS, read again when it changes; default: without TLS',
    ),
  YIWANG_MQTT_TLS_KEY: z.string().optional().describe('With YIWANG_MQTT_TLS_CERT: file of its key (PEM)'),
  YIWANG_MQTT_TLS_CA: z
    .string()
    .optional()
    .describe(
      'With YIWANG_MQTT_TLS_CERT: file of certificate authorities (PEM), one of which must have signed the certificate of the device',
    ),
  YIWANG_MQTT_MAX_PACKET_BYTES: positive
    .default(262_144)
    .describe('Largest MQTT packet; the connection of a larger one is closed before it is read'),
  YIWANG_MQTT_MAX_CONNECTIONS: positive.default(20_000).describe('Most device connections at once'),
  YIWANG_MQTT_MAX_CONNECTIONS_PER_DEVICE: positive
    .default(16)
    .describe('Most connections of one device or gateway at once; a new one beyond that closes the oldest'),
  YIWANG_MQTT_MAX_CONNECT_BYTES: positive
    .default(16_384)
    .describe('Largest first packet, in which a device identifies itself'),
  YIWANG_MQTT_CONNECT_SECONDS: positive
    .max(MAX_TIMER_SECONDS)
    .default(10)
    .describe('A connection that has not identified itself after this long is closed'),
  YIWANG_MQTT_MAX_TOPIC_LEVELS: z.coerce.number().int().min(4).max(100).default(8).describe('Deepest topic'),
  YIWANG_MQTT_READ_BUFFER_BYTES: positive
    .default(16_384)
    .describe(
      'Most bytes of messages of one connection waiting for acknowledgement; no more is read meanwhile',
    ),
  YIWANG_MQTT_MESSAGES_UNDER_WAY: positive
    .default(32)
    .describe(
      'Most messages of one device, over all its connections, being appended to the log at once; the others wait',
    ),
};
