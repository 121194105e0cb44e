import { PROTOCOLS, type WireStandard } from '../../devices/wire/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { DeviceDirectory } from './device-directory.ts';
import type { Recorder } from './recorder.ts';

const CAUSE_OF = { online: 'announced', offline: 'will', silent: 'silence' } as const;

/** Records the presence of devices from the beginning and end of their connections. */
export interface ConnectionPresence {
  /** A device has connected, or its connection has ended; `silent`: it may still be online, its reports decide. */
  recordConnection(
    deviceId: string,
    state: keyof typeof CAUSE_OF,
    bootId: string,
    connection: string,
  ): Promise<void>;
  /**
   * The TCP connection that represented a device has ended; its last frame arrived at `heardAtMs`. The device's settings and its
   * standard determine whether it is now offline, or whether a period of silence begins with that frame.
   */
  recordConnectionEnd(
    standard: WireStandard,
    deviceId: string,
    connection: string,
    heardAtMs: number,
  ): Promise<void>;
}

export const createConnectionPresence = (
  recorder: Pick<Recorder, 'recordPresence'>,
  directory: Pick<DeviceDirectory, 'find'>,
  clock: Clock,
): ConnectionPresence => {
  const record = async (
    deviceId: string,
    state: keyof typeof CAUSE_OF,
    names: { readonly bootId: string; readonly connection: string },
    atMs: number,
  ): Promise<void> => {
    await recorder.recordPresence({
      deviceId,
      status: { state: state === 'online' ? state : 'offline', bootId: names.bootId },
      at: new Date(atMs).toISOString(),
      cause: CAUSE_OF[state],
      connection: names.connection,
    });
  };
  return {
    recordConnection: (deviceId, state, bootId, connection) =>
      record(deviceId, state, { bootId, connection }, clock.now()),
    recordConnectionEnd(standard, deviceId, connection, heardAtMs) {
      const { connectionEnd = PROTOCOLS[standard].connectionEnd } =
        directory.find(deviceId)?.wire.settings ?? {};
      const names = { bootId: connection, connection };
      return connectionEnd === 'silence'
        ? record(deviceId, 'silent', names, heardAtMs)
        : record(deviceId, 'offline', names, clock.now());
    },
  };
};
