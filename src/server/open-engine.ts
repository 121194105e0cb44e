import { caseListProjection } from '../../projections/governance/case-list/project.ts';
import { createReadModels } from '../../projections/index.ts';
import { loadReferenceData } from '../application/reference-data.ts';
import { warnOfRoleConflicts } from '../application/warn-of-role-conflicts.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import { EVENT_VERSIONS } from '../event-catalogue.ts';
import { createSealer } from '../event-store/postgres/seals/sealer.ts';
import { loadDeviceDirectory } from '../ingest/load-device-directory.ts';
import { openDeliveries } from '../notifications/open-deliveries.ts';
import { connectDatabase } from '../platform/connect-database.ts';
import { startIdleGarbageCollection } from '../platform/idle-garbage-collection.ts';
import { createAlarmEngine } from '../processes/alarm-engine/process.ts';
import { startAlarmWatch } from '../processes/alarm-engine/watch.ts';
import { createAlarmToCase } from '../processes/alarm-to-case.ts';
import { createAutomaticDispatch } from '../processes/automatic-dispatch.ts';
import { createCalendarChanges } from '../processes/calendar-changes.ts';
import { createCaseRelations } from '../processes/case-relations.ts';
import { startDeadlineWatch } from '../processes/deadlines.ts';
import { createIndexEngine } from '../processes/index-engine/process.ts';
import { startPendingDeliveries } from '../processes/notifications/pending-deliveries.ts';
import { createNotificationProcess } from '../processes/notifications/process.ts';
import { startNotificationWatch } from '../processes/notifications/watch.ts';
import { createPersonLookups } from '../processes/person-lookups/process.ts';
import { createProjectionEngine } from '../projection-engine/engine.ts';
import { readSuccessors } from '../shipped-data/seed-domain-data.ts';
import { scheduleArchiving } from './archive-schedule.ts';
import type { OpenedStore } from './open-store.ts';
import type { PartOptions } from './part-options.ts';

/** Number of waiting appends from which the server counts as busy: deferrable work gives way. */
const BUSY_APPENDS = 500;
/** Events per second up to which there is time to collect garbage. */
const IDLE_EVENTS_PER_SECOND = 2500;

/** Read models, processes, timers, and maintenance of the log. */
export const openEngine = async (options: PartOptions, { core, metrics }: OpenedStore) => {
  const { config, databaseUrl, logger, clock, cleanup, onProgress } = options;
  const { store, sql, keys } = core;
  const projectionSql = connectDatabase({ url: databaseUrl, name: 'project', maxConnections: 8 });
  cleanup.add(() => projectionSql.end());
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
  cleanup.add(() => deliveries.stop());
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
      createCalendarChanges({
        store,
        clock,
        logger,
        // The list of cases may be behind; the engine is known once it runs.
        waitFor: (position) => engine.waitFor(position, { projections: [caseListProjection] }),
      }),
      createCaseRelations(store),
      createIndexEngine(store),
      createNotificationProcess(store, deliveries.enqueue, logger),
      createPersonLookups({ vault: core.vault, persons: core.persons, lookupKey: keys.digests }),
    ],
    schemaVersions: EVENT_VERSIONS,
    keepEvents: config.YIWANG_STORE_TAIL_CACHE_EVENTS,
    onLag: metrics.observeLag,
  });
  cleanup.add(() => engine.stop());
  await engine.start();
  onProgress?.('read models');
  await engine.waitFor(await store.head(), { timeoutMs: 3_600_000 });
  const reference = await loadReferenceData({ sql, engine, logger, successors: await readSuccessors() });
  await warnOfRoleConflicts({ sql, clock, logger });
  const directory = await loadDeviceDirectory({
    sql,
    engine,
    models: reference,
    logger,
    wireKey: keys.deviceWire,
  });
  const pending = await startPendingDeliveries({ sql, enqueueMissing: deliveries.enqueueMissing, logger });
  cleanup.add(() => pending.stop());
  const deadlines = startDeadlineWatch({
    store,
    sql,
    clock,
    logger,
    timing: reference.caseTiming,
    waitFor: (position) => engine.waitFor(position, { projections: [caseListProjection] }),
  });
  cleanup.add(() => deadlines.stop());
  const notificationWatch = startNotificationWatch({ store, sql, clock, logger });
  cleanup.add(() => notificationWatch.stop());
  const alarmWatch = startAlarmWatch({ store, engine: alarmEngine, clock, logger });
  cleanup.add(() => alarmWatch.stop());

  const sealSql = connectDatabase({ url: databaseUrl, name: 'seal', maxConnections: 1 });
  cleanup.add(() => sealSql.end());
  const sealer = createSealer({
    sql: sealSql,
    clock,
    maxAgeMs: config.YIWANG_SEAL_SECONDS * 1000,
    maxEventsPerSecond: config.YIWANG_SEAL_EVENTS_PER_SECOND,
    isBusy: () => store.stats().pending > BUSY_APPENDS,
    onError: (err) => logger.error({ err }, 'sealing the log failed'),
  });
  cleanup.add(() => sealer.stop());
  // EventStoreDB protects its log by its own means.
  if (config.EVENT_STORE_URL === undefined) sealer.start();
  const archiving =
    config.EVENT_STORE_URL === undefined && config.YIWANG_ARCHIVE_AFTER_DAYS > 0
      ? scheduleArchiving(config, databaseUrl, logger)
      : undefined;
  cleanup.add(() => archiving?.stop());

  const collection = startIdleGarbageCollection({
    appended: () => store.stats().events,
    idleRate: IDLE_EVENTS_PER_SECOND,
  });
  cleanup.add(() => collection.stop());

  return { engine, deliveries, reference, directory, deadlines, notificationWatch, alarmWatch };
};

export type OpenedEngine = Awaited<ReturnType<typeof openEngine>>;
