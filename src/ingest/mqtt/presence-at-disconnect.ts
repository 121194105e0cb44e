import type { Logger } from '../../platform/logger.ts';
import type { IncomingMessage, IngestPipeline } from '../pipeline.ts';
import type { DeviceConnection, DeviceConnections } from './device-connections.ts';

/** Reports a device's presence when a connection ends. */
export interface PresenceAtDisconnect {
  /** A status of the device arrived over the connection. */
  spoke(connection: DeviceConnection, deviceId: string): void;
  /** The will is a status. True: it waits while a newer connection of its sender is open, and must not be ingested now. */
  holdWill(connection: DeviceConnection, message: IncomingMessage): boolean;
  /** The connection ended: devices that sent over it and left no will are no longer known to be online. */
  ended(connection: DeviceConnection): void;
}

export const createPresenceAtDisconnect = (options: {
  readonly pipeline: Pick<IngestPipeline, 'ingest' | 'recordConnection'>;
  readonly connections: DeviceConnections;
  readonly logger: Logger;
  readonly onWillFailed: (details: { readonly deviceId: string; readonly err: unknown }) => void;
}): PresenceAtDisconnect => {
  const { pipeline, connections, logger } = options;
  const speakers = new WeakMap<DeviceConnection, Set<string>>();
  return {
    spoke(connection, deviceId) {
      const known = speakers.get(connection);
      if (known === undefined) speakers.set(connection, new Set([deviceId]));
      else known.add(deviceId);
    },
    holdWill(connection, message) {
      const { deviceId } = message;
      speakers.get(connection)?.delete(deviceId);
      return connections.holdBack(connection, () => {
        pipeline.ingest(message).catch((err) => options.onWillFailed({ deviceId, err }));
      });
    },
    ended(connection) {
      const silent = [...(speakers.get(connection) ?? [])];
      const say = (): void => {
        for (const deviceId of silent)
          pipeline
            .recordConnection(deviceId, 'silent', connection.id, connection.id)
            .catch((err) => logger.warn({ deviceId, err }, 'presence not recorded'));
      };
      if (silent.length > 0 && !connections.holdBack(connection, say)) say();
    },
  };
};
