import { createApi } from '../api/app.ts';
import { requestAddress } from '../api/client-address.ts';
import { listenHttp } from '../api/listen.ts';
import { createLiveHub } from '../api/live/live-hub.ts';
import { startRightsWatch } from '../application/rights-watch.ts';
import { createPostgresUploaders } from '../attachments/adapters/postgres-uploaders.ts';
import { createPostgresAttempts } from '../identity/adapters/postgres-attempts.ts';
import { attachMqttWebSocket } from '../ingest/mqtt/listen.ts';
import type { OpenedEdge } from './open-edge.ts';
import type { OpenedEngine } from './open-engine.ts';
import type { OpenedStore } from './open-store.ts';
import type { PartOptions } from './part-options.ts';

/** The HTTP API, the live stream, and MQTT over WebSocket. */
export const openHttp = async (
  options: PartOptions,
  { core, metrics }: OpenedStore,
  { engine, reference, directory, deliveries }: OpenedEngine,
  {
    pipeline,
    broker,
    counters,
    deviceConnections,
    loopShare,
    sendRate,
    foreignBytes,
    attachments,
  }: OpenedEdge,
) => {
  const { config, logger, clock, cleanup } = options;
  const { store, sql } = core;
  const rights = await startRightsWatch({ store, findSession: core.accounts.findSession, clock, logger });
  cleanup.add(() => rights.stop());
  const hub = createLiveHub({ store, sql, engine, reference, rights, clock, logger });
  // Also if listening fails: it would read the log for ever, and keep the process alive.
  cleanup.add(() => hub.close());
  const api = createApi({
    config,
    clock,
    logger,
    core,
    engine,
    reference,
    directory,
    pipeline,
    deviceConnections,
    counters,
    metrics,
    hub,
    rights,
    attachments: attachments.store,
    foreignBytes,
    uploads: attachments.uploads,
    uploadQuota: attachments.quota,
    uploaders: createPostgresUploaders(sql, clock),
    publicQuota: attachments.publicQuota,
    publicAttempts: createPostgresAttempts({ sql, clock, key: core.keys.publicReports }),
    deliveries,
    checkAnswers: options.checkAnswers === true,
  });

  const http = await listenHttp(api.fetch, { config, logger, loopShare, sendRate });
  cleanup.add(async () => {
    http.server.closeAllConnections();
    await new Promise((resolve) => http.server.close(resolve));
  });
  // Before the connections of its streams.
  cleanup.add(() => hub.close());
  const detachWebSocket = attachMqttWebSocket(broker, http.server, {
    path: '/mqtt',
    origins: config.YIWANG_WEBSOCKET_ORIGINS.split(',').map((origin) => origin.trim()),
    addressOf: requestAddress(config),
    maxPacketBytes: config.YIWANG_MQTT_MAX_PACKET_BYTES,
  });
  cleanup.add(detachWebSocket);
  return { api, http };
};
