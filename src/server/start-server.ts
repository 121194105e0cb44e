import type { WireStandard } from '../../devices/wire/index.ts';
import { attachmentListProjection } from '../../projections/attachments/attachment-list/project.ts';
import { namedDigests } from '../../projections/attachments/attachment-list/queries.ts';
import { caseListProjection } from '../../projections/governance/case-list/project.ts';
import { createReadModels } from '../../projections/index.ts';
import { createApi } from '../api/app.ts';
import { attachmentLimits } from '../api/attachment-limits.ts';
import { requestAddress } from '../api/client-address.ts';
import { listenHttp } from '../api/listen.ts';
import { createLiveHub } from '../api/live-hub.ts';
import { createMetrics } from '../api/metrics.ts';
import { loadReferenceData } from '../application/reference-data.ts';
import { startRightsWatch } from '../application/rights-watch.ts';
import { tellDuties } from '../application/tell-duties.ts';
import { createPostgresUploaders } from '../attachments/adapters/postgres-uploaders.ts';
import { openAttachments } from '../attachments/open-attachments.ts';
import { s3Settings } from '../attachments/s3-settings.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import type { Config } from '../config.ts';
import { EVENT_VERSIONS } from '../event-catalogue.ts';
import { createSealer } from '../event-store/postgres/seals/sealer.ts';
import { openForeignBytes } from '../foreign-bytes/open-foreign-bytes.ts';
import { photoReader } from '../foreign-bytes/photo-reader.ts';
import type { PasswordCost } from '../identity/index.ts';
import { createIngestCounters } from '../ingest/counters.ts';
import { loadDeviceDirectory } from '../ingest/load-device-directory.ts';
import { createMqttBroker } from '../ingest/mqtt/broker.ts';
import { attachMqttWebSocket, listenMqttTcp } from '../ingest/mqtt/listen.ts';
import { openSenderBudget } from '../ingest/open-sender-budget.ts';
import { createIngestPipeline } from '../ingest/pipeline.ts';
import type { TcpGateway } from '../ingest/tcp/gateway.ts';
import { createLines } from '../ingest/tcp/lines.ts';
import { openTcpGateways } from '../ingest/tcp/open-gateways.ts';
import { openDeliveries } from '../notifications/open-deliveries.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { type Closings, createClosings } from '../platform/closings.ts';
import { connectDatabase } from '../platform/connect-database.ts';
import { errorWithoutContent } from '../platform/error-without-content.ts';
import { onGuardFailure } from '../platform/guard.ts';
import type { Logger } from '../platform/logger.ts';
import { createLoopShare } from '../platform/loop-share.ts';
import { PRODUCT_VERSION } from '../platform/product-version.ts';
import { startQuietCollection } from '../platform/quiet-collection.ts';
import { leaveServerNote } from '../platform/running-server.ts';
import { createSeldomWarning } from '../platform/seldom.ts';
import { createSendRate } from '../platform/send-rate.ts';
import { tlsFiles } from '../platform/tls.ts';
import { createAlarmEngine } from '../processes/alarm-engine/process.ts';
import { type AlarmWatch, startAlarmWatch } from '../processes/alarm-engine/watch.ts';
import { createAlarmToCase } from '../processes/alarm-to-case.ts';
import { createAutomaticDispatch } from '../processes/automatic-dispatch.ts';
import { createCaseRelations } from '../processes/case-relations.ts';
import { type DeadlineWatch, startDeadlineWatch } from '../processes/deadlines.ts';
import { type DeviceRequests, startDeviceRequests } from '../processes/device-requests/process.ts';
import { createRequestRecorder } from '../processes/device-requests/record.ts';
import { createIndexEngine } from '../processes/index-engine/process.ts';
import { startPendingDeliveries } from '../processes/notifications/pending-deliveries.ts';
import { createNotificationProcess } from '../processes/notifications/process.ts';
import { type NotificationWatch, startNotificationWatch } from '../processes/notifications/watch.ts';
import { createPersonLookups } from '../processes/person-lookups/process.ts';
import { refuseForeignCheckpoints } from '../projection-engine/checkpoint.ts';
import { createProjectionEngine } from '../projection-engine/engine.ts';
import { readSuccessors, readUnits, seedDomainData } from '../shipped-data/seed-domain-data.ts';
import { scheduleArchiving } from './archive-schedule.ts';
import { type Core, openCore } from './core.ts';

export interface RunningServer {
  readonly httpPort: number;
  readonly mqttPort: number;
  /** Ports of the TCP gateways that are open. */
  readonly wirePorts: Partial<Record<WireStandard, number>>;
  /** The HTTP face, also without its socket: `api.request()`; `api.routes` tells what it answers. */
  readonly api: ReturnType<typeof createApi>;
  readonly core: Core;
  readonly engine: ReturnType<typeof createProjectionEngine>;
  readonly counters: ReturnType<typeof createIngestCounters>;
  readonly deadlines: DeadlineWatch;
  readonly deviceRequests: DeviceRequests;
  readonly attachments: Awaited<ReturnType<typeof openAttachments>>;
  readonly notificationWatch: NotificationWatch;
  readonly alarmWatch: AlarmWatch;
  /** Takes no more, finishes what is under way, stops. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Less than the product's for tests alone. */
  readonly passwordCost?: PasswordCost;
  readonly onProgress?: (step: string) => void;
}

/** Appends that wait when the server counts as busy: what can wait gives way. */
const BUSY_APPENDS = 500;
/** Events a second up to which there is time to collect garbage. */
const QUIET_EVENTS_PER_SECOND = 2500;

/** Starts everything, or closes again what was opened before the part that failed. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const closings = createClosings();
  try {
    return await openServer(options, closings);
  } catch (error) {
    await closings.closeAll().catch((err) => options.logger.warn({ err }, 'not everything could be closed'));
    throw error;
  }
};

/** Composition root: config → adapters → roles → start. */
const openServer = async (options: ServerOptions, closings: Closings): Promise<RunningServer> => {
  const { config, databaseUrl, logger, clock = systemClock, onProgress } = options;
  const warnOfGuard = createSeldomWarning(logger, 'a callback failed');
  closings.add(onGuardFailure(({ place, error }) => warnOfGuard({ place, err: errorWithoutContent(error) })));
  const core = await openCore(config, databaseUrl, logger, clock, options.passwordCost);
  closings.add(core.close);
  const { store, sql, keys } = core;
  const projectionSql = connectDatabase({ url: databaseUrl, name: 'project', maxConnections: 8 });
  closings.add(() => projectionSql.end());
  const metrics = createMetrics();
  const counters = createIngestCounters();

  await refuseForeignCheckpoints(sql, store);

  const foreignBytes = openForeignBytes({
    timeLimitMs: config.YIWANG_PARSE_SECONDS * 1000,
    memoryLimitMb: config.YIWANG_PARSE_MEMORY_MB,
    maxWaiting: config.YIWANG_PARSE_MAX_WAITING,
    logger,
    onOutcome: metrics.observeForeignFile,
  });
  closings.add(() => foreignBytes.close());
  const attachments = await openAttachments({
    dataDir: config.YIWANG_DATA_DIR,
    s3: s3Settings(config),
    ids: core.attachmentIds,
    key: keys.attachments,
    limits: attachmentLimits(config),
    quota: {
      bytes: config.YIWANG_UPLOAD_QUOTA_BYTES,
      files: config.YIWANG_UPLOAD_QUOTA_FILES,
      unfinished: config.YIWANG_UPLOADS_MAX_OPEN,
    },
    readPhoto: photoReader(foreignBytes),
    patienceMs: config.YIWANG_UPLOAD_EXPIRY_HOURS * 3_600_000,
    clock,
    logger,
    async named(digests) {
      const caughtUp = await engine.waitFor(await store.head(), { projections: [attachmentListProjection] });
      return caughtUp ? namedDigests(sql, digests) : undefined;
    },
  });
  closings.add(() => attachments.sweep.stop());

  onProgress?.('domain data');
  const seeded = await seedDomainData(store);
  logger.info(seeded, 'domain data is in the log');

  const deliveries = openDeliveries({
    databaseUrl,
    store,
    handle: createCommandHandler(store),
    clock,
    logger,
    secretKey: keys.webhooks,
    allowedNetworks: config.YIWANG_WEBHOOK_ALLOWED_NETWORKS,
    timeoutMs: config.YIWANG_WEBHOOK_TIMEOUT_MS,
    retries: config.YIWANG_WEBHOOK_RETRIES,
    retrySeconds: config.YIWANG_WEBHOOK_RETRY_SECONDS,
  });
  closings.add(() => deliveries.stop());
  await deliveries.start();

  const alarmEngine = createAlarmEngine(store);
  const engine = createProjectionEngine({
    store,
    sql: projectionSql,
    url: databaseUrl,
    clock,
    logger,
    projections: [
      ...createReadModels(),
      alarmEngine,
      createAlarmToCase(store, logger),
      createAutomaticDispatch({ store, clock, logger }),
      createCaseRelations(store),
      createIndexEngine(store),
      createNotificationProcess(store, deliveries.enqueue, logger),
      createPersonLookups({ vault: core.vault, persons: core.persons, lookupKey: keys.digests }),
    ],
    schemaVersions: EVENT_VERSIONS,
    keepEvents: config.YIWANG_STORE_TAIL_CACHE_EVENTS,
    onLag: metrics.observeLag,
  });
  closings.add(() => engine.stop());
  await engine.start();
  onProgress?.('read models');
  await engine.waitFor(await store.head(), { timeoutMs: 3_600_000 });
  const reference = await loadReferenceData({ sql, engine, logger, successors: await readSuccessors() });
  await tellDuties({ sql, clock, logger });
  const directory = await loadDeviceDirectory({
    sql,
    engine,
    reference,
    logger,
    wireKey: keys.deviceWire,
  });
  const pending = await startPendingDeliveries({ sql, enqueueMissing: deliveries.enqueueMissing, logger });
  closings.add(() => pending.stop());
  const deadlines = startDeadlineWatch({
    store,
    sql,
    clock,
    logger,
    timing: reference.caseTiming,
    waitFor: (position) => engine.waitFor(position, { projections: [caseListProjection] }),
  });
  closings.add(() => deadlines.stop());
  const notificationWatch = startNotificationWatch({ store, sql, clock, logger });
  closings.add(() => notificationWatch.stop());
  const alarmWatch = startAlarmWatch({ store, engine: alarmEngine, clock, logger });
  closings.add(() => alarmWatch.stop());

  const sealSql = connectDatabase({ url: databaseUrl, name: 'seal', maxConnections: 1 });
  closings.add(() => sealSql.end());
  const sealer = createSealer({
    sql: sealSql,
    clock,
    maxAgeMs: config.YIWANG_SEAL_SECONDS * 1000,
    maxEventsPerSecond: config.YIWANG_SEAL_EVENTS_PER_SECOND,
    isBusy: () => store.stats().pending > BUSY_APPENDS,
    onError: (err) => logger.error({ err }, 'the log is not sealed'),
  });
  closings.add(() => sealer.stop());
  // EventStoreDB's log is guarded by that server's own means.
  if (config.EVENT_STORE_URL === undefined) sealer.start();
  const archiving =
    config.EVENT_STORE_URL === undefined && config.YIWANG_ARCHIVE_AFTER_DAYS > 0
      ? scheduleArchiving(config, databaseUrl, logger)
      : undefined;
  closings.add(() => archiving?.stop());

  const collection = startQuietCollection({
    appended: () => store.stats().events,
    quietRate: QUIET_EVENTS_PER_SECOND,
  });
  closings.add(() => collection.stop());

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
  // Also where nothing could be listened on: its timers would keep the process.
  closings.add(() => broker.close());
  let gateways: readonly TcpGateway[] = [];
  metrics.watch({ counters, broker, budget, gateways: () => gateways, engine, disk: core.disk, store });

  const lines = createLines();
  directory.onCredentialsChanged(({ deviceId }) => lines.endAll(deviceId));
  const requestLog = createRequestRecorder({ store, clock, logger });
  const deviceRequests = startDeviceRequests({ store, sql, clock, logger, lines, recorder: requestLog });
  closings.add(() => deviceRequests.stop());

  const rights = await startRightsWatch({ store, findSession: core.accounts.findSession, clock, logger });
  closings.add(() => rights.stop());
  const hub = createLiveHub({ store, sql, engine, rights, clock, logger });
  // Also where nothing could be listened on: it would look into the log for ever, and keep the process.
  closings.add(() => hub.close());
  const api = createApi({
    config,
    clock,
    logger,
    core,
    engine,
    reference,
    directory,
    pipeline,
    lines,
    counters,
    metrics,
    hub,
    rights,
    attachments: attachments.store,
    foreignBytes,
    uploads: attachments.uploads,
    uploadQuota: attachments.quota,
    uploaders: createPostgresUploaders(sql, clock),
    deliveries,
  });

  onProgress?.('listening');
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
  closings.add(async () => {
    // The listener is closed when its connections are, and those are the broker's.
    const closed = mqtt.close();
    await broker.close();
    await closed;
  });
  const http = await listenHttp(api.fetch, { config, logger, loopShare, sendRate });
  closings.add(async () => {
    http.server.closeAllConnections();
    await new Promise((resolve) => http.server.close(resolve));
  });
  // Before the connections of its streams.
  closings.add(() => hub.close());
  const detachWebSocket = attachMqttWebSocket(broker, http.server, {
    path: '/mqtt',
    origins: config.YIWANG_WEBSOCKET_ORIGINS.split(',').map((origin) => origin.trim()),
    addressOf: requestAddress(config),
    maxPacketBytes: config.YIWANG_MQTT_MAX_PACKET_BYTES,
  });
  closings.add(detachWebSocket);
  gateways = await openTcpGateways(config, {
    pipeline,
    counters,
    budget,
    loopShare,
    sendRate,
    clock,
    logger,
    lines,
    requestLog,
  });
  closings.add(() => Promise.all(gateways.map((gateway) => gateway.close())));
  const wirePorts = Object.fromEntries(gateways.map(({ standard, port }) => [standard, port]));
  const listens = {
    http: `${config.YIWANG_HTTP_TLS_CERT === undefined ? 'http' : 'https'}://${config.YIWANG_HTTP_HOST}:${http.port}/`,
    mqtt: `${config.YIWANG_MQTT_TLS_CERT === undefined ? 'mqtt' : 'mqtts'}://${config.YIWANG_MQTT_HOST}:${mqtt.port}`,
    ...Object.fromEntries(
      gateways.map(({ standard, port }) => [standard, `tcp://${config.YIWANG_TCP_HOST}:${port}`]),
    ),
  };
  const startedAt = new Date(clock.now()).toISOString();
  await leaveServerNote(config.YIWANG_DATA_DIR, {
    pid: process.pid,
    startedAt,
    version: PRODUCT_VERSION,
    listens,
  }).then(
    (remove) => closings.add(remove),
    (err) => logger.warn({ err }, 'the commands status and doctor will not see this server'),
  );
  logger.info({ http: http.port, mqtt: mqtt.port, ...wirePorts }, 'yiwang is listening');

  return {
    httpPort: http.port,
    mqttPort: mqtt.port,
    wirePorts,
    api,
    core,
    engine,
    counters,
    deadlines,
    deviceRequests,
    attachments,
    notificationWatch,
    alarmWatch,
    async stop() {
      await closings.closeAll();
      logger.info('yiwang has stopped');
    },
  };
};
