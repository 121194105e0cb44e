import {
  dueDeviceRequests,
  sentDeviceRequests,
} from '../../../projections/sensing/device-request-list/queries.ts';
import type { EventStore, RecordedEvent } from '../../event-store/event-store.ts';
import type { ConnectionRegistry } from '../../ingest/tcp/connection-registry.ts';
import type { Clock } from '../../platform/clock.ts';
import { every } from '../../platform/every.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/sql.ts';
import type { DeviceRequestMade } from '../../sensing/events.ts';
import type { RequestRecorder } from './record.ts';

export interface DeviceRequests {
  /** Ends requests that nobody picked up or finished in time, or that were lost with a process; returns how many were due. */
  tick(): Promise<number>;
  stop(): Promise<void>;
}

const TICK_MS = 1000;
const MOST_PER_TICK = 200;

/**
 * Sends requests, made at any process, over the connections of this one: each process follows the log, and the request is sent by the
 * process that has the device's connection and is the first to record that it sends it. Time ends requests that no process sends, and
 * those in progress in a process that died.
 */
export const startDeviceRequests = (options: {
  readonly store: EventStore;
  readonly sql: Sql;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly deviceConnections: ConnectionRegistry;
  readonly recorder: RequestRecorder;
}): DeviceRequests => {
  const { store, sql, clock, logger, deviceConnections, recorder } = options;

  /** Requests that this process is about to send. */
  const beginning = new Set<string>();

  const begin = async ({ requestId, deviceId, standard, kind, parameters }: DeviceRequestMade['data']) => {
    const connection = deviceConnections.find(standard, deviceId);
    if (connection === undefined) return;
    beginning.add(requestId);
    try {
      if (!(await recorder.claim(requestId))) return;
      const isSent = await connection
        .request(deviceId, { requestId, kind, parameters })
        .catch((err: unknown) => {
          logger.warn({ requestId, err }, 'device request cannot be sent');
          return undefined;
        });
      if (isSent === undefined) await recorder.unsendable(requestId);
      else if (!isSent) await recorder.lost(requestId);
    } finally {
      beginning.delete(requestId);
    }
  };

  const onBatch = (batch: readonly RecordedEvent[]): void => {
    for (const event of batch) {
      if (event.type !== 'DeviceRequestMade') continue;
      begin(event.data as DeviceRequestMade['data']).catch((err: unknown) =>
        logger.warn({ err, stream: event.stream }, 'device request not started'),
      );
    }
  };

  // Requests made before have no connection in a process that is starting.
  const started = store.head().then((head) =>
    store.subscribe({
      name: 'device-requests',
      after: head,
      filter: { types: new Set(['DeviceRequestMade']) },
      onBatch,
    }),
  );
  started
    .then((subscription) => subscription.done)
    .catch((err: unknown) => logger.error({ err }, 'device requests are no longer followed'));

  /** The device has reconnected, and requests sent over its earlier connection are no longer in progress: that process died. */
  const endLost = async (): Promise<void> => {
    for (const row of await sentDeviceRequests(sql, MOST_PER_TICK)) {
      const { request_id: requestId } = row;
      const connection = deviceConnections.find(row.standard, row.device_id);
      if (connection === undefined || connection.isInFlight(requestId) || beginning.has(requestId)) continue;
      if (Date.parse(row.made_at) < connection.openedAt) await recorder.lost(requestId);
    }
  };

  const tick = async (): Promise<number> => {
    await recorder.retry();
    await endLost();
    const due = await dueDeviceRequests(sql, new Date(clock.now()).toISOString(), MOST_PER_TICK);
    let ended = 0;
    for (const { request_id: requestId } of due) if (await recorder.passTime(requestId)) ended += 1;
    return ended;
  };

  const looks = every(TICK_MS, 'device requests process tick', tick, {
    logger,
    message: 'device requests not checked',
  });
  return {
    tick,
    async stop() {
      await looks.stop();
      await started.then((subscription) => subscription.stop()).catch(() => undefined);
    },
  };
};
