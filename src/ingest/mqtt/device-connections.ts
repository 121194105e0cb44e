/** An MQTT connection of an authenticated device or gateway. */
export interface DeviceConnection {
  /** Ids of later connections sort after earlier ones. */
  readonly id: string;
  /** The device or gateway whose secret it presented. */
  readonly deviceId: string;
  /** As given by the client; undefined: it gave none, and is equal to no other. */
  readonly clientId: string | undefined;
  /** Keyed hash of the secret it presented: once the device's secret differs, the connection is ended. */
  readonly secretHash: string;
  close(): void;
}

/** Replaced: a newer one with the same device and client id opened. Revoked: its device may no longer connect this way. */
export type ConnectionEnd = 'replaced' | 'revoked';

export interface DeviceConnections {
  /**
   * Adds a connection. Closes the one with the same device and client id (MQTT 3.1.1 section 3.1.4; never another device's),
   * and the oldest one if the device has more than its share.
   */
  add(connection: DeviceConnection): void;
  /** It has ended; returns the actions that were held back until then, oldest first. */
  remove(connection: DeviceConnection): readonly (() => void)[];
  /** Why its messages are no longer accepted; undefined while they are. */
  endOf(connection: DeviceConnection): ConnectionEnd | undefined;
  /** Accepts none of its messages from now on, and closes it. */
  end(connection: DeviceConnection, why: ConnectionEnd): void;
  openOf(deviceId: string): readonly DeviceConnection[];
  /**
   * Holds back a final message while a newer connection of the same device is open, which represents the device; false: none is open.
   * The message is sent when the last of the newer ones ends. A connection has at most two: its will, and the report of its end.
   */
  holdBack(connection: DeviceConnection, word: () => void): boolean;
  size(): number;
}

interface OpenConnections {
  readonly open: Set<DeviceConnection>;
  held: { readonly id: string; readonly word: () => void }[];
}

/** Open connections by device. Connections are identified by their authentication, never by a client id alone. */
export const createDeviceConnections = (maxPerDevice: number): DeviceConnections => {
  const devices = new Map<string, OpenConnections>();
  const ended = new WeakMap<DeviceConnection, ConnectionEnd>();
  let size = 0;

  const end = (connection: DeviceConnection, why: ConnectionEnd): void => {
    ended.set(connection, why);
    connection.close();
  };

  return {
    add(connection) {
      const { deviceId, clientId } = connection;
      const known = devices.get(deviceId) ?? { open: new Set(), held: [] };
      devices.set(deviceId, known);
      const replaced =
        clientId === undefined
          ? undefined
          : [...known.open].find((one) => one.clientId === clientId && !ended.has(one));
      const living = [...known.open].filter((one) => !ended.has(one));
      known.open.add(connection);
      size += 1;
      if (replaced !== undefined) end(replaced, 'replaced');
      else if (living.length >= maxPerDevice) living[0]!.close();
    },
    remove(connection) {
      const known = devices.get(connection.deviceId);
      if (known === undefined || !known.open.delete(connection)) return [];
      size -= 1;
      const open = [...known.open];
      const isDue = ({ id }: { readonly id: string }) => !open.some((other) => other.id > id);
      const due = known.held.filter(isDue);
      known.held = known.held.filter((one) => !isDue(one));
      if (known.open.size === 0) devices.delete(connection.deviceId);
      return due.map(({ word }) => word);
    },
    endOf: (connection) => ended.get(connection),
    end,
    openOf: (deviceId) => [...(devices.get(deviceId)?.open ?? [])],
    holdBack(connection, word) {
      const known = devices.get(connection.deviceId);
      if (known === undefined || ![...known.open].some(({ id }) => id > connection.id)) return false;
      // Only those of the newest connections are kept: an older one would change nothing.
      known.held.push({ id: connection.id, word });
      if (known.held.length > 2 * maxPerDevice) known.held.shift();
      return true;
    },
    size: () => size,
  };
};
