import { PROTOCOLS, type WireStandard } from '../../devices/wire/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { DeviceDirectory } from './device-directory.ts';
import type { Recorder } from './recorder.ts';

const CAUSE_OF = { online: 'announced', offline: 'will', silent: 'silence' } as const;

/** What a connection says of its device's presence by being there and by ending. */
export interface ConnectionWords {
  /** A device has come, or its connection has gone; `silent`: it may be there all the same, what it reports tells. */
  recordConnection(
    deviceId: string,
    state: keyof typeof CAUSE_OF,
    bootId: string,
    connection: string,
  ): Promise<void>;
  /**
   * The TCP connection that spoke for a device is over, and the device's last frame on it came at `heardAtMs`: it has gone, or its
   * silence tells, which begins with that frame; by its settings and its standard.
   */
  recordLineEnd(
    standard: WireStandard,
    deviceId: string,
    connection: string,
    heardAtMs: number,
  ): Promise<void>;
}

export const createConnectionWords = (
  recorder: Pick<Recorder, 'recordPresence'>,
  directory: Pick<DeviceDirectory, 'find'>,
  clock: Clock,
): ConnectionWords => {
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
    recordLineEnd(standard, deviceId, connection, heardAtMs) {
      const { connectionEnd = PROTOCOLS[standard].connectionEnd } =
        directory.find(deviceId)?.wire.settings ?? {};
      const names = { bootId: connection, connection };
      return connectionEnd === 'silence'
        ? record(deviceId, 'silent', names, heardAtMs)
        : record(deviceId, 'offline', names, clock.now());
    },
  };
};
