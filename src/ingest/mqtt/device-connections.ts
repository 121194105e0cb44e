/** An MQTT connection of a device or gateway that has proved who it is. */
export interface DeviceConnection {
  /** Later ones sort behind. */
  readonly id: string;
  /** The device or gateway whose secret it gave. */
  readonly deviceId: string;
  /** As the client gave it; undefined: it gave none, and is like no other. */
  readonly clientId: string | undefined;
  /** Keyed hash of the secret that it gave: when the device's is another, the connection is over. */
  readonly secretHash: string;
  close(): void;
}

/** Another of the same device and client id came; its device may not speak in this way any more. */
export type ConnectionEnd = 'replaced' | 'revoked';

export interface DeviceConnections {
  /**
   * Takes a connection in. Closes the one of the same device and client id (MQTT 3.1.1 section 3.1.4: never another device's),
   * and the oldest of a device that has more than its share.
   */
  add(connection: DeviceConnection): void;
  /** It is over; gives what was held back until then, oldest first. */
  remove(connection: DeviceConnection): readonly (() => void)[];
  /** Why nothing that it says is taken any more; undefined while it is good. */
  endOf(connection: DeviceConnection): ConnectionEnd | undefined;
  /** Nothing that it says is taken from now on, and it is closed. */
  end(connection: DeviceConnection, why: ConnectionEnd): void;
  openOf(deviceId: string): readonly DeviceConnection[];
  /**
   * Keeps a last word while a newer connection of the same device is open, which speaks for the device; false: none is. The word
   * is said when the last of the newer ones ends. A connection has two at most: its will, and that it ended.
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
      // Those of the newest connections: an older one would change nothing.
      known.held.push({ id: connection.id, word });
      if (known.held.length > 2 * maxPerDevice) known.held.shift();
      return true;
    },
    size: () => size,
  };
};
