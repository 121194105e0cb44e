import type { WireRequest, WireStandard } from '../../../devices/wire/index.ts';

/** A connection over which requests can be sent to devices. */
export interface DeviceConnection {
  /** Sends a request to a device that has spoken on this connection; false when that is no longer possible. */
  request(deviceId: string, request: WireRequest): Promise<boolean>;
  /** When the connection was opened, ms since 1970. */
  readonly openedAt: number;
  readonly address: string | undefined;
  /** The request was sent over this connection and has not ended. */
  isInFlight(requestId: string): boolean;
  /** The connection represents the device from now on: the device is online, and goes offline when the connection ends. */
  onHeld(deviceId: string): void;
  close(): void;
}

/** The open connections of this process, by the devices that have sent frames on them. */
export interface ConnectionRegistry {
  /** The connection that represents the device. */
  find(standard: WireStandard, deviceId: string): DeviceConnection | undefined;
  /**
   * A device has sent its first frame on a connection. The newest authenticated connection represents the device, even if an
   * earlier one is not known to have ended. An unauthenticated one represents it only when no other does, or when the current
   * one is unauthenticated too and comes from the same address.
   */
  open(standard: WireStandard, deviceId: string, connection: DeviceConnection, isProved: boolean): void;
  close(standard: WireStandard, deviceId: string, connection: DeviceConnection): void;
  /** Closes every connection that the device has sent frames on. */
  endAll(deviceId: string): void;
}

interface Registration {
  readonly connection: DeviceConnection;
  readonly isProved: boolean;
}
interface DeviceRegistrations {
  readonly open: Registration[];
  held: Registration;
}

/** Most connections of one device at once: dead ones that were not noticed yet, and the live one. */
const MAX_CONNECTIONS_OF_DEVICE = 16;

const takesOver = (one: Registration, holder: Registration): boolean =>
  one.isProved || (!holder.isProved && one.connection.address === holder.connection.address);

export const createConnectionRegistry = (): ConnectionRegistry => {
  const devices = new Map<string, Map<WireStandard, DeviceRegistrations>>();
  const find = (standard: WireStandard, deviceId: string) => devices.get(deviceId)?.get(standard);

  const hold = (known: DeviceRegistrations, deviceId: string, next: Registration): void => {
    known.held = next;
    next.connection.onHeld(deviceId);
  };

  return {
    find: (standard, deviceId) => find(standard, deviceId)?.held.connection,
    open(standard, deviceId, connection, isProved) {
      const opened = { connection, isProved };
      const known = find(standard, deviceId);
      if (known === undefined) {
        const standards = devices.get(deviceId) ?? new Map<WireStandard, DeviceRegistrations>();
        devices.set(deviceId, standards.set(standard, { open: [opened], held: opened }));
        connection.onHeld(deviceId);
        return;
      }
      known.open.push(opened);
      if (takesOver(opened, known.held)) hold(known, deviceId, opened);
      if (known.open.length > MAX_CONNECTIONS_OF_DEVICE)
        known.open.find((one) => one !== known.held)?.connection.close();
    },
    close(standard, deviceId, connection) {
      const known = find(standard, deviceId);
      const at = known?.open.findIndex((one) => one.connection === connection) ?? -1;
      if (known === undefined || at < 0) return;
      const [closed] = known.open.splice(at, 1);
      if (known.open.length === 0) {
        const standards = devices.get(deviceId)!;
        standards.delete(standard);
        if (standards.size === 0) devices.delete(deviceId);
      } else if (known.held === closed) {
        const next = known.open.findLast((one) => one.isProved) ?? known.open[known.open.length - 1]!;
        hold(known, deviceId, next);
      }
    },
    endAll(deviceId) {
      for (const { open } of [...(devices.get(deviceId)?.values() ?? [])])
        for (const { connection } of [...open]) connection.close();
    },
  };
};
