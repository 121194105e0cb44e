import { createIngestCounters } from '../ingest/counters.ts';
import { createMqttBroker } from '../ingest/mqtt/broker.ts';
import { listenMqttTcp } from '../ingest/mqtt/listen.ts';
import { openSenderBudget } from '../ingest/open-sender-budget.ts';
import { createIngestPipeline } from '../ingest/pipeline.ts';
import { createConnectionRegistry } from '../ingest/tcp/connection-registry.ts';
import { openTcpGateways } from '../ingest/tcp/open-gateways.ts';
import { createLoopShare } from '../platform/loop-share.ts';
import { createSendRate } from '../platform/send-rate.ts';
import { tlsFiles } from '../platform/tls.ts';
import { startDeviceRequests } from '../processes/device-requests/process.ts';
import { createRequestRecorder } from '../processes/device-requests/record.ts';
import { readUnits } from '../shipped-data/seed-domain-data.ts';
import type { OpenedEngine } from './open-engine.ts';
import { openFiles } from './open-files.ts';
import type { OpenedStore } from './open-store.ts';
import type { PartOptions } from './part-options.ts';

/** The edge: MQTT and the TCP gateways of the wire standards, and requests to devices. */
export const openEdge = async (
  options: PartOptions,
  openedStore: OpenedStore,
  openedEngine: OpenedEngine,
) => {
  const { config, logger, clock, cleanup } = options;
  const { core, metrics } = openedStore;
  const { engine, directory } = openedEngine;
  const { store, sql, keys } = core;
  const { foreignBytes, attachments } = await openFiles(options, openedStore, openedEngine);
  const counters = createIngestCounters();
  const budget = openSenderBudget(config, clock, logger);
  const loopShare = createLoopShare(config.YIWANG_LOOP_SHARE_MS);
  const sendRate = createSendRate({
    device: config.YIWANG_MESSAGES_PER_SECOND_PER_DEVICE,
    address: config.YIWANG_MESSAGES_PER_SECOND_PER_ADDRESS,
    client: config.YIWANG_HTTP_REQUESTS_PER_SECOND_PER_ADDRESS,
  });
  const pipeline = createIngestPipeline({
    store,
    clock,
    directory,
    counters,
    units: await readUnits(),
    secretKey: keys.deviceSecrets,
    savePicture: attachments.savePicture,
    budget,
    wireProof: {
      isStrict: config.YIWANG_WIRE_AUTHENTICATION === 'strict',
      freeGuesses: config.YIWANG_WIRE_FREE_GUESSES,
      maxLockMs: config.YIWANG_WIRE_LOCK_MAX_SECONDS * 1000,
    },
    maxRejectedPayloadBytes: config.YIWANG_REJECTED_PAYLOAD_BYTES,
    vault: core.vault,
    digestKey: keys.digests,
  });
  const broker = await createMqttBroker({
    pipeline,
    directory,
    counters,
    logger,
    secretKey: keys.deviceSecrets,
    maxPacketBytes: config.YIWANG_MQTT_MAX_PACKET_BYTES,
    budget,
    maxConnectBytes: config.YIWANG_MQTT_MAX_CONNECT_BYTES,
    connectTimeoutMs: config.YIWANG_MQTT_CONNECT_SECONDS * 1000,
    maxConnections: config.YIWANG_MQTT_MAX_CONNECTIONS,
    maxConnectionsPerDevice: config.YIWANG_MQTT_MAX_CONNECTIONS_PER_DEVICE,
    windowBytes: config.YIWANG_MQTT_READ_BUFFER_BYTES,
    messagesUnderWay: config.YIWANG_MQTT_MESSAGES_UNDER_WAY,
    loopShare,
    sendRate,
    maxTopicLevels: config.YIWANG_MQTT_MAX_TOPIC_LEVELS,
  });
  // Also if listening fails: its timers would keep the process alive.
  cleanup.add(() => broker.close());

  const deviceConnections = createConnectionRegistry();
  directory.onCredentialsChanged(({ deviceId }) => deviceConnections.endAll(deviceId));
  const requestLog = createRequestRecorder({ store, clock, logger });
  const deviceRequests = startDeviceRequests({
    store,
    sql,
    clock,
    logger,
    deviceConnections,
    recorder: requestLog,
  });
  cleanup.add(() => deviceRequests.stop());

  const mqtt = await listenMqttTcp(broker, {
    host: config.YIWANG_MQTT_HOST,
    port: config.YIWANG_MQTT_PORT,
    readBufferBytes: config.YIWANG_MQTT_READ_BUFFER_BYTES,
    tls: tlsFiles(
      'YIWANG_MQTT_TLS',
      config.YIWANG_MQTT_TLS_CERT,
      config.YIWANG_MQTT_TLS_KEY,
      config.YIWANG_MQTT_TLS_CA,
    ),
    logger,
  });
  cleanup.add(async () => {
    // The listener is closed when its connections are, and those are the broker's.
    const closed = mqtt.close();
    await broker.close();
    await closed;
  });
  const gateways = await openTcpGateways(config, {
    pipeline,
    counters,
    budget,
    loopShare,
    sendRate,
    clock,
    logger,
    deviceConnections,
    requestLog,
  });
  cleanup.add(() => Promise.all(gateways.map((gateway) => gateway.close())));
  metrics.watch({ counters, broker, budget, gateways, engine, disk: core.disk, store });
  return {
    foreignBytes,
    attachments,
    pipeline,
    broker,
    counters,
    deviceConnections,
    deviceRequests,
    loopShare,
    sendRate,
    mqtt,
    gateways,
  };
};

export type OpenedEdge = Awaited<ReturnType<typeof openEdge>>;
