import type { Duplex } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import { guarded } from '../../platform/guard.ts';
import { newId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import type { LoopShare } from '../../platform/loop-share.ts';
import { senderOf } from '../../platform/network-address.ts';
import { createRateLimitedWarning } from '../../platform/rate-limited-warning.ts';
import type { Sender, SendRate } from '../../platform/send-rate.ts';
import type { SenderBudget } from '../../platform/sender-budget.ts';
import type { IngestCounters, RefusalReason } from '../counters.ts';
import type { DeviceDirectory } from '../device-directory.ts';
import type { IncomingMessage, IngestPipeline } from '../pipeline.ts';
import { maySubscribe, refusedTopic } from '../topics.ts';
import { createDeviceConnections, type DeviceConnection } from './device-connections.ts';
import { createDeviceWindow } from './device-window.ts';
import { guardHooks } from './guard-hooks.ts';
import { limitReads } from './limit-reads.ts';
import { createPresenceAtDisconnect } from './presence-at-disconnect.ts';
import { isOurs, withReturnCode } from './return-codes.ts';
import { createSenderRights } from './sender-rights.ts';

export interface MqttBrokerOptions {
  readonly pipeline: IngestPipeline;
  readonly directory: DeviceDirectory;
  readonly counters: IngestCounters;
  readonly logger: Logger;
  /** Key of the keyed hash as which device secrets are stored. */
  readonly secretKey: Buffer;
  /** Slots of unauthenticated connections. */
  readonly budget: SenderBudget;
  readonly maxPacketBytes: number;
  /** Largest first packet: its sender is not yet known. */
  readonly maxConnectBytes: number;
  /** How long a connection may take to send CONNECT. */
  readonly connectTimeoutMs: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerDevice: number;
  readonly maxTopicLevels: number;
  /** Most bytes of packets of one connection being appended to the log at once. */
  readonly windowBytes: number;
  /** Most messages of one device being appended at once, over all its connections; also most packets read from a connection at once. */
  readonly messagesUnderWay: number;
  readonly loopShare: LoopShare;
  readonly sendRate: SendRate;
}

export interface MqttBroker {
  /** Takes over a connection from an address: a TCP socket, or a WebSocket as a stream. */
  accept(connection: Duplex, address: string | undefined): void;
  connections(): number;
  close(): Promise<void>;
}

/**
 * The embedded broker. aedes sends PUBACK (and PUBREC) after `authorizePublish` has called back and before it routes the
 * message, so the durable append happens inside that hook: no acknowledgement can leave before the commit.
 */
export const createMqttBroker = async (options: MqttBrokerOptions): Promise<MqttBroker> => {
  const { pipeline, directory, counters, logger, budget } = options;
  const warnOfFailure = createRateLimitedWarning(logger, 'message not acknowledged');
  const connections = createDeviceConnections(options.maxConnectionsPerDevice);
  const rights = createSenderRights({ directory, connections, secretKey: options.secretKey });
  const window = createDeviceWindow(options.messagesUnderWay);
  /** Connection of an authenticated client. */
  const connectionOf = new WeakMap<Client, DeviceConnection>();
  /** Client id as given by the client: aedes knows its clients by ids that we generate. */
  const givenIds = new WeakMap<Client, string>();
  const proved = new WeakMap<Client, () => void>();
  const presenceAtDisconnect = createPresenceAtDisconnect({
    pipeline,
    connections,
    logger,
    onWillFailed: warnOfFailure,
  });
  let isClosing = false;

  const refuse = (reason: RefusalReason, client: Client | null, detail?: string): Error => {
    counters.refused[reason] += 1;
    logger.debug({ reason, detail, clientId: client?.id }, 'mqtt refused');
    return new Error(detail === undefined ? reason : `${reason}: ${detail}`);
  };

  /** Its device may no longer connect this way: its messages are no longer accepted, and we report that it is gone. */
  const revoke = (connection: DeviceConnection): void => {
    if (connections.endOf(connection) !== undefined) return;
    connections.end(connection, 'revoked');
    counters.refused.endedConnection += 1;
    pipeline
      .recordConnection(connection.deviceId, 'offline', connection.id, connection.id)
      .catch((err) => logger.warn({ deviceId: connection.deviceId, err }, 'presence not recorded'));
  };
  const revokeAll = (deviceId: string): void => {
    for (const connection of connections.openOf(deviceId)) revoke(connection);
  };
  directory.onCredentialsChanged(({ deviceId, gatewayId }) => {
    revokeAll(deviceId);
    if (gatewayId !== null && directory.find(deviceId)?.gatewayId !== gatewayId) revokeAll(gatewayId);
  });

  const admit = (client: Client, deviceId: string, secretHash: string): void => {
    const id = newId();
    const clientId = givenIds.get(client) || undefined;
    const connection = { id, deviceId, clientId, secretHash, close: () => client.close() };
    connectionOf.set(client, connection);
    proved.get(client)?.();
    connections.add(connection);
  };

  const broker = await Aedes.createBroker(
    guardHooks({
      maxTopicLevels: options.maxTopicLevels,
      connectTimeout: options.connectTimeoutMs,
      // MQTT 3.1 allows 23 characters. Clients send longer ones, and the internal id is ours.
      maxClientsIdLength: Number.MAX_SAFE_INTEGER,
      preConnect(client, packet, callback) {
        if (connections.size() >= options.maxConnections) {
          callback(refuse('tooManyConnections', client), false);
          return;
        }
        // The broker keeps no sessions: anything a device must not miss is in the log and is sent again from there.
        packet.clean = true;
        // aedes closes any client with the same id, even before the new one is authenticated: our ids are unique.
        givenIds.set(client, packet.clientId ?? '');
        packet.clientId = newId();
        callback(null, true);
      },
      authenticate(client, userName, password, callback) {
        const known = rights.identify(userName, password);
        if (known.ok) {
          admit(client, known.device.deviceId, known.device.secretHash);
          callback(null, true);
        } else callback(withReturnCode(refuse(known.reason, client, userName), known.returnCode), null);
      },
      authorizePublish(client, packet, callback) {
        const connection = client === null ? undefined : connectionOf.get(client);
        if (connection === undefined) {
          callback(refuse('endedConnection', client, packet.topic));
          return;
        }
        const { deviceId } = connection;
        const isWill = client?.closed === true;
        const isReplacedWill = isWill && connections.endOf(connection) === 'replaced';
        if (!rights.isGood(connection) && !isReplacedWill) {
          // The directory may have learned of the change a moment before its listeners.
          revoke(connection);
          callback(refuse('endedConnection', client, packet.topic));
          return;
        }
        const topic = rights.topicFor(deviceId, packet.topic);
        const channel = topic.kind === 'channel' ? topic.channel : null;
        const message: IncomingMessage = {
          deviceId: topic.kind === 'foreign' ? deviceId : topic.deviceId,
          topic: packet.topic,
          channel,
          payload: Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload),
          isWill,
          connection: connection.id,
          ...(topic.kind === 'channel' ? {} : { detail: topic.detail }),
          ...(topic.kind === 'foreign' ? { isForeign: true } : {}),
          ...(isWill ? { openConnections: connections.openOf(deviceId).map(({ id }) => id) } : {}),
        };
        // Only `status` may be retained: a new subscriber would receive a retained reading as if it were new.
        if (channel !== 'status') packet.retain = false;
        // It is kept as a dead letter and acknowledged, but delivered to nobody: another device may subscribe to the topic.
        if (topic.kind === 'foreign') packet.topic = refusedTopic(deviceId);
        if (channel === 'status' && !isWill) presenceAtDisconnect.spoke(connection, message.deviceId);
        if (channel === 'status' && isWill && presenceAtDisconnect.holdWill(connection, message)) {
          callback(new Error('a newer connection represents the device'));
          return;
        }
        // aedes continues in here, with sockets that may be gone: an exception ends only this connection.
        const goOn = guarded<[Error | null]>(
          'mqtt publish',
          (error) => callback(error),
          () => client?.close(),
        );
        window
          .take(deviceId, async () => {
            // The message may have waited, and the rights may have ended meanwhile.
            if (!isWill && !rights.isGood(connection)) throw refuse('endedConnection', client, packet.topic);
            await pipeline.ingest(message);
          })
          .then(
            () => goOn(null),
            (error) => {
              warnOfFailure({ deviceId, err: error });
              goOn(error);
            },
          );
      },
      authorizeSubscribe(client, subscription, callback) {
        const connection = connectionOf.get(client);
        if (
          connection !== undefined &&
          rights.isGood(connection) &&
          maySubscribe(connection.deviceId, subscription.topic)
        ) {
          callback(null, subscription);
          return;
        }
        refuse('forbiddenSubscription', client, subscription.topic);
        // Null answers SUBACK with failure (0x80) and leaves the connection open (MQTT 3.1.1 section 3.9.3).
        callback(null, null);
      },
    }),
  );

  broker.on(
    'connectionError',
    guarded('broker connectionError', (client, error) => {
      if (!isOurs(error)) refuse('protocolError', client, error.message);
    }),
  );
  broker.on(
    'clientError',
    guarded('broker clientError', (client, error) =>
      logger.debug({ clientId: client?.id, err: error }, 'mqtt connection'),
    ),
  );

  // A client that closed while aedes was accepting it is accepted all the same, and would be counted for ever.
  broker.on(
    'client',
    guarded('broker client', (client) => {
      if (client.closed)
        (broker as unknown as { unregisterClient(client: Client): void }).unregisterClient(client);
    }),
  );

  /** aedes knows a client only once it has accepted it. */
  const streams = new Set<Duplex>();

  return {
    accept(stream, address) {
      const place = budget.admit(address);
      if (place === undefined) {
        counters.refused.senderBudget += 1;
        stream.on('error', () => undefined);
        stream.destroy();
        return;
      }
      streams.add(stream);
      const client = broker.handle(stream);
      proved.set(client, place.leave);
      stream.once(
        'close',
        guarded('broker close', () => {
          streams.delete(stream);
          place.leave();
          const connection = connectionOf.get(client);
          if (connection === undefined) return;
          // A shutdown of the server says nothing about its devices.
          if (!isClosing) presenceAtDisconnect.ended(connection);
          for (const say of connections.remove(connection)) say();
        }),
      );
      const maxPacketBytes = (first: boolean): number =>
        first ? Math.min(options.maxConnectBytes, options.maxPacketBytes) : options.maxPacketBytes;
      const stranger: Sender = ['address', senderOf(address)];
      const sender = (): Sender => {
        const connection = connectionOf.get(client);
        return connection === undefined ? stranger : ['device', connection.deviceId];
      };
      const limits = {
        maxPacketBytes,
        windowBytes: options.windowBytes,
        maxPackets: options.messagesUnderWay,
        loopShare: options.loopShare,
        sendRate: options.sendRate,
        sender,
      };
      limitReads(stream, limits, (size) => {
        refuse('packetTooLarge', client, `${size} bytes`);
        const deviceId = connectionOf.get(client)?.deviceId;
        stream.destroy();
        if (deviceId === undefined) return;
        pipeline
          .recordOversize(deviceId, size)
          .catch((error) => logger.warn({ deviceId, err: error }, 'oversize not recorded'));
      });
    },
    connections: () => connections.size(),
    async close() {
      isClosing = true;
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      for (const stream of streams) stream.destroy();
    },
  };
};
