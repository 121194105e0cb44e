import type { Duplex } from 'node:stream';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import type { Logger } from '../../platform/logger.ts';
import { createSeldomWarning } from '../../platform/seldom.ts';
import { verifySecret } from '../../sensing/index.ts';
import type { IngestCounters, RefusalReason } from '../counters.ts';
import type { DeviceDirectory } from '../device-directory.ts';
import type { IngestPipeline } from '../pipeline.ts';
import { maySubscribe, parseTopic } from '../topics.ts';
import { limitPacketSize } from './limit-packet-size.ts';

export interface MqttBrokerOptions {
  readonly pipeline: IngestPipeline;
  readonly directory: DeviceDirectory;
  readonly counters: IngestCounters;
  readonly logger: Logger;
  /** Key of the keyed hash under which device secrets are kept. */
  readonly secretKey: Buffer;
  readonly maxPacketBytes: number;
  readonly maxConnections: number;
  readonly maxTopicLevels: number;
}

export interface MqttBroker {
  /** Takes over a connection: a TCP socket or a WebSocket as a stream. */
  accept(connection: Duplex): void;
  connections(): number;
  close(): Promise<void>;
}

/** MQTT 3.1.1 section 3.2.2.3: connect return codes. */
const BAD_USER_NAME_OR_PASSWORD = 4;
const NOT_AUTHORIZED = 5;

/**
 * The embedded broker. aedes sends PUBACK (and PUBREC) after `authorizePublish` has called back and before it routes the
 * message, so the durable append happens inside that hook: no acknowledgement can leave before the commit.
 */
export const createMqttBroker = async (options: MqttBrokerOptions): Promise<MqttBroker> => {
  const { pipeline, directory, counters, logger } = options;
  const warnOfFailure = createSeldomWarning(logger, 'message not acknowledged');
  /** Device of a connection, from its authentication; the client id is the device's own business. */
  const deviceOf = new WeakMap<Client, string>();

  const refuse = (reason: RefusalReason, client: Client | null, detail?: string): Error => {
    counters.refused[reason] += 1;
    logger.debug({ reason, detail, clientId: client?.id }, 'mqtt refused');
    return new Error(detail === undefined ? reason : `${reason}: ${detail}`);
  };

  /** A device publishes as itself, and a gateway for the devices that were registered behind it. */
  const mayPublishFor = (gatewayId: string, deviceId: string): boolean => {
    const device = directory.find(deviceId);
    return device !== undefined && device.gatewayId === gatewayId && device.status === 'active';
  };

  const withReturnCode = (error: Error, returnCode: number): AuthenticateError =>
    Object.assign(error, { returnCode });

  const broker = await Aedes.createBroker({
    maxTopicLevels: options.maxTopicLevels,
    preConnect(client, packet, callback) {
      if (broker.connectedClients >= options.maxConnections) {
        callback(refuse('tooManyConnections', client), false);
        return;
      }
      // The broker keeps no sessions: what a device must not miss is in the log and is sent again from there.
      packet.clean = true;
      callback(null, true);
    },
    authenticate(client, userName, password, callback) {
      const device = userName === undefined ? undefined : directory.find(userName);
      if (device === undefined) {
        callback(withReturnCode(refuse('unknownDevice', client, userName), BAD_USER_NAME_OR_PASSWORD), null);
      } else if (
        password === undefined ||
        !verifySecret(options.secretKey, password.toString(), device.secretHash)
      ) {
        callback(withReturnCode(refuse('wrongSecret', client, userName), BAD_USER_NAME_OR_PASSWORD), null);
      } else if (device.status === 'retired') {
        callback(withReturnCode(refuse('retiredDevice', client, userName), NOT_AUTHORIZED), null);
      } else {
        deviceOf.set(client, device.deviceId);
        callback(null, true);
      }
    },
    authorizePublish(client, packet, callback) {
      const deviceId = client === null ? undefined : deviceOf.get(client);
      if (deviceId === undefined) {
        callback(refuse('foreignTopic', client, packet.topic));
        return;
      }
      const topic = parseTopic(packet.topic);
      if (topic.kind === 'foreign') {
        callback(
          refuse(topic.detail === 'emptyLevel' ? 'emptyTopicLevel' : 'foreignTopic', client, packet.topic),
        );
        return;
      }
      if (topic.deviceId !== deviceId && !mayPublishFor(deviceId, topic.deviceId)) {
        callback(refuse('foreignTopic', client, packet.topic));
        return;
      }
      // Retained state is only for `status`: a retained reading would come to a new subscriber as if it were new.
      if (topic.kind !== 'channel' || topic.channel !== 'status') packet.retain = false;
      const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
      pipeline
        .ingest({
          deviceId: topic.deviceId,
          topic: packet.topic,
          channel: topic.kind === 'channel' ? topic.channel : null,
          payload,
          isWill: client?.closed === true,
          ...(topic.kind === 'unknown' ? { detail: topic.detail } : {}),
        })
        .then(
          () => callback(null),
          (error) => {
            warnOfFailure({ deviceId, err: error });
            callback(error);
          },
        );
    },
    authorizeSubscribe(client, subscription, callback) {
      const deviceId = deviceOf.get(client);
      if (deviceId !== undefined && maySubscribe(deviceId, subscription.topic)) {
        callback(null, subscription);
        return;
      }
      refuse('forbiddenSubscription', client, subscription.topic);
      // Null answers SUBACK with failure (0x80) and leaves the connection open (MQTT 3.1.1 section 3.9.3).
      callback(null, null);
    },
  });

  broker.on('connectionError', (client, error) => {
    if (!isOurs(error)) refuse('protocolError', client, error.message);
  });
  broker.on('clientError', (client, error) =>
    logger.debug({ clientId: client?.id, err: error }, 'mqtt connection'),
  );

  return {
    accept(connection) {
      const client = broker.handle(connection);
      limitPacketSize(connection, options.maxPacketBytes, (size) => {
        refuse('packetTooLarge', client, `${size} bytes`);
        const deviceId = deviceOf.get(client);
        connection.destroy();
        if (deviceId === undefined) return;
        pipeline
          .recordOversize(deviceId, size)
          .catch((error) => logger.warn({ deviceId, err: error }, 'oversize not recorded'));
      });
    },
    connections: () => broker.connectedClients,
    close: () => new Promise((resolve) => broker.close(resolve)),
  };
};

/** Errors that we gave ourselves are counted already. */
const isOurs = (error: Error): boolean =>
  'returnCode' in error || error.message.startsWith('tooManyConnections');
