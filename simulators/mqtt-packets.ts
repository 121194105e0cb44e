import mqttPacket from 'mqtt-packet';

/**
 * The few packets of MQTT 3.1.1 that a sender needs, without a client library around them: thousands of connections in one
 * process, and the sender itself decides what is sent again.
 */
export interface ConnectOptions {
  readonly deviceId: string;
  readonly secret: string;
  /** Default: the device id. */
  readonly clientId?: string;
  readonly keepaliveSeconds: number;
  readonly will?: { readonly topic: string; readonly payload: string };
}

export const connectPacket = ({
  deviceId,
  secret,
  clientId = deviceId,
  keepaliveSeconds,
  will,
}: ConnectOptions): Buffer =>
  mqttPacket.generate({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive: keepaliveSeconds,
    username: deviceId,
    password: Buffer.from(secret),
    ...(will === undefined
      ? {}
      : { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1 as const, retain: true } }),
  });

/** QoS 1. */
export const publishPacket = (
  topic: string,
  payload: Buffer | string,
  messageId: number,
  retain = false,
): Buffer => mqttPacket.generate({ cmd: 'publish', topic, payload, qos: 1, messageId, dup: false, retain });

export const PINGREQ = mqttPacket.generate({ cmd: 'pingreq' });
export const DISCONNECT = mqttPacket.generate({ cmd: 'disconnect' });

export type Answer =
  | { readonly kind: 'connack'; readonly returnCode: number }
  | { readonly kind: 'puback'; readonly messageId: number }
  | { readonly kind: 'pingresp' };

const CONNACK = 0x20;
const PUBACK = 0x40;
const PINGRESP = 0xd0;

/** Reads what a broker sends to a client without subscriptions; passes each answer to `take`. */
export const createAnswerReader = (take: (answer: Answer) => void): ((chunk: Buffer) => void) => {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    // Fixed header of two bytes: none of these packets is longer than four (sections 3.2, 3.4, 3.13).
    while (at + 2 <= data.length && at + 2 + data[at + 1]! <= data.length) {
      const type = data[at]!;
      if (type === PUBACK) take({ kind: 'puback', messageId: data.readUInt16BE(at + 2) });
      else if (type === CONNACK) take({ kind: 'connack', returnCode: data[at + 3]! });
      else if (type === PINGRESP) take({ kind: 'pingresp' });
      else throw new Error(`unexpected packet ${type}`);
      at += 2 + data[at + 1]!;
    }
    rest = data.subarray(at);
  };
};
