import type { WireStandard } from '../../devices/wire/index.ts';
import type { createApi } from '../api/app.ts';
import type { openAttachments } from '../attachments/open-attachments.ts';
import type { Config } from '../config.ts';
import type { PasswordCost } from '../identity/index.ts';
import type { createIngestCounters } from '../ingest/counters.ts';
import type { TcpGateway } from '../ingest/tcp/gateway.ts';
import { type CleanupStack, createCleanupStack } from '../platform/cleanup-stack.ts';
import { type Clock, isoNow, systemClock } from '../platform/clock.ts';
import { errorWithoutContent } from '../platform/error-without-content.ts';
import { onGuardFailure } from '../platform/guard.ts';
import type { Logger } from '../platform/logger.ts';
import { PRODUCT_VERSION } from '../platform/product-version.ts';
import { createRateLimitedWarning } from '../platform/rate-limited-warning.ts';
import { leaveServerNote } from '../platform/running-server.ts';
import type { AlarmWatch } from '../processes/alarm-engine/watch.ts';
import type { DeadlineWatch } from '../processes/deadlines.ts';
import type { DeviceRequests } from '../processes/device-requests/process.ts';
import type { NotificationWatch } from '../processes/notifications/watch.ts';
import type { createProjectionEngine } from '../projection-engine/engine.ts';
import type { Core } from './core.ts';
import { openEdge } from './open-edge.ts';
import { openEngine } from './open-engine.ts';
import { openHttp } from './open-http.ts';
import { openStore } from './open-store.ts';
import type { PartOptions } from './part-options.ts';

export interface RunningServer {
  readonly httpPort: number;
  readonly mqttPort: number;
  /** Ports of the TCP gateways that are open. */
  readonly wirePorts: Partial<Record<WireStandard, number>>;
  /** The HTTP API, also without its socket: `api.request()`; `api.routes` lists its routes. */
  readonly api: ReturnType<typeof createApi>;
  readonly core: Core;
  readonly engine: ReturnType<typeof createProjectionEngine>;
  readonly counters: ReturnType<typeof createIngestCounters>;
  readonly deadlines: DeadlineWatch;
  readonly deviceRequests: DeviceRequests;
  readonly attachments: Awaited<ReturnType<typeof openAttachments>>;
  readonly notificationWatch: NotificationWatch;
  readonly alarmWatch: AlarmWatch;
  /** Accepts no more input, completes work in progress, stops. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Reduced only in tests. */
  readonly passwordCost?: PasswordCost;
  readonly onProgress?: (step: string) => void;
  /** For tests: checks every answer against the OpenAPI document. */
  readonly checkAnswers?: boolean;
}

/** Starts everything; if a part fails, the parts opened before are closed again. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const cleanup = createCleanupStack();
  try {
    return await openServer(options, cleanup);
  } catch (error) {
    await cleanup.closeAll().catch((err) => options.logger.warn({ err }, 'not everything could be closed'));
    throw error;
  }
};

/** Composition root: config → adapters → roles → start. */
const openServer = async (options: ServerOptions, cleanup: CleanupStack): Promise<RunningServer> => {
  const { config, databaseUrl, logger, clock = systemClock, onProgress } = options;
  const { passwordCost, checkAnswers } = options;
  const part: PartOptions = {
    config,
    databaseUrl,
    logger,
    clock,
    cleanup,
    onProgress,
    passwordCost,
    checkAnswers,
  };
  const warnOfGuard = createRateLimitedWarning(logger, 'a callback failed');
  cleanup.add(onGuardFailure(({ place, error }) => warnOfGuard({ place, err: errorWithoutContent(error) })));
  const store = await openStore(part);
  const engine = await openEngine(part, store);
  onProgress?.('listening');
  const edge = await openEdge(part, store, engine);
  const { api, http } = await openHttp(part, store, engine, edge);
  const wirePorts = await announce(part, edge.mqtt.port, http.port, edge.gateways);
  return {
    httpPort: http.port,
    mqttPort: edge.mqtt.port,
    wirePorts,
    api,
    core: store.core,
    engine: engine.engine,
    counters: edge.counters,
    deadlines: engine.deadlines,
    deviceRequests: edge.deviceRequests,
    attachments: edge.attachments,
    notificationWatch: engine.notificationWatch,
    alarmWatch: engine.alarmWatch,
    async stop() {
      await cleanup.closeAll();
      logger.info('yiwang has stopped');
    },
  };
};

/** Leaves a note about this server for the commands `status` and `doctor`, and logs its addresses. */
const announce = async (
  options: PartOptions,
  mqttPort: number,
  httpPort: number,
  gateways: readonly TcpGateway[],
) => {
  const { config, logger, cleanup } = options;
  const wirePorts = Object.fromEntries(gateways.map(({ standard, port }) => [standard, port]));
  const listens = {
    http: `${config.YIWANG_HTTP_TLS_CERT === undefined ? 'http' : 'https'}://${config.YIWANG_HTTP_HOST}:${httpPort}/`,
    mqtt: `${config.YIWANG_MQTT_TLS_CERT === undefined ? 'mqtt' : 'mqtts'}://${config.YIWANG_MQTT_HOST}:${mqttPort}`,
    ...Object.fromEntries(
      gateways.map(({ standard, port }) => [standard, `tcp://${config.YIWANG_TCP_HOST}:${port}`]),
    ),
  };
  await leaveServerNote(config.YIWANG_DATA_DIR, {
    pid: process.pid,
    // Of the process: the clock of the log may stand in the past.
    startedAt: isoNow(systemClock),
    version: PRODUCT_VERSION,
    listens,
  }).then(
    (remove) => cleanup.add(remove),
    (err) => logger.warn({ err }, 'the commands status and doctor will not see this server'),
  );
  logger.info({ http: httpPort, mqtt: mqttPort, ...wirePorts }, 'yiwang is listening');
  return wirePorts;
};
