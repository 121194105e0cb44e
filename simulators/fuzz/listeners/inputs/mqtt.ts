import mqttPacket from 'mqtt-packet';
import { connectPacket, DISCONNECT, PINGREQ } from '../../../mqtt-packets.ts';
import { mutate } from '../../mutate.ts';
import { type MakeScript, pickOf, type Script, upTo } from './script.ts';

/** A registered device whose secret the attacker has: most of the code is behind the sign-in. */
export interface HostileDevice {
  readonly deviceId: string;
  readonly secret: string;
}

/** Packets of a connection that is not closed before. */
const MOST_PACKETS = 4000;
/** For a flooding connection: each is stored, at the full cost of a message. */
const MOST_READINGS = 400;
/** One packet in this many violates the protocol, which ends the connection. */
const FATAL_ONE_IN = 2000;

const PAYLOADS = [
  '{"observedAt":"2026-11-28T00:00:00.000Z","values":{"pm25":35.5}}',
  '{"values":{"pm25":1e400,"__proto__":1,"constructor":2}}',
  '[{"values":{"pm25":null}},{"values":{}}]',
  '{"observedAt":"9999-99-99","values":{"pm25":"NaN"}}',
  '{"state":"online","bootId":"\\u0000\\ud800"}',
  '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
  '',
].map((text) => Buffer.from(text));

const publish = (topic: string, payload: Buffer, qos: 0 | 1 | 2, messageId: number): Buffer =>
  mqttPacket.generate({ cmd: 'publish', topic, payload, qos, messageId, dup: false, retain: false });

const messageIdOf = (random: () => number): number => 1 + upTo(65_534, random);

const acknowledgement = (random: () => number): Buffer => {
  const bytes = Buffer.from([pickOf([0x40, 0x50, 0x62, 0x70], random), 2, 0, 0]);
  bytes.writeUInt16BE(messageIdOf(random), 2);
  return bytes;
};

const subscribe = (random: () => number): Buffer => {
  const topic = pickOf(
    ['#', '+/+/+', '$SYS/#', 'yw/v1/other/command/+', '$share/a/#', `${'a/'.repeat(5)}b`],
    random,
  );
  return mqttPacket.generate({
    cmd: 'subscribe',
    messageId: messageIdOf(random),
    subscriptions: [{ topic, qos: 1 }],
  });
};

/** Packets that a connection survives. Few of them are messages, since each of those is stored. */
const harmless = (random: () => number, { deviceId }: HostileDevice): Buffer => {
  const kind = random();
  if (kind < 0.4) return PINGREQ;
  if (kind < 0.8) return acknowledgement(random);
  if (kind < 0.995) return subscribe(random);
  const channel = pickOf(
    ['telemetry', 'telemetry', 'detection', 'status', 'raw/hj212', 'command/1/result'],
    random,
  );
  const payload = mutate(pickOf(PAYLOADS, random), random, pickOf(PAYLOADS, random));
  return publish(
    `yw/v1/${deviceId}/${channel}`,
    payload,
    pickOf([0, 1, 2] as const, random),
    messageIdOf(random),
  );
};

const fatal = (random: () => number, device: HostileDevice): Buffer => {
  const topics = [
    'yw/v1/other/telemetry',
    '$SYS/a',
    'yw//v1',
    '/',
    'a',
    `yw/v1/${'é'.repeat(300)}`,
    'yw/v1/\u0000/x',
  ];
  const kind = upTo(5, random);
  if (kind === 0) return publish(pickOf(topics, random), Buffer.from('x'), 1, messageIdOf(random));
  if (kind === 1) return connectPacket({ ...device, keepaliveSeconds: 0 });
  if (kind === 2) return Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff]);
  if (kind === 3) return Buffer.from([upTo(255, random), upTo(255, random), upTo(255, random)]);
  if (kind === 4)
    return publish(`yw/v1/${device.deviceId}/telemetry`, Buffer.alloc(20_000), 1, 7).subarray(0, 900);
  return mutate(publish(`yw/v1/${device.deviceId}/telemetry`, PAYLOADS[0]!, 1, 7), random, subscribe(random));
};

/** Unauthenticated bytes: a CONNECT that is damaged, truncated, too long or concatenated with others. */
const anonymous = (random: () => number, device: HostileDevice): Script => {
  const connect = connectPacket({ ...device, secret: 'wrong', keepaliveSeconds: upTo(3, random) });
  const parts = [
    mutate(connect, random, PINGREQ),
    ...Array.from({ length: upTo(5, random) }, () => fatal(random, device)),
  ];
  return { bytes: Buffer.concat(parts), inputs: parts.length };
};

/** One connection in this many does not identify itself truthfully. */
const ANONYMOUS_ONE_IN = 4;
/** One in this many sends valid readings as fast as possible. */
const FLOOD_ONE_IN = 50;

export const mqttScript =
  (devices: readonly HostileDevice[]): MakeScript =>
  (random, atMost) => {
    const device = pickOf(devices, random);
    if (random() < 1 / ANONYMOUS_ONE_IN) return anonymous(random, device);
    const willTopic = pickOf([`yw/v1/${device.deviceId}/status`, 'yw/v1/other/status', '$SYS/x'], random);
    const clientId = `fuzz-${upTo(3, random)}`;
    const will = { topic: willTopic, payload: '{"state":"offline","bootId":"b"}' };
    const parts = [connectPacket({ ...device, clientId, keepaliveSeconds: 0, will })];
    const isFlood = random() < 1 / FLOOD_ONE_IN;
    while (parts.length < Math.min(isFlood ? MOST_READINGS : MOST_PACKETS, atMost)) {
      if (isFlood) {
        const observedAt = new Date(Date.now() - upTo(100_000, random)).toISOString();
        const payload = Buffer.from(JSON.stringify({ observedAt, values: { pm25: upTo(400, random) } }));
        parts.push(publish(`yw/v1/${device.deviceId}/telemetry`, payload, 1, messageIdOf(random)));
      } else if (random() < 1 / FATAL_ONE_IN) {
        parts.push(fatal(random, device));
        return { bytes: Buffer.concat(parts), inputs: parts.length };
      } else parts.push(harmless(random, device));
    }
    return { bytes: Buffer.concat([...parts, DISCONNECT]), inputs: parts.length };
  };
