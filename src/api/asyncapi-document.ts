import type { z } from 'zod';
import { detectionSchema, statusSchema, telemetrySchema } from '../../devices/mqtt-json/index.ts';
import { WIRE_STANDARDS } from '../../devices/wire/index.ts';
import { CHANNELS, channelTopic, rawTopic } from '../ingest/topics.ts';
import { fragmentOf } from '../platform/json-pointer.ts';
import { PRODUCT_VERSION } from '../platform/product-version.ts';
import { type JsonSchema, jsonSchemasOf } from './answer-schemas.ts';
import { LIVE_MESSAGES, STREAM_SIGNALS } from './answers/live.ts';
import { exampleOf } from './example-of.ts';

const DEVICE_ID = '{deviceId}';
const ABOUT: Readonly<
  Record<(typeof CHANNELS)[number], { readonly schema: z.ZodType; readonly summary: string }>
> = {
  telemetry: { schema: telemetrySchema, summary: 'Readings: one record, or an array of buffered ones' },
  detection: { schema: detectionSchema, summary: 'A detection of a camera or a fire alarm system' },
  status: { schema: statusSchema, summary: 'Retained birth and will of the device' },
};
const LIVE_SUMMARIES: Readonly<Record<keyof typeof LIVE_MESSAGES | keyof typeof STREAM_SIGNALS, string>> = {
  case: 'A case was created or changed',
  alarm: 'An alarm was raised, escalated, acknowledged or cleared',
  storm: 'An alarm storm began or ended',
  presence: 'A device came online or went offline',
  notification: 'A notification to the user of the stream',
  hello: 'The stream is open; its id is the position where it begins',
  reset: 'Reload everything: the stream continues from this id',
  left: 'A case or a device was moved out of the area that the stream was asked for',
  end: 'The session or the rights have ended',
};

interface Message {
  readonly name: string;
  readonly summary: string;
  readonly contentType: string;
  readonly payload: JsonSchema;
  readonly examples?: readonly { readonly payload: unknown }[];
}

const ref = (...path: readonly string[]) => ({ $ref: fragmentOf(...path) });

/** A channel with its messages, and the operation of this product on it. */
const channelOf = (
  name: string,
  address: string,
  server: 'mqtt' | 'http',
  action: 'receive' | 'send',
  messages: readonly Message[],
) => ({
  channel: {
    address,
    servers: [ref('servers', server)],
    ...(address.includes(DEVICE_ID) ? { parameters: { deviceId: { description: 'Id of the device' } } } : {}),
    messages: Object.fromEntries(messages.map((message) => [message.name, message])),
  },
  operation: {
    action,
    channel: ref('channels', name),
    messages: messages.map((message) => ref('channels', name, 'messages', message.name)),
  },
});

let known: object | undefined;

/** Messages published by devices over MQTT and sent by the live stream, from the schemas that parse and present them. */
export const asyncApiDocument = (): object => {
  known ??= makeDocument();
  return known;
};

const makeDocument = (): object => {
  const schemas: Record<string, JsonSchema> = {};
  const messageOf = (name: string, summary: string, schema: z.ZodType): Message => {
    const [payload] = jsonSchemasOf([schema], schemas, 'draft-07');
    const example = exampleOf(payload!, schemas);
    return {
      name,
      summary,
      contentType: 'application/json',
      payload: payload!,
      examples: [{ payload: example }],
    };
  };
  const frames = (standard: string): Message => ({
    name: standard,
    summary: 'Unchanged frames of the standard, one or several',
    contentType: 'application/octet-stream',
    payload: { type: 'string', format: 'binary' },
  });
  const parts = [
    ...CHANNELS.map((name) => {
      const { summary, schema } = ABOUT[name];
      const message = messageOf(name, summary, schema);
      return [name, channelOf(name, channelTopic(DEVICE_ID, name), 'mqtt', 'receive', [message])] as const;
    }),
    ...WIRE_STANDARDS.map((standard) => {
      const name = `raw-${standard}`;
      const address = rawTopic(DEVICE_ID, standard);
      return [name, channelOf(name, address, 'mqtt', 'receive', [frames(standard)])] as const;
    }),
    [
      'live',
      channelOf(
        'live',
        '/api/v1/stream',
        'http',
        'send',
        Object.entries({ ...LIVE_MESSAGES, ...STREAM_SIGNALS }).map(([name, schema]) =>
          messageOf(name, LIVE_SUMMARIES[name as keyof typeof LIVE_SUMMARIES], schema),
        ),
      ),
    ] as const,
  ];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Yiwang 一网',
      version: PRODUCT_VERSION,
      license: { name: 'Apache-2.0' },
      description:
        'Messages published by devices over MQTT 3.1.1, and messages of the live stream (Server-Sent Events).',
    },
    defaultContentType: 'application/json',
    servers: {
      mqtt: {
        host: 'localhost:1883',
        protocol: 'mqtt',
        protocolVersion: '3.1.1',
        description:
          'YIWANG_MQTT_PORT; over WebSocket at `/mqtt` of the HTTP port. A device publishes as itself',
        security: [ref('components', 'securitySchemes', 'device')],
      },
      http: {
        host: 'localhost:3000',
        protocol: 'http',
        description: 'YIWANG_HTTP_PORT; the `event` of a message is its name, its `data` the payload',
        security: [ref('components', 'securitySchemes', 'bearer')],
      },
    },
    channels: Object.fromEntries(parts.map(([name, { channel }]) => [name, channel])),
    operations: Object.fromEntries(parts.map(([name, { operation }]) => [name, operation])),
    components: {
      schemas,
      securitySchemes: {
        device: { type: 'userPassword', description: 'Device id and its secret' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
};
